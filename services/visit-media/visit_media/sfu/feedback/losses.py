"""Which packets of a stream are missing, and when to ask for them again."""

from dataclasses import dataclass
from typing import Final

from visit_media.sfu.packets.rtp import ahead_by

LARGEST_GAP: Final = 300
MOST_ASKS: Final = 10
FIRST_ASK_SECONDS: Final = 0.01
LEAST_WAIT_SECONDS: Final = 0.04
GIVE_UP_SECONDS: Final = 1.5


@dataclass(slots=True)
class Missing:
    """One packet that has not come."""

    since: float
    ask_at: float
    asks: int = 0


class Losses:
    """Lets each packet through once, and keeps the gaps."""

    def __init__(self) -> None:
        self.highest = -1
        self.was_cut = False
        self._missing: dict[int, Missing] = {}

    def accept(self, sequence: int, now: float) -> int | None:
        """Return the packet's extended number, or None when it came before or is too old to matter."""
        if self.highest < 0:
            self.highest = sequence + 0x10000
            return self.highest
        distance = ahead_by(sequence, self.highest & 0xFFFF)
        extended = self.highest + distance
        if distance <= 0:
            return extended if self._missing.pop(extended, None) else None
        if distance > LARGEST_GAP:
            self._missing.clear()
            self.was_cut = True
        else:
            for absent in range(self.highest + 1, extended):
                self._missing[absent] = Missing(since=now, ask_at=now + FIRST_ASK_SECONDS)
        self.highest = extended
        return extended

    def due(self, now: float, round_trip: float) -> list[int]:
        """Return the numbers to ask for now; give up on those that have been away too long."""
        if not self._missing:
            return []
        asked = []
        wait = max(LEAST_WAIT_SECONDS, 1.5 * round_trip)
        for extended, missing in list(self._missing.items()):
            if now - missing.since > GIVE_UP_SECONDS or missing.asks >= MOST_ASKS:
                del self._missing[extended]
                self.was_cut = True
            elif now >= missing.ask_at:
                missing.asks += 1
                missing.ask_at = now + wait
                asked.append(extended & 0xFFFF)
        return asked

    def take_cut(self) -> bool:
        """Whether packets were lost for good since this was last asked."""
        was_cut, self.was_cut = self.was_cut, False
        return was_cut
