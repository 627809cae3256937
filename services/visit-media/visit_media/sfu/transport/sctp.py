"""Data channels over a DTLS association, by aiortc's SCTP on a transport of our own (RFC 8831, 8832)."""

import time
from collections.abc import Callable, Coroutine
from typing import Any, Final

from aiortc.rtcdatachannel import RTCDataChannel, RTCDataChannelParameters
from aiortc.rtcsctptransport import RTCSctpCapabilities, RTCSctpTransport

from visit_media.sfu import metrics
from visit_media.sfu.allowance import Allowance
from visit_media.sfu.transport.chunks import (
    BEGINNINGS,
    DATA,
    IN_ORDER,
    SACK,
    Chunk,
    check_acknowledged,
    check_number,
    chunks_of,
)

MOST_CHANNELS: Final = 8
MOST_STREAMS: Final = 64
MOST_BYTES_OF_MESSAGE: Final = 64_000
# What we pass on says whose it is, too.
MOST_BYTES_SENT: Final = 65_536
MOST_BYTES_WAITING: Final = 2 * 1024 * 1024
MOST_BYTES_WAITING_LOSSY: Final = 64 * 1024
MOST_CHUNKS: Final = 2048
"""Pieces of messages that wait for the rest; our window of a megabyte holds about 900 of full size."""
MOST_CHUNKS_OUT_OF_ORDER: Final = 1024
EFFORT_PER_SECOND: Final = 5_000.0
EFFORT_AT_ONCE: Final = 15_000.0
CHUNKS_PER_EFFORT: Final = 256
"""Each chunk is looked for among those that came out of order: so many of them cost as much as a chunk itself."""
RELIABLE: Final = "_reliable"
LOSSY: Final = "_lossy"


class DataChannels:
    """The channels of one client, by label; aiortc sees this as its DTLS transport.

    With `opens_channels` we open the two that LiveKit clients expect of a server; otherwise the client opens its own.
    Raises ValueError from `receive` when the client keeps no limit, and AssertionError or LookupError at nonsense.
    What comes faster than it can be looked at is lost, as on any network: the client sends it again, more slowly.
    """

    _role = "server"
    state = "connected"

    def __init__(
        self, send: Callable[[bytes], None], heard: Callable[[str, bytes], None], *, opens_channels: bool = False
    ) -> None:
        self._send_datagram = send
        self._heard = heard
        self._opens_channels = opens_channels
        self._channels: dict[str, RTCDataChannel] = {}
        self._effort = Allowance(per_second=EFFORT_PER_SECOND, burst=EFFORT_AT_ONCE)
        self._sctp = RTCSctpTransport(self)  # type: ignore[arg-type]
        self._sctp.on("datachannel", self._opened)

    def start(self, port: int) -> None:
        """Begin the association once DTLS is up."""
        capabilities = RTCSctpCapabilities(maxMessageSize=MOST_BYTES_SENT)
        run_now(self._sctp.start(capabilities, port))
        if self._opens_channels:
            self._open(RTCDataChannelParameters(label=RELIABLE))
            self._open(RTCDataChannelParameters(label=LOSSY, ordered=False, maxRetransmits=0))

    def receive(self, packet: bytes) -> None:
        """Take one SCTP packet; what it completes is told to the listener before this returns."""
        if not self._may_take(chunks_of(packet)):
            return
        sctp = self._sctp
        run_now(sctp._handle_data(packet))
        if sctp._advertised_rwnd < 0 or len(sctp._sack_misordered) > MOST_CHUNKS_OUT_OF_ORDER:
            raise ValueError("more was sent than our window allows")
        if len(sctp._data_channels) > 2 * MOST_CHANNELS or len(sctp._inbound_streams) > MOST_STREAMS:
            raise ValueError("too many data channels")
        if sum(len(stream.reassembly) for stream in sctp._inbound_streams.values()) > MOST_CHUNKS:
            raise ValueError("too many messages without an end")

    @property
    def has_ended(self) -> bool:
        """Whether the client has aborted the association, or no longer acknowledges anything."""
        return bool(self._sctp.state == "closed")

    def can_send(self, label: str) -> bool:
        """Whether the channel is open and the client keeps up with reading."""
        channel = self._channels.get(label)
        if channel is None or channel.readyState != "open":
            return False
        is_lossy = channel.maxRetransmits is not None or channel.maxPacketLifeTime is not None
        return bool(channel.bufferedAmount <= (MOST_BYTES_WAITING_LOSSY if is_lossy else MOST_BYTES_WAITING))

    def send(self, label: str, message: bytes) -> bool:
        """Send a message; False when it is too long, the channel is not open, or the client has stopped reading."""
        if not self.can_send(label) or len(message) > MOST_BYTES_SENT:
            return False
        self._channels[label].send(message)
        return True

    def close(self) -> None:
        """Abort the association."""
        if self._sctp.state != "new":
            run_now(self._sctp.stop())

    def _may_take(self, chunks: list[Chunk]) -> bool:
        sctp, kinds = self._sctp, [kind for kind, _ in chunks]
        last = sctp._last_received_tsn
        is_under_way = sctp._association_state is sctp.State.ESTABLISHED or bool(sctp._inbound_streams)
        if (last is None and not IN_ORDER.isdisjoint(kinds)) or (is_under_way and not BEGINNINGS.isdisjoint(kinds)):
            return False
        for kind, body in chunks:
            if kind == SACK:
                check_acknowledged(body, sctp._local_tsn)
            elif kind == DATA and last is not None:
                check_number(body, last)
        each = 1 + len(sctp._sack_misordered) / CHUNKS_PER_EFFORT
        if self._effort.take(1 + kinds.count(DATA) * each, time.monotonic()):
            return True
        metrics.tally.data_throttled += 1
        return False

    def _open(self, parameters: RTCDataChannelParameters) -> None:
        self._opened(RTCDataChannel(self._sctp, parameters))

    def _opened(self, channel: RTCDataChannel) -> None:
        if len(self._channels) >= MOST_CHANNELS and channel.label not in self._channels:
            return
        label = channel.label
        self._channels[label] = channel
        channel.on("message", lambda message: self._message(label, message))

    def _message(self, label: str, message: bytes | str) -> None:
        if isinstance(message, bytes) and len(message) <= MOST_BYTES_OF_MESSAGE:
            self._heard(label, message)

    async def _send_data(self, packet: bytes) -> None:
        self._send_datagram(packet)

    def _register_data_receiver(self, receiver: object) -> None:
        """Nothing to note: packets are handed over by `receive`."""

    def _unregister_data_receiver(self, receiver: object) -> None:
        """Nothing to forget."""


def run_now(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that never waits, so that no task is needed for each packet."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise RuntimeError("the SCTP transport waited for something")
