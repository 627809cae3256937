"""One SSRC that a peer is sent: streams with different numbers and clocks, joined into one that never jumps."""

import secrets
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from visit_media.sfu.plane.counters import SinkCounters
from visit_media.sfu.plane.python.extensions import Form
from visit_media.sfu.plane.python.packet import Packet
from visit_media.sfu.plane.python.resending import Resending
from visit_media.sfu.plane.terms import SinkId, SinkTerms

if TYPE_CHECKING:
    from visit_media.sfu.plane.python.peer import PlanePeer
    from visit_media.sfu.plane.python.stream import Stream

ALL_TEMPORAL: Final = 3
RUNS_REMEMBERED: Final = 256
LARGEST_DISAGREEMENT_SECONDS: Final = 3.0
SEALED_KEPT: Final = {True: 256, False: 64}
HALF: Final = 0x80000000
MASK: Final = 0xFFFFFFFF


class Run:
    """What holds from one change to the next: numbers below `end` of this stream left with these offsets."""

    __slots__ = ("end", "first", "offset", "picture_offset", "stream", "temporal", "timestamp_offset", "tl0_offset")

    def __init__(self, sink: "Sink", stream: "Stream", end: int) -> None:
        self.stream = stream
        self.first = sink.first
        self.end = end
        self.offset = sink.offset
        self.timestamp_offset = sink.timestamp_offset
        self.picture_offset = sink.picture_offset
        self.tl0_offset = sink.tl0_offset
        self.temporal = sink.temporal


