"""What a receiver report says about one stream (RFC 3550, 6.4 and A.3)."""

from visit_media.sfu.packets.rtcp import ReportBlock, SenderReport


class Reception:
    """Counts what came, what should have come, and how evenly."""

    def __init__(self, clock_rate: int) -> None:
        self.fraction_lost = 0.0
        self.sender_report: SenderReport | None = None
        self.sender_report_at = 0.0
        self._clock_rate = clock_rate
        self._first = -1
        self._highest = -1
        self._received = 0
        self._expected_before = 0
        self._received_before = 0
        self._jitter = 0.0
        self._transit = 0.0

    def note(self, extended: int, timestamp: int, now: float) -> None:
        """Count one packet."""
        self._received += 1
        if self._first < 0:
            self._first = extended
        if extended <= self._highest:
            return
        self._highest = extended
        transit = now * self._clock_rate - timestamp
        difference = abs(transit - self._transit)
        self._transit = transit
        if self._received > 1 and difference < self._clock_rate:
            self._jitter += (difference - self._jitter) / 16

    def heard(self, report: SenderReport, now: float) -> None:
        """Keep the sender's latest report."""
        self.sender_report = report
        self.sender_report_at = now

    def block(self, ssrc: int, now: float) -> ReportBlock | None:
        """Return the report on the time since the last one, or None before the first packet."""
        if self._first < 0:
            return None
        expected = self._highest - self._first + 1
        expected_since = expected - self._expected_before
        lost_since = expected_since - (self._received - self._received_before)
        self._expected_before, self._received_before = expected, self._received
        self.fraction_lost = max(0.0, lost_since / expected_since) if expected_since > 0 else 0.0
        last_report = delay = 0
        if self.sender_report is not None:
            last_report = self.sender_report.ntp >> 16 & 0xFFFFFFFF
            delay = int((now - self.sender_report_at) * 65536) & 0xFFFFFFFF
        return ReportBlock(
            ssrc=ssrc,
            fraction_lost=min(255, int(self.fraction_lost * 256)),
            packets_lost=expected - self._received,
            highest_sequence=self._highest - 0x10000,
            jitter=int(self._jitter),
            last_report=last_report,
            delay=delay,
        )
