"""A track on its way to one subscriber."""

import secrets
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from visit_media.sfu import metrics
from visit_media.sfu.feedback.affordability import Affordability
from visit_media.sfu.negotiation.terms import Codec, Kind
from visit_media.sfu.packets import rtcp
from visit_media.sfu.packets.rtp import write_header
from visit_media.sfu.plane.continuity import Continuity
from visit_media.sfu.plane.history import KEPT_OF_AUDIO, KEPT_OF_VIDEO, History
from visit_media.sfu.plane.uplink import Arrival, Layer, Uplink
from visit_media.sfu.plane.peer import Peer

PADDING: Final = b"\x01"
PADDING_BIT: Final = 0x20
HIGHEST_RANK: Final = 2
REPORTS_REMEMBERED: Final = 8


class Downlink:
    """Follows one layer of an uplink and moves to another at a key frame, without the subscriber noticing."""

    def __init__(self, uplink: Uplink, peer: Peer, codec: Codec) -> None:
        self.uplink = uplink
        self.ssrc = secrets.randbits(32) or 1
        self.fraction_lost = 0.0
        self.round_trip = 0.0
        self._peer = peer
        self._payload_type = codec.payload_type
        self._highest_rank = HIGHEST_RANK
        self._affordable = Affordability(HIGHEST_RANK)
        self._is_paused = False
        self._current: Layer | None = None
        self._target: Layer | None = None
        self._continuity = Continuity(uplink.clock_rate)
        self._history = History(KEPT_OF_VIDEO if uplink.kind is Kind.VIDEO else KEPT_OF_AUDIO)
        self._packets = 0
        self._octets = 0
        self._reports_sent: OrderedDict[int, float] = OrderedDict()
        uplink.downlinks.add(self)

    @property
    def layer(self) -> Layer | None:
        """The layer the subscriber sees now."""
        return self._current

    def wish(self, *, is_paused: bool, highest_rank: int, now: float) -> None:
        """Note what the subscriber can use."""
        self._is_paused = is_paused
        self._highest_rank = highest_rank
        self.choose(now)

    def choose(self, now: float) -> None:
        """Aim at the layer that fits best right now; called whenever that may have changed."""
        if not self._peer.is_connected:
            return
        target = (
            None
            if self._is_paused
            else self.uplink.best_layer(min(self._highest_rank, self._affordable.highest_rank), now)
        )
        if target is None:
            self._current = None
        if target is not self._target:
            self._target = target
            self._follow()
        if target is not None and target is not self._current and self.uplink.kind is Kind.VIDEO:
            target.key_frames.want()

    def forward(self, arrival: Arrival) -> None:
        """Send a packet on if it belongs to what the subscriber sees, or if the moment to switch has come."""
        if arrival.layer is not self._current and not self._switch(arrival):
            return
        packet, payload = arrival.packet, arrival.packet.payload
        if not payload and self._continuity.skip(arrival.extended):
            return
        sequence = self._continuity.number(arrival.extended)
        if sequence is None:
            return
        header = write_header(
            marker=packet.marker,
            payload_type=self._payload_type,
            sequence=sequence,
            timestamp=self._continuity.timestamp(packet.timestamp, arrival.at),
            ssrc=self.ssrc,
        )
        if arrival.descriptor is not None:
            payload = self._continuity.payload(payload, arrival.descriptor)
        elif not payload:
            header = bytes((header[0] | PADDING_BIT,)) + header[1:]
            payload = PADDING  # too late to close the gap it would leave, so something must fill it
        sealed = self._peer.send_media(header + payload)
        if sealed is not None:
            self._history.store(sequence, sealed)
            self._packets += 1
            self._octets += len(payload)
            metrics.tally.packets_forwarded += 1

    def resend(self, sequences: Iterable[int], now: float) -> None:
        """Answer a subscriber that misses packets."""
        for sequence in sequences:
            sealed = self._history.find(sequence, now)
            if sealed is not None:
                self._peer.resend(sealed)
                metrics.tally.packets_resent += 1

    def want_key_frame(self) -> None:
        """The subscriber cannot decode what it has."""
        layer = self._target or self._current
        if layer is not None:
            layer.key_frames.want()

    def heard(self, report: rtcp.ReportBlock, now: float) -> None:
        """Take the subscriber's report on what it receives."""
        self.fraction_lost = report.fraction_lost / 256
        self._affordable.heard(self.fraction_lost, now)
        sent_at = self._reports_sent.get(report.last_report)
        if sent_at is not None:
            self.round_trip = max(0.0, now - sent_at - report.delay / 65536)

    def report(self, layer: Layer, now: float) -> None:
        """Tell the subscriber which moment its timestamps stand for, in the publisher's own clock (lip sync)."""
        heard = layer.statistics.sender_report
        if heard is None or layer is not self._current:
            return
        passed = now - layer.statistics.sender_report_at
        ntp = (heard.ntp + int(passed * (1 << 32))) & 0xFFFFFFFFFFFFFFFF
        timestamp = heard.rtp + self._continuity.timestamp_offset + int(passed * self.uplink.clock_rate)
        written = rtcp.SenderReport(
            self.ssrc, ntp, timestamp & 0xFFFFFFFF, self._packets & 0xFFFFFFFF, self._octets & 0xFFFFFFFF
        )
        self._peer.send_control(rtcp.sender_report(written))
        self._reports_sent[ntp >> 16 & 0xFFFFFFFF] = now
        if len(self._reports_sent) > REPORTS_REMEMBERED:
            self._reports_sent.popitem(last=False)

    def close(self) -> None:
        """Stop following and say that the stream has ended."""
        self._current = self._target = None
        self._follow()
        self.uplink.downlinks.discard(self)
        self._peer.send_control(rtcp.goodbye(self.ssrc))

    def _switch(self, arrival: Arrival) -> bool:
        layer = arrival.layer
        if layer is not self._target or not arrival.can_begin:
            return False
        if arrival.extended < layer.losses.highest:
            layer.key_frames.want()  # what follows this late packet was not sent on: wait for the next key frame
            return False
        if self._current is not None:
            metrics.tally.layers_switched += 1
        self._continuity.switch(arrival)
        self._current = layer
        self._follow()
        self.report(layer, arrival.at)
        return True

    def _follow(self) -> None:
        wanted = {layer for layer in (self._current, self._target) if layer is not None}
        for layer in self.uplink.layers:
            if layer in wanted and self not in layer.followers:
                layer.followers = [*layer.followers, self]
            elif layer not in wanted and self in layer.followers:
                layer.followers = [follower for follower in layer.followers if follower is not self]
