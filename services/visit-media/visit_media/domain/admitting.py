"""Who may come into a visit's room, now."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Decision(StrEnum):
    ADMITTED = "admitted"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    CANCELLED = "cancelled"
    NOT_IN_THE_VISIT = "not_in_the_visit"
    NOT_ACTIVE = "not_active"


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as its latest heard event tells it."""

    version: int
    state: str
    participant_ids: Collection[UUID]


@dataclass(frozen=True, slots=True)
class Person:
    status: str


BY_STATE = {
    "booked": Decision.NOT_STARTED,
    "started": Decision.ADMITTED,
    "ended": Decision.ENDED,
    "cancelled": Decision.CANCELLED,
}


def decided(person_id: UUID, person: Person | None, visit: Visit | None) -> Decision:
    """Those who belong to a started visit come in as often as they like, as long as they are active."""
    if visit is None or person_id not in visit.participant_ids:
        return Decision.NOT_IN_THE_VISIT
    if person is None or person.status != "active":
        return Decision.NOT_ACTIVE
    return BY_STATE[visit.state]
