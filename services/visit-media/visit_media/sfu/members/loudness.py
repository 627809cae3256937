"""How loud somebody speaks, from the level that every audio packet carries (RFC 6464)."""

from typing import Final

QUIETEST_AUDIBLE: Final = 35
LEAST_SHARE: Final = 0.4
PACKETS_PER_SECOND: Final = 50
SMOOTHING: Final = 2


class Loudness:
    """The levels heard since the last reading; 0 is the loudest sound and 127 is silence."""

    def __init__(self) -> None:
        self._audible = 0
        self._loudest = 127
        self._smoothed = 0.0

    def note(self, audible: int, loudest: int) -> None:
        """Take so many packets with audible voice and the loudest level among them."""
        if audible and loudest <= QUIETEST_AUDIBLE:
            self._audible += audible
            self._loudest = min(self._loudest, loudest)

    def take(self, seconds: float) -> float:
        """Return 0 for silence up to 1 for full level over the time just passed, and begin anew."""
        is_speaking = self._audible >= LEAST_SHARE * seconds * PACKETS_PER_SECOND
        level = 10 ** (-self._loudest / 20) if is_speaking else 0.0
        self._audible, self._loudest = 0, 127
        self._smoothed += (level - self._smoothed) / SMOOTHING
        if not is_speaking and self._smoothed < 10 ** (-QUIETEST_AUDIBLE / 20):
            self._smoothed = 0.0
        return min(1.0, self._smoothed)
