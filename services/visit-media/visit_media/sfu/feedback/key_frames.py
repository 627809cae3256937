"""Asks a publisher for key frames, but never more often than it can make them."""

from typing import Final

LEAST_SECONDS_BETWEEN: Final = 0.5


class KeyFrameRequests:
    """One stream's wish for a key frame, kept until one comes."""

    def __init__(self) -> None:
        self._is_wanted = False
        self._asked_at = -LEAST_SECONDS_BETWEEN

    def want(self) -> None:
        """Somebody cannot go on without a key frame."""
        self._is_wanted = True

    def arrived(self) -> None:
        """A key frame began."""
        self._is_wanted = False

    def due(self, now: float) -> bool:
        """Whether to ask now; saying yes counts as asking."""
        if not self._is_wanted or now - self._asked_at < LEAST_SECONDS_BETWEEN:
            return False
        self._asked_at = now
        return True
