"""All that one member publishes: told to the plane, reported on, asked for again."""

from collections.abc import Iterator
from typing import Final

from visit_media.sfu import metrics
from visit_media.sfu.feedback.arrivals import Arrivals
from visit_media.sfu.feedback.estimate import Estimate
from visit_media.sfu.members.binding import bind
from visit_media.sfu.members.board import Board
from visit_media.sfu.members.line import Line
from visit_media.sfu.members.uplink import Layer, Uplink
from visit_media.sfu.negotiation.terms import Kind, Reception
from visit_media.sfu.packets import rtcp
from visit_media.sfu.packets.rtp import TRANSPORT_SEQUENCE, RtpPacket
from visit_media.sfu.plane import events
from visit_media.sfu.plane.counters import StreamCounters
from visit_media.sfu.plane.terms import StreamTerms

MOST_STREAMS: Final = 64


class Ingress:
    """Knows the streams of one transport by section and by SSRC."""

    def __init__(self, board: Board, line: Line, group: int) -> None:
        self.uplinks: dict[str, Uplink] = {}
        self._board = board
        self._line = line
        self._group = group
        self._by_ssrc: dict[int, Layer] = {}
        self._repairs: dict[int, Layer] = {}
        self._extensions: dict[str, int] = {}
        self._arrivals = Arrivals()
        self._arrivals_ssrc = 0
        self._limit = Estimate()

    def agree(self, receptions: tuple[Reception, ...]) -> None:
        """Receive what these terms say from now on; sections no longer there have ended."""
        wanted = {terms.mid: terms for terms in receptions}
        for mid, uplink in list(self.uplinks.items()):
            if mid not in wanted or wanted[mid].cid != uplink.terms.cid:
                self._end(mid)
        for mid, terms in wanted.items():
            self._extensions.update(terms.extensions)
            if mid not in self.uplinks:
                self.uplinks[mid] = uplink = Uplink(terms, self)
                self._bind_announced(uplink)

    def opened(self) -> None:
        """The transport has keys: what was announced before can be received."""
        for uplink in self.uplinks.values():
            for layer in uplink.layers:
                self._add_to_plane(layer)

    def found(self, event: events.UnknownStream) -> None:
        """Learn what a new SSRC is, if its packet says so."""
        try:
            packet = RtpPacket(event.packet)
        except ValueError:
            metrics.tally.packets_malformed += 1
            return
        binding = bind(packet, self.uplinks, self._extensions)
        if binding is None or len(self._by_ssrc) + len(self._repairs) >= MOST_STREAMS:
            return
        if binding.is_repair:
            self._take_repair(binding.layer, event.ssrc)
        else:
            self._take_layer(binding.layer, event.ssrc, event.at)

    def hear(self, report: rtcp.SenderReport, now: float) -> None:
        """Keep a sender report and pass it on, rewritten, to those who are sent the stream."""
        layer = self._by_ssrc.get(report.ssrc)
        if layer is None or layer.stream is None:
            return
        layer.statistics.heard(report, now)
        self._board.plane.tell_clock(layer.stream, report.ntp, report.rtp, now)
        for downlink in layer.uplink.downlinks:
            if downlink.layer is layer:
                downlink.report(now)

    def miss(self, layer: Layer, sequences: tuple[int, ...]) -> None:
        """Ask for packets again, if the sender has agreed to answer."""
        if layer.ssrc is not None and "nack" in layer.uplink.terms.codec.feedback:
            metrics.tally.packets_missed += len(sequences)
            self._line.send_control(rtcp.nack(self._line.own_ssrc, layer.ssrc, sequences))

    def ask_for_key_frame(self, layer: Layer, now: float) -> None:
        """Ask for the key frame somebody waits for, unless that was done just now or nothing comes at all."""
        if layer.ssrc is not None and layer.is_live(now) and layer.key_frames.due(now):
            metrics.tally.keyframes_requested += 1
            self._line.send_control(rtcp.picture_loss(self._line.own_ssrc, layer.ssrc))

    def note_arrivals(self, event: events.Arrivals) -> None:
        """Remember when packets came, for the sender's estimate."""
        self._arrivals_ssrc = event.ssrc
        for number, at in event.numbers:
            self._arrivals.note(number, at)

    def tell_arrivals(self) -> None:
        """Send transport-wide feedback, from which the sender estimates its bandwidth."""
        for control in self._arrivals.pack():
            self._line.send_control(rtcp.transport_wide(self._line.own_ssrc, self._arrivals_ssrc, control))

    def report(self, now: float) -> None:
        """Send receiver reports on everything received, and a limit to senders that are told no arrivals."""
        blocks = []
        for layer, counters in self._received():
            if layer.ssrc is not None and (block := layer.statistics.block(layer.ssrc, counters, now)) is not None:
                blocks.append(block)
        if blocks:
            self._line.send_control(rtcp.receiver_report(self._line.own_ssrc, blocks))
        if blocks and TRANSPORT_SEQUENCE not in self._extensions:
            self._tell_limit(now)

    def measure(self, now: float) -> None:
        """Read how everything that is received stands."""
        for layer in self._layers():
            if layer.stream is None:
                continue
            counters = self._board.plane.stream_counters(layer.stream)
            if counters is not None:
                before = layer.counters
                metrics.tally.packets_recovered += max(0, counters.recovered - (before.recovered if before else 0))
                metrics.tally.packets_lost += layer.lost_since(counters)
                layer.note(counters, now)

    def fraction_lost(self, now: float) -> float:
        """Return the worst loss of any live stream."""
        layers = (layer for layer in self._layers() if layer.is_live(now))
        return max((layer.statistics.fraction_lost for layer in layers), default=0.0)

    def jitter(self, now: float) -> float:
        """Return the worst jitter of any live stream, in seconds."""
        received = ((layer, counters) for layer, counters in self._received() if layer.is_live(now))
        return max((counters.jitter / layer.uplink.clock_rate for layer, counters in received), default=0.0)

    def close(self) -> None:
        """End everything this member published."""
        for mid in list(self.uplinks):
            self._end(mid)

    def _layers(self) -> Iterator[Layer]:
        for uplink in self.uplinks.values():
            yield from uplink.layers

    def _received(self) -> list[tuple[Layer, StreamCounters]]:
        return [(layer, layer.counters) for layer in self._layers() if layer.counters is not None]

    def _tell_limit(self, now: float) -> None:
        layers = [layer for layer in self._layers() if layer.is_live(now)]
        received = sum(layer.bits_per_second for layer in layers)
        to = self._limit.heard_loss(self.fraction_lost(now), received, now)
        if to is not None:
            self._limit.fall(to, now)
        ssrcs = [layer.ssrc for layer in layers if layer.ssrc is not None]
        self._line.send_control(rtcp.limit(self._line.own_ssrc, self._limit.bits_per_second, ssrcs))

    def _bind_announced(self, uplink: Uplink) -> None:
        if uplink.terms.rids:
            return  # simulcast is told apart by its rid alone
        [layer] = uplink.layers
        repairs = set(uplink.terms.repair_ssrcs.values())
        for ssrc in uplink.terms.ssrcs:
            if ssrc not in repairs:
                self._by_ssrc[ssrc] = layer
                layer.ssrc = ssrc
        for ssrc in repairs:
            self._repairs[ssrc] = layer
            layer.repair_ssrcs.add(ssrc)
        self._add_to_plane(layer)

    def _take_layer(self, layer: Layer, ssrc: int, now: float) -> None:
        if layer.ssrc is not None and layer.ssrc != ssrc:
            self._remove_from_plane(layer)  # the sender began anew
            self._by_ssrc.pop(layer.ssrc, None)
        layer.ssrc, layer.heard_at = ssrc, now
        self._by_ssrc[ssrc] = layer
        self._add_to_plane(layer)
        for downlink in layer.uplink.downlinks:
            downlink.reconsider()

    def _take_repair(self, layer: Layer, ssrc: int) -> None:
        self._repairs[ssrc] = layer
        layer.repair_ssrcs.add(ssrc)
        if layer.stream is not None:
            self._board.plane.add_repair(layer.stream, ssrc)

    def _add_to_plane(self, layer: Layer) -> None:
        if layer.stream is not None or layer.ssrc is None or self._line.number is None:
            return
        codec = layer.uplink.terms.codec
        is_sound = layer.uplink.kind is Kind.AUDIO
        stream = self._board.plane.add_stream(
            StreamTerms(
                peer=self._line.number,
                ssrc=layer.ssrc,
                codec=codec.name,
                clock_rate=codec.clock_rate,
                payload_type=codec.payload_type,
                repair_payload_type=codec.rtx_payload_type,
                extensions=dict(self._extensions),
                group=self._group if is_sound else 0,
            )
        )
        if not stream:  # there are too many
            return
        layer.stream = stream
        self._board.layers[stream] = layer
        for ssrc in layer.repair_ssrcs:
            self._board.plane.add_repair(stream, ssrc)
        if is_sound:
            self._board.voice_added(self._group)
        for downlink in layer.uplink.downlinks:
            downlink.reconsider()

    def _remove_from_plane(self, layer: Layer) -> None:
        if layer.stream is None:
            return
        self._board.plane.remove_stream(layer.stream)
        self._board.layers.pop(layer.stream, None)
        self._board.awaiting_key_frame.discard(layer)
        layer.stream = layer.counters = None
        if layer.uplink.kind is Kind.AUDIO:
            self._board.voice_removed(self._group)

    def _end(self, mid: str) -> None:
        uplink = self.uplinks.pop(mid)
        for layer in uplink.layers:
            self._remove_from_plane(layer)
        for ssrcs in (self._by_ssrc, self._repairs):
            for ssrc in [ssrc for ssrc, layer in ssrcs.items() if layer.uplink is uplink]:
                del ssrcs[ssrc]
        for downlink in list(uplink.downlinks):
            downlink.close()
