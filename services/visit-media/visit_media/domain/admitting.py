"""Who may come into a visit's room, and who may wait for it, now."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID


class Decision(StrEnum):
    ADMITTED = "admitted"
    NOT_STARTED = "not_started"
    ENDED = "ended"
    CANCELLED = "cancelled"
    NOT_IN_THE_VISIT = "not_in_the_visit"
    NOT_ACTIVE = "not_active"
    NO_LONGER_STAFF = "no_longer_staff"
    SESSION_OVER = "session_over"


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as its latest heard event tells it."""

    version: int
    state: str
    staff_ids: Collection[UUID]
    patient_ids: Collection[UUID]


@dataclass(frozen=True, slots=True)
class Person:
    status: str
    roles: Collection[str]


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody at the door: who, as what the token lets them in, and whether their sign-in is over."""

    person_id: UUID
    as_staff: bool
    is_signed_out: bool = False


BY_STATE = {
    "booked": Decision.NOT_STARTED,
    "started": Decision.ADMITTED,
    "ended": Decision.ENDED,
    "cancelled": Decision.CANCELLED,
    "missed": Decision.NOT_STARTED,
}
WAITED_FOR = ("booked", "started")
"""One who waited when the visit was started waits until they come in, or leave."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands between a visit and somebody who waits for it."""

    state: str | None
    """None when nothing is known of the visit."""
    why_not_waiting: Literal["visit_over", "not_admitted"] | None


def decided(coming: Coming, person: Person | None, visit: Visit | None) -> Decision:
    """Those who belong to a started visit come in as often as they like, as long as they are active and signed in."""
    if coming.is_signed_out:
        return Decision.SESSION_OVER
    if visit is None or coming.person_id not in {*visit.staff_ids, *visit.patient_ids}:
        return Decision.NOT_IN_THE_VISIT
    if person is None or person.status != "active":
        return Decision.NOT_ACTIVE
    if not _may_be_what_they_come_as(coming, person, visit):
        return Decision.NO_LONGER_STAFF
    return BY_STATE[visit.state]


def standing(person_id: UUID, person: Person | None, visit: Visit | None) -> Standing:
    """Active patients of a visit wait for it, until it is over."""
    if visit is None or person_id not in visit.patient_ids or person is None or person.status != "active":
        return Standing(None if visit is None else visit.state, "not_admitted")
    return Standing(visit.state, None if visit.state in WAITED_FOR else "visit_over")


def _may_be_what_they_come_as(coming: Coming, person: Person, visit: Visit) -> bool:
    if coming.person_id in visit.patient_ids and not coming.as_staff:
        return True
    return coming.person_id in visit.staff_ids and "staff" in person.roles