class Sink:
    """The offsets from the stream that is sent now. Nothing of it changes from packet to packet but the counters."""

    def __init__(self, id: SinkId, terms: SinkTerms, peer: "PlanePeer") -> None:
        self.id = id
        self.terms = terms
        self.peer = peer
        self.is_video = terms.codec != "opus"
        self.form = Form(terms.extensions)
        self.ssrc = terms.ssrc
        self.payload_type = terms.payload_type
        self.outbound: Any = peer.sealing.outbound
        self.tag_bytes = peer.sealing.tag_bytes
        self.name_address = peer.name_address
        self.stream: Stream | None = None
        self.target: Stream | None = None
        self.wanted_temporal = self.temporal = ALL_TEMPORAL
        self.first = self.offset = 0
        self.timestamp_offset = secrets.randbits(32)
        self.picture_offset = self.tl0_offset = 0
        self.packets = self.octets = 0
        self.resending = Resending(terms, peer.left.get(terms.repair_ssrc or 0))
        self.sealed: list[tuple[int, bytes] | None] | None = (
            None if self.resending.is_rtx else [None] * SEALED_KEPT[self.is_video]
        )
        self._runs: deque[Run] = deque(maxlen=RUNS_REMEMBERED)
        last_number = peer.left.get(terms.ssrc)
        self._last = secrets.randbelow(0x4000) + 0x4000 if last_number is None else last_number
        self._clock: Stream | None = None
        self._last_timestamp = 0
        self._last_at = 0.0
        self._last_picture: int | None = None
        self._last_tl0: int | None = None

    @property
    def last(self) -> int:
        """The newest outgoing number, extended."""
        return self._last if self.stream is None else self.stream.numbering.newest + self.offset

    def may_begin(self, stream: "Stream", packet: Packet) -> bool:
        """Whether nothing that comes after this packet in its stream was sent already."""
        return all(run.stream is not stream or run.end <= packet.number for run in self._runs)

    def begin(self, stream: "Stream", packet: Packet) -> None:
        """Continue with this packet of this stream right after the last packet that left."""
        self.detach()
        self.first = packet.number
        self.offset = self._last + 1 - packet.number
        if self._clock is not None and self._clock is not stream:
            expected = self._expected_timestamp(self._clock, stream, packet)
            self.timestamp_offset = (expected - packet.timestamp) & MASK
        if packet.picture >= 0 and self._last_picture is not None:
            self.picture_offset = self._last_picture + 1 - packet.picture
        if packet.tl0 >= 0 and self._last_tl0 is not None:
            self.tl0_offset = self._last_tl0 + 1 - packet.tl0
        self.stream = self._clock = stream
        self.target = None

    def detach(self) -> None:
        """Stop following, and remember how far it went."""
        stream = self.stream
        if stream is None:
            return
        newest = stream.numbering.newest
        self._last = newest + self.offset
        if newest >= self.first:
            self._end_run(newest + 1)
        self._last_timestamp = (stream.newest_timestamp + self.timestamp_offset) & MASK
        self._last_at = stream.newest_at
        if stream.is_video:
            self._last_picture = stream.newest_picture + self.picture_offset
            self._last_tl0 = stream.newest_tl0 + self.tl0_offset
        self.stream = None

    def leave_numbers(self) -> None:
        """Leave word of the numbers that were used: the keys stay the same, so none may ever be used again."""
        self.peer.left[self.ssrc] = self._last
        if self.resending.is_rtx:
            self.peer.left[self.resending.ssrc] = self.resending.number

    def thin(self, packet: Packet, *, is_new_picture: bool) -> bool:
        """Whether the newest packet stays out because of its temporal layer; its gap is closed then."""
        if packet.begins_frame and self.temporal != self.wanted_temporal:
            self._change_temporal(packet)
        if packet.temporal <= self.temporal:
            return False
        self._end_run(packet.number)
        self.first = packet.number + 1
        self.offset -= 1
        if is_new_picture:
            self.picture_offset -= 1
        return True

    def run_of(self, number: int) -> Run | None:
        """Return the offsets that hold for this number of the stream that is sent now."""
        if self.stream is None:
            return None
        if number >= self.first:
            return Run(self, self.stream, number + 1)
        for run in reversed(self._runs):
            if run.stream is not self.stream:
                return None
            if run.first <= number:
                return run if number < run.end else None
        return None

    def run_sent_as(self, outgoing: int) -> Run | None:
        """Return the offsets with which this outgoing number, extended, left."""
        if self.stream is not None and outgoing >= self.first + self.offset:
            return Run(self, self.stream, self.stream.numbering.newest + 1) if outgoing <= self.last else None
        for run in reversed(self._runs):
            if run.first + run.offset <= outgoing:
                return run if outgoing - run.offset < run.end else None
        return None

    def keep_sealed(self, outgoing: int, datagram: bytes | bytearray | memoryview) -> None:
        """Remember what left, if it may have to leave again as it is."""
        if self.sealed is not None:
            self.sealed[outgoing % len(self.sealed)] = (outgoing, bytes(datagram))

    def sealed_before(self, outgoing: int) -> bytes | None:
        """Return the very bytes that left under this number, unless they are gone."""
        kept = self.sealed[outgoing % len(self.sealed)] if self.sealed is not None else None
        return kept[1] if kept is not None and kept[0] == outgoing else None

    def counters(self) -> SinkCounters:
        """Return how it stands."""
        return SinkCounters(
            packets=self.packets,
            octets=self.octets,
            resent=self.resending.resent,
            padded=self.resending.padded,
            stream=self.stream.id if self.stream is not None else None,
            timestamp_offset=self.timestamp_offset,
        )

    def timestamp_now(self) -> int:
        """Return the outgoing timestamp of the newest packet."""
        if self.stream is None:
            return self._last_timestamp
        return (self.stream.newest_timestamp + self.timestamp_offset) & MASK

    def _change_temporal(self, packet: Packet) -> None:
        if self.wanted_temporal < self.temporal:
            temporal = self.wanted_temporal
        elif packet.begins_key_frame or (packet.is_layer_sync and self.temporal < packet.temporal):
            # From this frame on the finer layer refers to nothing that was left out (RFC 7741 4.2, Y).
            is_finest = self.stream is not None and packet.temporal >= self.stream.finest_temporal
            whole = packet.begins_key_frame or is_finest
            temporal = self.wanted_temporal if whole else min(packet.temporal, self.wanted_temporal)
        else:
            return
        self._end_run(packet.number)
        self.first = packet.number
        self.temporal = temporal

    def _end_run(self, end: int) -> None:
        if self.stream is not None and end > self.first:
            self._runs.append(Run(self, self.stream, end))

    def _expected_timestamp(self, before: "Stream", after: "Stream", packet: Packet) -> int:
        clock_rate = after.terms.clock_rate
        by_arrival = self._last_timestamp + max(1, round((packet.at - self._last_at) * clock_rate))
        if before.report is None or after.report is None:
            return by_arrival
        (old_ntp, old_rtp, _), (new_ntp, new_rtp, _) = before.report, after.report
        since_new = ((packet.timestamp - new_rtp + HALF) & MASK) - HALF
        by_report = old_rtp + ((new_ntp - old_ntp) * clock_rate >> 32) + since_new + self.timestamp_offset
        ahead = ((by_report - self._last_timestamp + HALF) & MASK) - HALF
        apart = abs(self._last_timestamp + ahead - by_arrival)
        if ahead > 0 and apart < LARGEST_DISAGREEMENT_SECONDS * clock_rate:
            return self._last_timestamp + ahead
        return by_arrival
