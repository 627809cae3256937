"""What a receiver's report adds to its report before."""

from typing import Final

from visit_media.sfu.packets.rtcp import ReportBlock

LARGEST_STEP: Final = 20_000


class Progress:
    """Packets lost and expected since the last report on one stream; the first only sets the mark.

    `received` counts from some moment on how many have come, None before the first report.
    """

    def __init__(self) -> None:
        self.received: int | None = None
        self._highest: int | None = None
        self._lost = 0

    def since(self, block: ReportBlock) -> tuple[int, int]:
        """Return how many were lost of how many; nothing when the numbers make no sense."""
        before, self._highest = self._highest, block.highest_sequence
        lost, self._lost = block.packets_lost - self._lost, block.packets_lost
        self.received = block.highest_sequence - block.packets_lost
        if before is None:
            return 0, 0
        expected = block.highest_sequence - before
        if not 0 < expected < LARGEST_STEP:
            return 0, 0
        return min(expected, max(0, lost)), expected
