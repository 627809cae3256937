"""One SSRC that a peer sends: what has arrived of it, and who is sent it."""

from typing import TYPE_CHECKING, Final

from visit_media.sfu.plane.python.extensions import wanted_of
from visit_media.sfu.plane.python.h264 import begins_key_frame
from visit_media.sfu.plane.python.losses import Losses
from visit_media.sfu.plane.python.numbering import Numbering
from visit_media.sfu.plane.python.packet import Packet, Values
from visit_media.sfu.plane.python.reception import Reception
from visit_media.sfu.plane.python.vp8 import read_vp8
from visit_media.sfu.plane.terms import StreamId, StreamTerms

if TYPE_CHECKING:
    from visit_media.sfu.plane.python.audience import Group
    from visit_media.sfu.plane.python.gating import Gate
    from visit_media.sfu.plane.python.peer import PlanePeer
    from visit_media.sfu.plane.python.sink import Sink

KEPT_OF_VIDEO: Final = 512
KEPT_OF_AUDIO: Final = 64
NEVER: Final = float("-inf")


class Stream:
    """Reads each packet once and keeps the last ones, for all who follow."""

    def __init__(self, id: StreamId, terms: StreamTerms, peer: "PlanePeer") -> None:
        self.id = id
        self.terms = terms
        self.peer = peer
        self.is_video = terms.codec != "opus"
        self.wanted = wanted_of(terms.extensions)
        self.losses = Losses()
        self.reception = Reception(terms.clock_rate)
        self.numbering = Numbering()
        self.groups: list[Group] = []
        self.waiting: list[Sink] = []
        self.gate: Gate | None = None
        self.is_interrupted = False
        """What comes next follows what was sent last, whatever lies between."""
        self.report: tuple[int, int, float] | None = None
        self.newest_timestamp = -1
        self.newest_at = NEVER
        self.newest_picture = self.newest_tl0 = 0
        self.finest_temporal = 0
        self.key_frame_timestamp = -1
        self.key_frame_asked_at = NEVER
        self.heard_levels = [0, 127, 0]
        self._kept = KEPT_OF_VIDEO if self.is_video else KEPT_OF_AUDIO
        self._ring: list[Packet | None] = []
        self._is_vp8 = terms.codec == "VP8"

    def accept(
        self,
        *,
        sequence: int,
        timestamp: int,
        marker: int,
        payload: bytes,
        values: Values,
        at: float,
        is_repeated: bool,
    ) -> Packet | None:
        """Return the packet if it is new; raise ValueError when its payload is malformed."""
        extended = self.losses.fill(sequence) if is_repeated else self.losses.accept(sequence, at)
        if extended is None:
            return None
        if self.losses.gap_was_closed:
            self.losses.gap_was_closed, self.is_interrupted = False, True
        self.reception.note(extended, timestamp, len(payload), at)
        self.reception.recovered += is_repeated
        packet = Packet(extended, timestamp, marker, payload, values, at)
        if payload and self.is_video:
            if self._is_vp8:
                read_vp8(packet)
                self.reception.temporal_octets[packet.temporal] += len(payload)
            else:
                packet.begins_key_frame = begins_key_frame(payload)
        return packet

    def advance(self, packet: Packet) -> None:
        """Take a packet that is the newest as the stream's present."""
        if packet.timestamp != self.newest_timestamp:
            self.newest_timestamp, self.newest_at = packet.timestamp, packet.at
        if packet.picture >= 0:
            self.newest_picture = packet.picture
        if packet.tl0 >= 0:
            self.newest_tl0 = packet.tl0
        if packet.temporal > self.finest_temporal:
            self.finest_temporal = packet.temporal

    def keep(self, packet: Packet) -> None:
        """Remember a numbered packet in place of an old one."""
        if not self._ring:
            self._ring = [None] * self._kept
        self._ring[packet.number % self._kept] = packet

    def kept(self, number: int) -> Packet | None:
        """Return the packet with this number, unless it is gone or has not come."""
        packet = self._ring[number % self._kept] if self._ring else None
        return packet if packet is not None and packet.number == number else None

    def forget_kept(self) -> None:
        """Let go of the packets; the stream is over."""
        self._ring = []


class Repair:
    """Another SSRC of the same peer that repeats a stream's packets."""

    __slots__ = ("stream",)

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
