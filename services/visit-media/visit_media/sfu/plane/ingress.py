"""Finds out what each packet of a publisher belongs to, and keeps the publisher informed."""

import secrets
from typing import Final

from visit_media.sfu import metrics
from visit_media.sfu.feedback.arrivals import Arrivals
from visit_media.sfu.negotiation.terms import Kind, Reception
from visit_media.sfu.packets import rtcp
from visit_media.sfu.packets.rtp import MID, REPAIRED_RID, RID, TRANSPORT_SEQUENCE, RtpPacket
from visit_media.sfu.plane.uplink import Layer, Uplink
from visit_media.sfu.plane.peer import Peer

MOST_STREAMS: Final = 64
ORIGINAL_SEQUENCE_BYTES: Final = 2


class Repair:
    """A stream that carries packets of another one again (RFC 4588)."""

    __slots__ = ("layer",)

    def __init__(self, layer: Layer) -> None:
        self.layer = layer


class Ingress:
    """All that one peer publishes."""

    def __init__(self, peer: Peer) -> None:
        self.uplinks: dict[str, Uplink] = {}
        self._peer = peer
        self._own_ssrc = secrets.randbits(32) or 1
        self._streams: dict[int, Layer | Repair] = {}
        self._arrivals = Arrivals()
        self._arrivals_ssrc = 0
        self._extensions: dict[str, int] = {}
        self._transport_sequence_id = 0

    def agree(self, receptions: tuple[Reception, ...]) -> None:
        """Receive what these terms say from now on; sections no longer there have ended."""
        wanted = {terms.mid: terms for terms in receptions}
        for mid, uplink in list(self.uplinks.items()):
            if mid not in wanted or wanted[mid].cid != uplink.terms.cid:
                self._end(mid)
        for mid, terms in wanted.items():
            self._extensions.update(terms.extensions)
            if mid not in self.uplinks:
                self.uplinks[mid] = uplink = Uplink(terms)
                self._bind_announced(uplink)
        self._transport_sequence_id = self._extensions.get(TRANSPORT_SEQUENCE, 0)

    def receive(self, raw: bytes, now: float) -> None:
        """Take one decrypted packet; raise ValueError when it is malformed."""
        packet = RtpPacket(raw)
        number = packet.extension(self._transport_sequence_id)
        if number and len(number) == 2:
            self._arrivals.note((number[0] << 8) | number[1], now)
            self._arrivals_ssrc = packet.ssrc
        stream = self._streams.get(packet.ssrc) or self._bind(packet, now)
        if stream is None:
            return
        if isinstance(stream, Repair):
            layer = stream.layer
            if len(packet.payload) <= ORIGINAL_SEQUENCE_BYTES:
                return  # only probes the bandwidth
            packet.sequence = (packet.payload[0] << 8) | packet.payload[1]
            packet.payload = packet.payload[ORIGINAL_SEQUENCE_BYTES:]
        else:
            layer = stream
        before = layer.losses.highest
        extended = layer.losses.accept(packet.sequence, now)
        if extended is None:
            return
        if isinstance(stream, Layer):
            layer.statistics.note(extended, packet.timestamp, now)
        if extended < before:
            metrics.tally.packets_recovered += 1
        metrics.tally.packets_received += 1
        layer.uplink.forward(layer, packet, extended, now)

    def hear(self, report: rtcp.SenderReport, now: float) -> None:
        """Keep a sender report and pass it on, rewritten, to those who follow the stream."""
        stream = self._streams.get(report.ssrc)
        if isinstance(stream, Layer):
            stream.statistics.heard(report, now)
            for follower in stream.followers:
                follower.report(stream, now)

    def ask(self, now: float, round_trip: float) -> None:
        """Ask for what is missing and for the key frames that are wanted; called every few milliseconds."""
        for uplink in self.uplinks.values():
            for layer in uplink.layers:
                if layer.ssrc is None:
                    continue
                self._ask_for_packets(uplink, layer, now, round_trip)
                if layer.key_frames.due(now) and layer.is_live(now):
                    metrics.tally.keyframes_requested += 1
                    self._peer.send_control(rtcp.picture_loss(self._own_ssrc, layer.ssrc))

    def tell_arrivals(self) -> None:
        """Send transport-wide feedback, from which the sender estimates its bandwidth."""
        for control in self._arrivals.pack():
            self._peer.send_control(rtcp.transport_wide(self._own_ssrc, self._arrivals_ssrc, control))

    def report(self, now: float) -> None:
        """Send receiver reports about everything that is received."""
        blocks = [
            block
            for uplink in self.uplinks.values()
            for layer in uplink.layers
            if layer.ssrc is not None and (block := layer.statistics.block(layer.ssrc, now)) is not None
        ]
        self._peer.send_control(rtcp.receiver_report(self._own_ssrc, blocks))

    def fraction_lost(self, now: float) -> float:
        """Return the worst loss of any live stream."""
        layers = (layer for uplink in self.uplinks.values() for layer in uplink.layers if layer.is_live(now))
        return max((layer.statistics.fraction_lost for layer in layers), default=0.0)

    def close(self) -> None:
        """End everything this peer published."""
        for mid in list(self.uplinks):
            self._end(mid)

    def _ask_for_packets(self, uplink: Uplink, layer: Layer, now: float, round_trip: float) -> None:
        can_ask = any(feedback == "nack" for feedback in uplink.terms.codec.feedback)
        missing = layer.losses.due(now, round_trip)
        if missing and can_ask and layer.ssrc is not None:
            metrics.tally.packets_missed += len(missing)
            self._peer.send_control(rtcp.nack(self._own_ssrc, layer.ssrc, sorted_from_oldest(missing)))
        if layer.losses.take_cut() and uplink.kind is Kind.VIDEO and layer.followers:
            layer.key_frames.want()

    def _end(self, mid: str) -> None:
        uplink = self.uplinks.pop(mid)
        self._streams = {
            ssrc: stream
            for ssrc, stream in self._streams.items()
            if (stream.layer if isinstance(stream, Repair) else stream).uplink is not uplink
        }
        for downlink in list(uplink.downlinks):
            downlink.close()

    def _bind_announced(self, uplink: Uplink) -> None:
        if uplink.terms.rids:
            return  # simulcast is told apart by its rid alone
        [layer] = uplink.layers
        repairs = set(uplink.terms.repair_ssrcs.values())
        for ssrc in uplink.terms.ssrcs:
            if ssrc not in repairs:
                layer.ssrc = ssrc
                self._streams[ssrc] = layer
        for ssrc in repairs:
            self._streams[ssrc] = Repair(layer)

    def _bind(self, packet: RtpPacket, now: float) -> Layer | Repair | None:
        """Learn what a new SSRC is: senders name the section and the layer only in their first packets."""
        uplink = self._uplink_of(packet)
        if uplink is None or len(self._streams) >= MOST_STREAMS:
            return None
        is_repair = packet.payload_type == uplink.terms.codec.rtx_payload_type
        if not is_repair and packet.payload_type != uplink.terms.codec.payload_type:
            return None
        layer = self._layer_of(uplink, packet, REPAIRED_RID if is_repair else RID)
        if layer is None:
            return None
        if is_repair:
            self._streams[packet.ssrc] = repair = Repair(layer)
            return repair
        layer.ssrc, layer.heard_at = packet.ssrc, now
        self._streams[packet.ssrc] = layer
        for downlink in uplink.downlinks:
            downlink.choose(now)
        return layer

    def _uplink_of(self, packet: RtpPacket) -> Uplink | None:
        mid = packet.extension(self._extensions.get(MID, 0))
        if mid is not None:
            return self.uplinks.get(mid.decode("ascii", "replace"))
        numbers = [
            uplink
            for uplink in self.uplinks.values()
            if packet.payload_type in (uplink.terms.codec.payload_type, uplink.terms.codec.rtx_payload_type)
        ]
        return numbers[0] if len(numbers) == 1 else None

    def _layer_of(self, uplink: Uplink, packet: RtpPacket, uri: str) -> Layer | None:
        if not uplink.terms.rids:
            return uplink.layers[0]
        rid = packet.extension(self._extensions.get(uri, 0))
        if rid is None:
            return None
        name = rid.decode("ascii", "replace")
        return next((layer for layer in uplink.layers if layer.rid == name), None)


def sorted_from_oldest(sequences: list[int]) -> list[int]:
    """Order 16-bit numbers that may have wrapped round; they come oldest first already unless late ones were added."""
    return sorted(sequences, key=lambda sequence: (sequence - sequences[0] + 0x8000) & 0xFFFF)
