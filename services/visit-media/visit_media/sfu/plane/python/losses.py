"""Which packets of a stream are missing, and when to ask for them again (RFC 3550 A.1, RFC 4585 3.5)."""

from typing import Final

from visit_media.sfu.plane.python.packet import ahead_by

FIRST: Final = 0x10000
"""Extended numbers begin one cycle up, so that packets from before the first are still positive."""
LARGEST_GAP: Final = 300
MOST_MISSING: Final = 600
MOST_ASKS: Final = 10
FIRST_ASK_SECONDS: Final = 0.01
LEAST_WAIT_SECONDS: Final = 0.04
GIVE_UP_SECONDS: Final = 1.5


class Missing:
    """One packet that has not come."""

    __slots__ = ("ask_at", "asks", "since")

    def __init__(self, now: float) -> None:
        self.since = now
        self.ask_at = now + FIRST_ASK_SECONDS
        self.asks = 0


class Losses:
    """Lets each packet through once, and keeps the gaps."""

    __slots__ = ("_missing", "gap_was_closed", "highest", "was_cut")

    def __init__(self) -> None:
        self.highest = -1
        self.was_cut = False
        """Packets were lost for good: whoever sees it puts it back."""
        self.gap_was_closed = False
        """The newest packet came after a gap too long to wait for."""
        self._missing: dict[int, Missing] = {}

    def accept(self, sequence: int, now: float) -> int | None:
        """Return the packet's extended number, or None when it came before or is too old to matter."""
        highest = self.highest
        if sequence == (highest + 1) & 0xFFFF and highest >= 0:
            self.highest = highest + 1
            return highest + 1
        if highest < 0:
            self.highest = sequence + FIRST
            return self.highest
        distance = ahead_by(sequence, highest & 0xFFFF)
        extended = highest + distance
        if distance <= 0:
            return extended if self._missing.pop(extended, None) else None
        if distance > LARGEST_GAP:
            self._missing.clear()
            self.was_cut = self.gap_was_closed = True
        else:
            for absent in range(highest + 1, extended):
                self._missing[absent] = Missing(now)
            self._forget_oldest()
        self.highest = extended
        return extended

    def fill(self, sequence: int) -> int | None:
        """Return the extended number of a packet that is repeated, or None when it is not missing."""
        extended = self.highest + ahead_by(sequence, self.highest & 0xFFFF)
        return extended if self._missing.pop(extended, None) else None

    def due(self, now: float, round_trip: float) -> tuple[int, ...]:
        """Return the sequence numbers to ask for now, oldest first; give up on those away too long."""
        if not self._missing:
            return ()
        asked = []
        wait = max(LEAST_WAIT_SECONDS, 1.5 * round_trip)
        for extended, missing in list(self._missing.items()):
            if now - missing.since > GIVE_UP_SECONDS or (missing.asks >= MOST_ASKS and now >= missing.ask_at):
                del self._missing[extended]
                self.was_cut = True
            elif now >= missing.ask_at:
                missing.asks += 1
                missing.ask_at = now + wait
                asked.append(extended & 0xFFFF)
        return tuple(asked)

    def _forget_oldest(self) -> None:
        while len(self._missing) > MOST_MISSING:
            del self._missing[next(iter(self._missing))]
            self.was_cut = True
