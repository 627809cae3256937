"""How fast something flows, from counters that are read now and then."""

from typing import Final

SMOOTHED_SECONDS: Final = 1.5
LEAST_SECONDS: Final = 0.1


class Rate:
    """Units per second of a growing total, smoothed: pictures come in bursts, and no decision should follow one."""

    def __init__(self) -> None:
        self.per_second = 0.0
        self._total = 0
        self._at: float | None = None
        self._is_measured = False

    @property
    def is_measured(self) -> bool:
        """Whether two readings have been taken: before, nothing is known."""
        return self._is_measured

    def read(self, total: int, now: float) -> float:
        """Take a reading and return the rate; readings closer than a tenth of a second are left out."""
        if self._at is None or total < self._total:
            self._total, self._at = total, now
            return self.per_second
        passed = now - self._at
        if passed < LEAST_SECONDS:
            return self.per_second
        newest = (total - self._total) / passed
        weight = min(1.0, passed / SMOOTHED_SECONDS) if self._is_measured else 1.0
        self.per_second += weight * (newest - self.per_second)
        self._total, self._at, self._is_measured = total, now, True
        return self.per_second
