"""Visits and people for the tests, and what stands in for booking's surroundings."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.persistence import Mapper

from booking.application import Booking
from booking.domain.details import Details
from booking.domain.lineage import Lineage
from booking.domain.participant import Participant
from booking.domain.visit import Visit

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
STARTS_AT = NOW + timedelta(hours=1)
LATER = STARTS_AT + timedelta(minutes=1)
LONG_AFTER = STARTS_AT + timedelta(days=30)

STAFF = Participant(UUID(int=1), frozenset({"staff"}), "active")
COLLEAGUE = Participant(UUID(int=2), frozenset({"staff"}), "active")
PATIENT = Participant(UUID(int=3), frozenset({"patient"}), "active")
OTHER_PATIENT = Participant(UUID(int=4), frozenset({"patient"}), "active")
ADMINISTRATOR = Participant(UUID(int=5), frozenset({"administrator"}), "active")
MANY_PATIENTS = tuple(Participant(UUID(int=100 + number), frozenset({"patient"}), "active") for number in range(60))
EVERYONE = (STAFF, COLLEAGUE, PATIENT, OTHER_PATIENT, ADMINISTRATOR)


class KnownPeople:
    """What booking would have heard from identity."""

    def __init__(self, *people: Participant) -> None:
        self.people = {person.id: person for person in people}

    def known(self, person_id: UUID) -> Participant | None:
        return self.people.get(person_id)

    def known_among(self, person_ids: Iterable[UUID]) -> dict[UUID, Participant]:
        return {each: self.people[each] for each in person_ids if each in self.people}


def booking(*people: Participant) -> Booking:
    """Booking in memory, without a visit."""
    return Booking({}, Mapper, people=KnownPeople(*(people or EVERYONE)))


def book(**changed: Any) -> Visit:
    """By a `booker`, with `staff` and `patients` as they are known."""
    wanted: dict[str, Any] = {
        "name": "Återbesök",
        "starts_at": STARTS_AT,
        "length_minutes": 30,
        "staff": [STAFF],
        "patients": [PATIENT],
        "is_group": False,
        "booker": STAFF,
        "lineage": Lineage(),
    } | changed
    booker, people = wanted["booker"], {each.id: each for each in [*wanted["staff"], *wanted["patients"]]}
    details = details_of(
        **{name: wanted[name] for name in ("name", "starts_at", "length_minutes", "staff", "patients")}
    )
    details.check_is_booked_by(booker)
    details.check_new(people, NOW)
    made = {"details": details, "is_group": wanted["is_group"], "lineage": wanted["lineage"]}
    return Visit.book(id=uuid4(), **made, booked_by=booker.id, now=NOW)


def asked(**changed: Any) -> dict[str, Any]:
    """What is asked of booking to book a visit."""
    wanted: dict[str, Any] = {
        "visit_id": uuid4(),
        "booked_by": STAFF.id,
        "name": "Återbesök",
        "starts_at": STARTS_AT,
        "length_minutes": 30,
        "staff_ids": [STAFF.id],
        "patient_ids": [PATIENT.id],
        "now": NOW,
    }
    return wanted | changed


def details_of(
    *,
    name: str = "Återbesök",
    starts_at: datetime = STARTS_AT,
    length_minutes: int = 30,
    staff: Sequence[Participant] = (STAFF,),
    patients: Sequence[Participant] = (PATIENT,),
) -> Details:
    people = {"staff_ids": [each.id for each in staff], "patient_ids": [each.id for each in patients]}
    return Details.of(name=name, starts_at=starts_at, length_minutes=length_minutes, **people)


def in_state(state: str) -> Visit:
    """A visit with nothing waiting to be told."""
    visit = book()
    if state in ("started", "ended"):
        visit.start(STAFF, STARTS_AT)
    if state == "ended":
        visit.end(STAFF, LATER)
    if state == "missed":
        visit.miss(STAFF, LONG_AFTER)
    if state == "cancelled":
        visit.cancel(STAFF, None, NOW)
    visit.collect_events()
    return visit
