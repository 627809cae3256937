"""One whole life of every aggregate: the events of which golden files are made."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from audit.domain.access import Access
from booking.domain.participant import Participant
from booking.domain.visit import Visit
from identity.domain.administrators import Administrators
from identity.domain.person import Person
from identity.domain.personnummer_claim import PersonnummerClaim
from identity.domain.session import Session
from visit_media.domain.attendance import Attendance

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
ELEVEN = NINE + timedelta(hours=2)

ANNA, BO, CECILIA = (UUID(f"00000000-0000-4000-8000-00000000000{number}") for number in (1, 2, 3))
VISIT, OTHER_VISIT = (UUID(f"10000000-0000-4000-8000-00000000000{number}") for number in (1, 2))
OTHER = UUID("20000000-0000-4000-8000-000000000001")


def lives() -> list[Any]:
    """Every stored event of the platform, at least once."""
    return [
        event
        for life in (_person(), _claim(), _administrators(), _session(), *_visits(), _attendance(), _access())
        for event in life.collect_events()
    ]


def _person() -> Person:
    anna = Person(
        id=ANNA,
        personnummer="191212121212",
        name="Anna Åkesson",
        roles=["administrator"],
        registered_by=ANNA,
        timestamp=NINE,
    )
    anna.collect_events()
    cecilia = Person.register(
        id=CECILIA,
        personnummer="198507099805",
        name="Cecilia Öst",
        roles=["patient"],
        registered_by=anna,
        now=NINE,
    )
    cecilia.change_status("inactive", anna, TEN)
    return cecilia


def _claim() -> PersonnummerClaim:
    return PersonnummerClaim(id=OTHER, person_id=CECILIA, timestamp=NINE)


def _administrators() -> Administrators:
    administrators = Administrators(id=OTHER, first=ANNA, timestamp=NINE)
    administrators.join(BO, TEN)
    administrators.leave(ANNA, ELEVEN)
    return administrators


def _session() -> Session:
    session = Session(id=OTHER, person_id=CECILIA, method="demo", token_hash="ab" * 32, timestamp=NINE)
    session.close(TEN)
    return session


def _visits() -> tuple[Visit, Visit]:
    staff = Participant(BO, frozenset({"staff"}), "active")
    patient = Participant(CECILIA, frozenset({"patient"}), "active")
    first, second = (
        Visit.book(
            id=visit_id, name="Återbesök", starts_at=TEN, length_minutes=30, staff=staff, patient=patient, now=NINE
        )
        for visit_id in (VISIT, OTHER_VISIT)
    )
    first.start(staff, TEN)
    first.end(staff, ELEVEN)
    second.cancel(staff, "Förhinder", TEN)
    return first, second


def _attendance() -> Attendance:
    attendance = Attendance(id=VISIT, timestamp=TEN)
    attendance.join(CECILIA, "PA_x7Yq", TEN)
    attendance.leave("PA_x7Yq", "connection_lost", ELEVEN)
    return attendance


def _access() -> Access:
    return Access(
        id=OTHER,
        actor_id=BO,
        roles=["staff"],
        method="bankid",
        strength="loa3",
        session_id=VISIT,
        unit="norrvik",
        action="person.search",
        kind="search",
        subject_ids=[CECILIA],
        outcome="refused",
        code="only_administrators",
        timestamp=NINE,
    )
