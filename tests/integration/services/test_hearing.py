from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from booking.projections.people import People
from chassis.store import Database, Delivery, Place
from visit_media.domain.admitting import Coming, Decision
from visit_media.projections.admissions import Admissions

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PERSON, STAFF, VISIT = UUID(int=3), UUID(int=1), UUID(int=7)


@pytest.fixture
def database(store: dict[str, str]) -> Iterator[Database]:
    database = Database(Place.of("booking", store))
    yield database
    database.close()


def delivery(event: str, version: int, aggregate_id: UUID = PERSON, source: str = "identity") -> Delivery:
    return Delivery(uuid4(), source, event, version * 10, aggregate_id, version, NOON)


def user(status: str = "active", user_id: UUID = PERSON) -> dict[str, Any]:
    return {"user_id": user_id, "roles": ["patient"], "status": status}


def visit() -> dict[str, Any]:
    return {"visit_id": VISIT, "staff_ids": [STAFF], "patient_ids": [PERSON]}


def test_the_same_event_heard_twice_acts_once(database: Database) -> None:
    people = People(database)
    registered = delivery("user_registered", 1)

    heard = [people.hear(registered, user()), people.hear(registered, user("removed"))]

    known = people.known(PERSON)
    assert heard == [True, False]
    assert known is not None
    assert (known.status, known.roles) == ("active", frozenset({"patient"}))
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(people.inbox)).scalar() == 1


def test_an_older_event_that_comes_late_changes_nothing(database: Database) -> None:
    people = People(database)
    people.hear(delivery("user_status_changed", 3), user("removed"))

    people.hear(delivery("user_status_changed", 2), user("inactive"))
    people.hear(delivery("user_registered", 1), user("active"))

    known = people.known(PERSON)
    assert known is not None
    assert known.status == "removed"
    assert people.heard_from("identity") == 30


def test_inbox_and_effect_are_kept_together_or_not_at_all(database: Database) -> None:
    people = People(database)
    registered = delivery("user_registered", 1)

    with pytest.raises(KeyError):
        people.hear(registered, {"user_id": PERSON})

    assert people.heard_from("identity") == 0
    assert people.hear(registered, user())


def test_one_nobody_has_heard_of_is_waited_for_briefly_and_then_unknown(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("booking.projections.people.PATIENCE_SECONDS", 0.05)

    assert People(database).known(uuid4()) is None


def test_the_inbox_forgets_what_is_very_old(database: Database) -> None:
    people = People(database)
    with database.writing() as connection:
        connection.execute(people.inbox.insert().values(message_id=uuid4(), heard_at=datetime(2020, 1, 1, tzinfo=UTC)))

    people.hear(delivery("user_registered", 100), user())

    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(people.inbox)).scalar() == 1


def test_admission_follows_the_visit_and_the_person(database: Database) -> None:  # LIF-2, LIF-8, STA-2
    admissions = Admissions(database)
    admissions.hear(delivery("user_registered", 1), user())
    decisions = []

    for version, event in enumerate(("visit_booked", "visit_started", "visit_ended"), start=1):
        admissions.hear(delivery(event, version, VISIT, "booking"), visit())
        decisions.append(admissions.decide(VISIT, Coming(PERSON, as_staff=False)))

    assert decisions == [Decision.NOT_STARTED, Decision.ADMITTED, Decision.ENDED]
    assert admissions.has_seen(VISIT, 3, PERSON)
    assert not admissions.has_seen(VISIT, 4, PERSON)
    assert not admissions.has_seen(VISIT, 1, STAFF)


def test_one_who_is_no_longer_active_is_not_admitted(database: Database) -> None:  # STA-2
    admissions = Admissions(database)
    admissions.hear(delivery("visit_started", 2, VISIT, "booking"), visit())
    admissions.hear(delivery("user_status_changed", 2), user("inactive"))

    assert admissions.decide(VISIT, Coming(PERSON, as_staff=False)) is Decision.NOT_ACTIVE


def test_one_who_was_taken_out_of_a_started_visit_is_not_admitted(database: Database) -> None:  # Q7
    admissions = Admissions(database)
    admissions.hear(delivery("user_registered", 1), user())
    taken_out = visit() | {"patient_ids": [], "state": "started"}
    admissions.hear(delivery("visit_participants_changed", 3, VISIT, "booking"), taken_out)

    admissions.hear(delivery("visit_started", 2, VISIT, "booking"), visit())

    assert admissions.decide(VISIT, Coming(PERSON, as_staff=False)) is Decision.NOT_IN_THE_VISIT


def test_staff_who_lost_the_right_are_not_admitted(database: Database) -> None:  # ROL-1
    admissions = Admissions(database)
    admissions.hear(delivery("visit_started", 2, VISIT, "booking"), visit())
    admissions.hear(delivery("user_registered", 1, STAFF), user(user_id=STAFF) | {"roles": ["staff"]})
    before = admissions.decide(VISIT, Coming(STAFF, as_staff=True))

    admissions.hear(delivery("user_roles_changed", 2, STAFF), user(user_id=STAFF) | {"roles": ["administrator"]})

    assert (before, admissions.decide(VISIT, Coming(STAFF, as_staff=True))) == (
        Decision.ADMITTED,
        Decision.NO_LONGER_STAFF,
    )


def test_whoever_is_no_longer_active_is_to_leave_until_both_sweeps_are_done(database: Database) -> None:  # Q7
    people = People(database)
    people.hear(delivery("user_registered", 1), user())
    now = datetime.now(UTC)
    assert people.due(now, 10) == []

    people.hear(delivery("user_status_changed", 2), user("inactive") | {"changed_by": STAFF})
    [leaver] = people.due(datetime.now(UTC), 10)
    people.swept(leaver, next_due_at=NOON)
    [again] = people.due(datetime.now(UTC), 10)
    people.swept(again, next_due_at=NOON)

    assert (leaver.person.status, leaver.changed_by, again) == ("inactive", STAFF, leaver)
    assert people.due(datetime.now(UTC), 10) == []


def test_what_is_heard_while_somebody_leaves_is_not_taken_for_done(database: Database) -> None:  # Q7
    people = People(database)
    people.hear(delivery("user_status_changed", 2), user("inactive") | {"changed_by": STAFF})
    [leaver] = people.due(datetime.now(UTC), 10)
    people.hear(delivery("user_status_changed", 3), user("active") | {"changed_by": STAFF})

    people.swept(leaver, next_due_at=NOON)
    people.hear(delivery("user_status_changed", 2), user("inactive") | {"changed_by": STAFF})

    [newest] = people.due(datetime.now(UTC), 10)
    assert (newest.version, newest.person.status, newest.person.lost_roles) == (3, "active", ["staff"])
