"""Remembers whose tokens are dead although they have not expired."""

from collections import OrderedDict
from typing import Final
from uuid import UUID

from visit_media.signalling.tokens import LEEWAY_SECONDS, MOST_LIFETIME, Grant

REMEMBERED_SECONDS: Final = MOST_LIFETIME.total_seconds() + LEEWAY_SECONDS
MOST_REMEMBERED: Final = 100_000

Whose = tuple[UUID, UUID]


class Revocations:
    """By room and person: tokens given out up to a moment open the room no more. Times are Unix seconds.

    An entry is forgotten when the last token it could concern has expired.
    """

    def __init__(self) -> None:
        self._until: OrderedDict[Whose, float] = OrderedDict()

    def revoke(self, visit_id: UUID, person_id: UUID, *, issued_until: float, now: float) -> None:
        """Kill the tokens of one person for one room."""
        whose = visit_id, person_id
        self._until[whose] = max(issued_until, self._until.get(whose, issued_until))
        self._until.move_to_end(whose)
        self._forget(now)

    def cover(self, grant: Grant) -> bool:
        """Whether the token behind this grant is dead."""
        until = self._until.get((grant.visit_id, grant.person_id))
        return until is not None and grant.issued_at <= until

    def _forget(self, now: float) -> None:
        while self._until:
            oldest = next(iter(self._until))
            if len(self._until) <= MOST_REMEMBERED and now - self._until[oldest] < REMEMBERED_SECONDS:
                return
            del self._until[oldest]
