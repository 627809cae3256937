"""How much somebody may use: so much at once, so much per second in the long run."""


class Allowance:
    """Fills up by the clock; times are seconds of one clock."""

    def __init__(self, *, per_second: float, burst: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._left = burst
        self._at = float("-inf")

    def take(self, amount: float, now: float) -> bool:
        """Use some of it, or return False when it is used up."""
        self._left = min(self._burst, self._left + max(0.0, now - self._at) * self._per_second)
        self._at = max(now, self._at)
        if amount > self._left:
            return False
        self._left -= amount
        return True
