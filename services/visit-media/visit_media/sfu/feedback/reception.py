"""What a receiver report says about one stream, from what the plane has counted (RFC 3550, 6.4 and A.3)."""

from visit_media.sfu.packets.rtcp import ReportBlock, SenderReport
from visit_media.sfu.plane.counters import StreamCounters


class Reception:
    """Remembers what was told last, and the sender's own latest report."""

    def __init__(self) -> None:
        self.fraction_lost = 0.0
        self.sender_report: SenderReport | None = None
        self.sender_report_at = 0.0
        self._expected = 0
        self._lost = 0

    def heard(self, report: SenderReport, now: float) -> None:
        """Keep the sender's latest report."""
        self.sender_report = report
        self.sender_report_at = now

    def block(self, ssrc: int, counters: StreamCounters, now: float) -> ReportBlock | None:
        """Return the report on the time since the last one, or None before the first packet."""
        if not counters.packets:
            return None
        expected, lost = counters.expected - self._expected, counters.lost - self._lost
        self._expected, self._lost = counters.expected, counters.lost
        self.fraction_lost = min(1.0, max(0.0, lost / expected)) if expected > 0 else 0.0
        last_report = delay = 0
        if self.sender_report is not None:
            last_report = self.sender_report.ntp >> 16 & 0xFFFFFFFF
            delay = int((now - self.sender_report_at) * 65536) & 0xFFFFFFFF
        return ReportBlock(
            ssrc=ssrc,
            fraction_lost=min(255, int(self.fraction_lost * 256)),
            packets_lost=counters.lost,
            highest_sequence=counters.highest & 0xFFFFFFFF,
            jitter=counters.jitter,
            last_report=last_report,
            delay=delay,
        )
