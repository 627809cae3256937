"""Sender reports for subscribers, in the publisher's clock, so that lips and sound go together (RFC 3550, 6.4.1)."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from visit_media.sfu.packets.rtcp import ReportBlock, SenderReport
from visit_media.sfu.plane.counters import SinkCounters

REPORTS_REMEMBERED: Final = 64
MOST_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """How many seconds a report that was sent at `asked_at` took to the subscriber and back."""

    round_trip: float
    asked_at: float


class SenderReports:
    """What one subscriber is told of one stream, and when, for it answers with what the round trip is told by."""

    def __init__(self, ssrc: int, clock_rate: int) -> None:
        self._ssrc = ssrc
        self._clock_rate = clock_rate
        self._sent: OrderedDict[int, float] = OrderedDict()

    def write(self, heard: SenderReport, heard_at: float, sent: SinkCounters, now: float) -> SenderReport:
        """Rewrite the publisher's report for this moment."""
        passed = now - heard_at
        ntp = (heard.ntp + int(passed * (1 << 32))) & 0xFFFFFFFFFFFFFFFF
        timestamp = heard.rtp + sent.timestamp_offset + int(passed * self._clock_rate)
        self._sent[ntp >> 16 & 0xFFFFFFFF] = now
        if len(self._sent) > REPORTS_REMEMBERED:
            self._sent.popitem(last=False)
        return SenderReport(
            self._ssrc, ntp, timestamp & 0xFFFFFFFF, sent.packets & 0xFFFFFFFF, sent.octets & 0xFFFFFFFF
        )

    def answer(self, block: ReportBlock, now: float) -> Answer | None:
        """Return what the block tells of the way to the subscriber and back, once for each report it answers."""
        sent_at = self._sent.pop(block.last_report, None)
        if sent_at is None:
            return None
        seconds = now - sent_at - block.delay / 65536
        return Answer(seconds, sent_at) if 0 <= seconds < MOST_SECONDS else None
