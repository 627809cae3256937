"""A track on its way to one subscriber."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from visit_media.sfu.feedback.allocation import Picture, Step
from visit_media.sfu.feedback.progress import Progress
from visit_media.sfu.feedback.rates import Rate
from visit_media.sfu.feedback.sender_reports import Answer, SenderReports
from visit_media.sfu.members.board import Board
from visit_media.sfu.members.line import Line
from visit_media.sfu.members.uplink import ALL_TEMPORAL, OVERHEAD_OCTETS, Layer, Uplink
from visit_media.sfu.negotiation.terms import Codec, Kind
from visit_media.sfu.packets import rtcp
from visit_media.sfu.plane.counters import SinkCounters
from visit_media.sfu.plane.terms import SinkId, SinkTerms, StreamId

HIGHEST_RANK: Final = 2
AWAITED_SECONDS: Final = 1.5
ASKED_IN_VAIN_SECONDS: Final = 5.0


class Downlink:
    """Says to the plane what this subscriber is sent of an uplink, and to the subscriber what it needs to know of it.

    `repair_ssrc` is what resent packets and padding carry; None when the client repairs nothing that way.
    """

    def __init__(
        self, uplink: Uplink, board: Board, line: Line, codec: Codec, extensions: Mapping[str, int] | None
    ) -> None:
        self.uplink = uplink
        self.ssrc = secrets.randbits(32) or 1
        has_repair = extensions is not None and codec.rtx_payload_type is not None
        self.repair_ssrc = (secrets.randbits(32) or 1) if has_repair else None
        self.is_started = False
        self.is_hidden = False
        self.is_starved = False
        self.highest_rank = HIGHEST_RANK
        self.highest_temporal = ALL_TEMPORAL
        self.priority = 0
        self.layer: Layer | None = None
        self.fraction_lost = 0.0
        self.jitter = 0.0
        self.sink: SinkId | None = None
        self.counters: SinkCounters | None = None
        self.reconsider: Callable[[], None] = lambda: None
        self.begins: Callable[[float], None] = lambda now: None
        self._board = board
        self._line = line
        self._codec = codec
        self._extensions = dict(extensions or {})
        self._reports = SenderReports(self.ssrc, uplink.clock_rate)
        self._progress = {self.ssrc: Progress(), self.repair_ssrc: Progress()}
        self._octets = Rate()
        self._clock: Layer | None = None
        self._first_number: int | None = None
        self._awaited_at = self._began_at = float("-inf")
        self._held: Step | None = None
        self._is_new = True
        self._is_cut = False
        self._routed: tuple[StreamId | None, int] = (None, ALL_TEMPORAL)
        uplink.downlinks.add(self)

    @property
    def is_video(self) -> bool:
        """Whether it is a picture rather than sound."""
        return self.uplink.kind is Kind.VIDEO

    @property
    def bits_per_second(self) -> float:
        """What is sent at present, without what is resent."""
        return 8 * self._octets.per_second

    @property
    def waits_for_room(self) -> bool:
        """Whether its finer layer was cut off and nothing has been asked for in its place yet."""
        return self._is_cut and self._routed[0] is None

    @property
    def padding_received(self) -> int | None:
        """How many packets with padding and repetitions the subscriber says it has, None if it said nothing."""
        return self._progress[self.repair_ssrc].received

    def wish(
        self, *, is_paused: bool, highest_rank: int, now: float, temporal: int = ALL_TEMPORAL, priority: int = 0
    ) -> None:
        """Note what the subscriber can use; the higher the priority, the later it has to give way."""
        self.is_hidden, self.highest_rank = is_paused, highest_rank
        self.highest_temporal, self.priority = temporal, priority
        self.reconsider()

    def opened(self) -> None:
        """The subscriber's transport has keys: make a place to send from."""
        if self.sink is not None or self._line.number is None:
            return
        sink = self._board.plane.add_sink(
            SinkTerms(
                peer=self._line.number,
                ssrc=self.ssrc,
                codec=self._codec.name,
                clock_rate=self._codec.clock_rate,
                payload_type=self._codec.payload_type,
                repair_ssrc=self.repair_ssrc,
                repair_payload_type=self._codec.rtx_payload_type if self.repair_ssrc is not None else None,
                extensions=self._extensions,
            )
        )
        if sink:  # none when there are too many
            self.sink = sink
            self._board.downlinks[sink] = self

    def picture(self, name: int, now: float) -> Picture | None:
        """Return what it could be sent with, or None while it is hidden or nothing comes."""
        steps = () if self.is_hidden else self.uplink.steps(self.highest_rank, self.highest_temporal, now)
        if not steps:
            return None
        return Picture(name, steps, self.priority, self._place_among(steps))

    def take(self, step: Step | None, *, at_once: bool = False) -> bool:
        """Send this picture so, or pause it for want of bandwidth; whether being paused so has changed.

        With `at_once` a finer layer is cut off, and the coarser one only asked for by the next call: the network is
        full, and its key frame would be lost in it.
        """
        was_starved, self.is_starved = self.is_starved, step is None
        self._held, self._is_new = step, False
        if step is None:
            self._is_cut = False
            self._route(None)
        elif at_once and self.layer is not None and self.layer.rank > step.rank:
            self._is_cut = True
            self._route(None)
        else:
            self._route(self.uplink.layer(step.rank), step.temporal)
        return self.is_starved is not was_starved

    def sound(self) -> None:
        """Send the sound, or nothing when it is muted by the subscriber."""
        self._route(None if self.is_hidden else self.uplink.layers[0])

    def hide(self) -> bool:
        """Send nothing, as the subscriber wishes; whether it was paused for want of bandwidth before."""
        was_starved, self.is_starved = self.is_starved, False
        self._is_new, self._is_cut = True, False
        self._route(None)
        return was_starved

    def switched(self, stream: StreamId | None, now: float, number: int | None = None) -> None:
        """The subscriber sees another stream from now on, from the packet with this number on."""
        self._first_number, self._began_at = number, now
        self.layer = None if stream is None else self._board.layers.get(stream)
        self._clock = self.layer or self._clock
        self._is_cut = self._is_cut and self.layer is None
        if self.is_video:
            self.begins(now)
        self.report(now)

    def want_key_frame(self) -> None:
        """The subscriber cannot decode what it has."""
        stream = self._routed[0]
        layer = self.layer if stream is None else self._board.layers.get(stream)
        if layer is not None:
            layer.key_frames.want()
            self._board.awaiting_key_frame.add(layer)

    def of_use(self, sequences: tuple[int, ...], now: float) -> tuple[int, ...]:
        """Return which of these packets help: for a while clients ask for those from before a key frame in vain."""
        if self._is_cut:
            return ()
        first = self._first_number
        if first is None or not self.is_video or now > self._began_at + ASKED_IN_VAIN_SECONDS:
            return sequences
        return tuple(number for number in sequences if number - first & 0xFFFF < 0x8000)

    def resend(self, sequences: Iterable[int], copies: int = 1) -> None:
        """Answer a subscriber that misses packets."""
        if self.sink is not None:
            self._board.plane.resend(self.sink, tuple(sequences), copies)

    def pad(self, packets: int) -> None:
        """Send padding, to try whether more would get through."""
        if self.sink is not None:
            self._board.plane.pad(self.sink, packets)

    def heard(self, block: rtcp.ReportBlock, now: float) -> tuple[int, int, Answer | None]:
        """Take the subscriber's report; return media packets lost, those expected, and how long they take if it tells.

        What is lost of repetitions and padding does not count: that may well be too much for a moment.
        """
        lost, expected = self._progress[block.ssrc].since(block)
        if block.ssrc != self.ssrc:
            return 0, 0, None
        self.fraction_lost = block.fraction_lost / 256
        self.jitter = block.jitter / self.uplink.clock_rate
        answer = self._reports.answer(block, now)
        if answer is not None and answer.asked_at >= self._awaited_at:
            self._awaited_at = float("-inf")
        return lost, expected, answer

    def measure(self, now: float) -> None:
        """Read how much has been sent."""
        counters = self._board.plane.sink_counters(self.sink) if self.sink is not None else None
        if counters is not None:
            self.counters = counters
            self._octets.read(counters.octets + counters.packets * OVERHEAD_OCTETS, now)

    def report(self, now: float, *, is_awaited: bool = False) -> bool:
        """Tell the subscriber which moment its timestamps stand for, in the publisher's own clock (lip sync).

        While nothing is sent that stays as it was. Subscribers answer but the latest report: behind one `is_awaited`
        none is sent until it is answered. Return whether anything was told.
        """
        if not is_awaited and now < self._awaited_at + AWAITED_SECONDS:
            return False
        layer = self._clock
        heard = None if layer is None else layer.statistics.sender_report
        sent = None if self.sink is None else self._board.plane.sink_counters(self.sink)
        if layer is None or heard is None or sent is None or sent.stream not in (layer.stream, None):
            return False
        report = self._reports.write(heard, layer.statistics.sender_report_at, sent, now)
        self._line.send_control(rtcp.sender_report(report))
        if is_awaited:
            self._awaited_at = now
        return True

    def close(self) -> None:
        """Stop sending and say that the stream has ended."""
        self.uplink.downlinks.discard(self)
        self.layer = None
        if self.sink is not None:
            self._board.plane.remove_sink(self.sink)
            self._board.downlinks.pop(self.sink, None)
            self.sink = None
            self._line.send_control(rtcp.goodbye(self.ssrc))

    def _place_among(self, steps: tuple[Step, ...]) -> int:
        if self._is_new:
            return len(steps)
        held = self._held
        if held is None:
            return -1
        within = [at for at, step in enumerate(steps) if (step.rank, step.temporal) <= (held.rank, held.temporal)]
        return within[-1] if within else 0

    def _route(self, layer: Layer | None, temporal: int = ALL_TEMPORAL) -> None:
        if self.sink is None:
            return
        stream = None if layer is None else layer.stream
        if self._routed == (stream, temporal):
            return
        is_other = self._routed[0] != stream
        self._routed = stream, temporal
        self._board.plane.route(self.sink, stream, temporal)
        if stream is None:
            self.layer = None
        elif is_other and self.is_video:
            self.want_key_frame()
