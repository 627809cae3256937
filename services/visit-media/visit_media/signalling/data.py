"""Passes data packets on between the participants of a room, signed with who really sent them."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from livekit.protocol import models, rtc

from visit_media.sfu.allowance import Allowance
from visit_media.sfu.metrics import tally
from visit_media.signalling import protocol

RELIABLE: Final = "_reliable"
LOSSY: Final = "_lossy"
KINDS: Final = {RELIABLE: models.DataPacket.Kind.RELIABLE, LOSSY: models.DataPacket.Kind.LOSSY}
# What only the server says, what is only for the server, and what we do not know.
NOT_RELAYED: Final = ("metrics", "speaker", "")
MOST_BYTES: Final = 65_536
MOST_DESTINATIONS: Final = 256
BYTES_PER_SECOND: Final = 1_000_000.0
BYTES_AT_ONCE: Final = 4_000_000.0
PACKETS_PER_SECOND: Final = 500.0
PACKETS_AT_ONCE: Final = 1_500.0
KEPT_SECONDS: Final = 15.0
MOST_KEPT_BYTES: Final = 2_000_000
MOST_HELD_BYTES: Final = 500_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A reliable packet, for those who may have missed it."""

    at: float
    publisher_sid: str
    sequence: int
    destinations: frozenset[str]
    message: bytes


class Outlet:
    """The way to one receiver: holds reliable packets back, in order, while its channel is not open or full."""

    def __init__(self, send: Callable[[str, bytes], bool]) -> None:
        self._send = send
        self._held: deque[bytes] = deque()
        self._held_bytes = 0

    def send(self, label: str, message: bytes) -> bool:
        """Send or hold a packet; False when it is lost."""
        if label == RELIABLE:
            self.flush()
            if not self._held and self._send(label, message):
                return True
            return self._hold(message)
        return self._send(label, message)

    def flush(self) -> None:
        """Send what was held, as far as the channel takes it."""
        while self._held and self._send(RELIABLE, self._held[0]):
            self._held_bytes -= len(self._held.popleft())

    def _hold(self, message: bytes) -> bool:
        if self._held_bytes + len(message) > MOST_HELD_BYTES:
            return False
        self._held.append(message)
        self._held_bytes += len(message)
        return True


@dataclass(slots=True)
class Sender:
    """What is known of one participant as it sends."""

    sid: str
    identity: str
    last_sequence: int = 0
    packets: Allowance = field(default_factory=lambda: Allowance(per_second=PACKETS_PER_SECOND, burst=PACKETS_AT_ONCE))
    octets: Allowance = field(default_factory=lambda: Allowance(per_second=BYTES_PER_SECOND, burst=BYTES_AT_ONCE))


class Relay:
    """The data packets of one room, and the latest reliable ones for whoever resumes."""

    def __init__(self) -> None:
        self._kept: deque[Kept] = deque()
        self._kept_bytes = 0

    def take(self, sender: Sender, label: str, raw: bytes, now: float) -> tuple[frozenset[str], bytes] | None:
        """Return whom a packet is for (empty: all) and what to send them, or None when it goes no further."""
        kind = KINDS.get(label)
        if kind is None or len(raw) > MOST_BYTES or not _is_within(sender, len(raw), now):
            tally.messages_dropped += 1
            return None
        try:
            packet = protocol.read_data_packet(raw)
        except protocol.Unreadable:
            tally.messages_dropped += 1
            return None
        if protocol.name_of(packet) in NOT_RELAYED:
            return None
        named = (*packet.destination_identities, *packet.user.destination_identities)
        if len(named) > MOST_DESTINATIONS:
            tally.messages_dropped += 1
            return None
        if label == RELIABLE and packet.sequence:
            if packet.sequence <= sender.last_sequence:  # sent again after a resume, though it had come
                return None
            sender.last_sequence = packet.sequence
        destinations = frozenset(named)
        message = signed(packet, kind, sid=sender.sid, identity=sender.identity)
        if label == RELIABLE and packet.sequence:
            self._keep(Kept(now, sender.sid, packet.sequence, destinations, message), now)
        return destinations, message

    def missed(
        self, states: Iterable[rtc.DataChannelReceiveState], receiver: Sender, *, since: float, now: float
    ) -> list[bytes]:
        """Return the packets of the last seconds that a receiver in this state, here since then, has not had."""
        heard = {state.publisher_sid: state.last_seq for state in states}
        self._forget(now)
        return [
            kept.message
            for kept in self._kept
            if kept.publisher_sid != receiver.sid
            and kept.at >= since
            and kept.sequence > heard.get(kept.publisher_sid, 0)
            and (not kept.destinations or receiver.identity in kept.destinations)
        ]

    def _keep(self, kept: Kept, now: float) -> None:
        self._kept.append(kept)
        self._kept_bytes += len(kept.message)
        self._forget(now)

    def _forget(self, now: float) -> None:
        while self._kept and (now - self._kept[0].at > KEPT_SECONDS or self._kept_bytes > MOST_KEPT_BYTES):
            self._kept_bytes -= len(self._kept.popleft().message)


def signed(packet: models.DataPacket, kind: "models.DataPacket.Kind", *, sid: str, identity: str) -> bytes:
    """Return the packet with its true sender, whatever it said of itself."""
    packet.kind = kind
    packet.participant_sid = sid
    packet.participant_identity = identity
    if packet.HasField("user"):
        packet.user.participant_sid = sid
        packet.user.participant_identity = identity
    return packet.SerializeToString()


def _is_within(sender: Sender, size: int, now: float) -> bool:
    return sender.packets.take(1, now) and sender.octets.take(size, now)
