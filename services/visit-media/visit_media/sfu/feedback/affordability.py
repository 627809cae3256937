"""Steps a subscriber down to coarser layers while its network loses what we send."""

from typing import Final

HEAVY_LOSS: Final = 0.12
REPORTS_TO_STEP_DOWN: Final = 2
FIRST_PATIENCE_SECONDS: Final = 8.0
LONGEST_PATIENCE_SECONDS: Final = 120.0


class Affordability:
    """The highest layer that came through lately; tried again after a while, later each time it fails."""

    def __init__(self, highest_rank: int) -> None:
        self.highest_rank = highest_rank
        self._best = highest_rank
        self._bad_reports = 0
        self._patience = FIRST_PATIENCE_SECONDS
        self._stepped_at = float("-inf")

    def heard(self, fraction_lost: float, now: float) -> None:
        """Take the subscriber's latest report."""
        self._bad_reports = self._bad_reports + 1 if fraction_lost >= HEAVY_LOSS else 0
        if self._bad_reports >= REPORTS_TO_STEP_DOWN and self.highest_rank > 0:
            has_failed_again = now - self._stepped_at < self._patience
            self._patience = min(LONGEST_PATIENCE_SECONDS, self._patience * 2) if has_failed_again else self._patience
            self._step(self.highest_rank - 1, now)
        elif not self._bad_reports and self.highest_rank < self._best and now - self._stepped_at > self._patience:
            self._step(self.highest_rank + 1, now)

    def _step(self, rank: int, now: float) -> None:
        self.highest_rank, self._stepped_at, self._bad_reports = rank, now, 0
