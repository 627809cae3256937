"""What a caller has received, as its reports tell it (RFC 3550 6.4); packets are looked at once a second, together."""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visit_media.sfu.packets.rtcp import ReportBlock, SenderReport

HEADER_BYTES = 12
SEQUENCES = 0x10000
HALF = 0x8000
Octets = NDArray[np.uint8]


@dataclass(slots=True)
class Stream:
    """One SSRC."""

    first: int
    highest: int
    received: int = 0
    expected_before: int = 0
    received_before: int = 0
    reported: int = 0
    reported_at: float = 0.0


class Reception:
    """Everything that one path brings."""

    def __init__(self) -> None:
        self._headers: list[Octets] = []
        self._streams: dict[int, Stream] = {}

    def note(self, headers: Octets) -> None:
        """Take the beginnings of some packets, one a row."""
        self._headers.append(headers)

    def heard(self, report: SenderReport) -> None:
        """Remember when the sender said what time it is, to answer it."""
        stream = self._streams.get(report.ssrc)
        if stream is not None:
            stream.reported, stream.reported_at = report.ntp >> 16 & 0xFFFFFFFF, time.monotonic()

    def blocks(self) -> list[ReportBlock]:
        """Return one for each stream that has brought anything since the last time."""
        if not self._headers:
            return []
        ssrcs, sequences = read_headers(np.concatenate(self._headers))
        self._headers.clear()
        return [self._block(int(ssrc), sequences[ssrcs == ssrc]) for ssrc in np.unique(ssrcs)]

    def _block(self, ssrc: int, sequences: NDArray[np.int64]) -> ReportBlock:
        stream = self._streams.setdefault(ssrc, Stream(int(sequences[0]), int(sequences[0])))
        ahead = (sequences - stream.highest + HALF) % SEQUENCES - HALF
        stream.highest += max(0, int(ahead.max()))
        stream.received += len(sequences)
        expected = stream.highest - stream.first + 1
        due, came = expected - stream.expected_before, stream.received - stream.received_before
        stream.expected_before, stream.received_before = expected, stream.received
        lost = max(0, due - came) * 256 // max(1, due)
        waited = int((time.monotonic() - stream.reported_at) * SEQUENCES) if stream.reported else 0
        missing = max(0, expected - stream.received)
        highest = stream.highest & 0xFFFFFFFF
        return ReportBlock(ssrc, min(255, lost), missing, highest, 0, stream.reported, waited)


def read_headers(rows: Octets) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return SSRC and sequence number of each RTP header, one a row."""
    wide = rows.astype(np.int64)
    ssrcs = wide[:, 8] << 24 | wide[:, 9] << 16 | wide[:, 10] << 8 | wide[:, 11]
    return ssrcs, wide[:, 2] << 8 | wide[:, 3]
