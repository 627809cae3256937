"""Numbers the packets of a stream that are sent on, so that what is left out leaves no gap."""

from collections import deque
from typing import Final

RUNS_REMEMBERED: Final = 64


class Numbering:
    """A shift that holds from one omission to the next, so a late packet still finds its own place."""

    __slots__ = ("_earlier", "first", "newest", "shift")

    def __init__(self) -> None:
        self.first = 0
        """The extended sequence number from which the shift holds."""
        self.shift = 0
        self.newest = -1
        """The highest number given; -1 before the first."""
        self._earlier: deque[tuple[int, int, int]] = deque(maxlen=RUNS_REMEMBERED)

    def number(self, extended: int) -> int | None:
        """Return the packet's number, or None where nobody waits for it."""
        if extended >= self.first:
            number = extended + self.shift
            if number > self.newest:
                self.newest = number
            return number
        for first, end, shift in reversed(self._earlier):
            if extended >= first:
                return extended + shift if extended < end else None
        return None

    def is_ahead(self, extended: int) -> bool:
        """Whether the packet would be the newest."""
        return extended >= self.first and extended + self.shift > self.newest

    def leave_out(self, extended: int) -> None:
        """Close the gap of the newest packet. Others that are missing before it keep their places."""
        self._end_run(extended)
        self.first = extended + 1
        self.shift -= 1

    def resume_at(self, extended: int) -> None:
        """Continue with this packet right after the last one numbered, whatever came between."""
        if self.newest < 0:
            return
        self._end_run(min(extended, self.newest - self.shift + 1))
        self.first = extended
        self.shift = self.newest + 1 - extended

    def _end_run(self, end: int) -> None:
        if end > self.first:
            self._earlier.append((self.first, end, self.shift))
