"""What keeps one client from having more than its share: how often, how much, and how long something is kept."""

from collections import OrderedDict, deque
from typing import Final
from uuid import UUID

MOST_KNOCKS: Final = 100
MOST_JOINS: Final = 12
JOINS_SECONDS: Final = 20.0
MOST_PEOPLE: Final = 10_000
MOST_REMEMBERED: Final = 10_000
MOST_BYTES_OF_TRACK: Final = 4 * 1024
"""What is said of a track as it is announced: everybody in the room is told most of it, again and again."""


class JoinLimit:
    """How often one person may come: enough for a bad network, too little to keep a server busy."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._times: OrderedDict[UUID, deque[float]] = OrderedDict()

    def allows(self, person_id: UUID, now: float) -> bool:
        """Note that somebody comes, and return whether that is not too often."""
        self._forget(now)
        times = self._times.setdefault(person_id, deque(maxlen=self._most))
        self._times.move_to_end(person_id)
        if len(self._times) > MOST_PEOPLE:
            self._times.popitem(last=False)
        if len(times) == self._most and now - times[0] < JOINS_SECONDS:
            return False
        times.append(now)
        return True

    def _forget(self, now: float) -> None:
        """Whoever has not come for so long may come as often as anybody new."""
        while self._times:
            person_id, times = next(iter(self._times.items()))
            if now - times[-1] < JOINS_SECONDS:
                return
            del self._times[person_id]


class Remembered:
    """The last so many ids."""

    def __init__(self) -> None:
        self._ids: OrderedDict[UUID | None, None] = OrderedDict()

    def add(self, one: UUID) -> None:
        """Note an id; the oldest is forgotten when there are too many."""
        self._ids[one] = None
        self._ids.move_to_end(one)
        if len(self._ids) > MOST_REMEMBERED:
            self._ids.popitem(last=False)

    def __contains__(self, one: UUID | None) -> bool:
        return one in self._ids
