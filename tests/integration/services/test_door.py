import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import Mapper

from chassis.store import Database, Delivery, Place, open_application
from visit_media import wiring
from visit_media.application import VisitMedia
from visit_media.projections.admissions import Admissions
from visit_media.projections.ended_sessions import KEPT, EndedSessions
from visit_media.signalling.admission import LeaveReason, Verdict
from visit_media.signalling.tokens import Grant
from visit_media.wiring import HeardAdmission, LoggedAttendance

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PERSON, STAFF, VISIT = UUID(int=3), UUID(int=1), UUID(int=7)
SESSION = UUID(int=20)
EVENTS = ("visit_booked", "visit_started", "visit_ended")


@pytest.fixture
def place(store: dict[str, str]) -> Place:
    return Place.of("visit-media", store)


@pytest.fixture
def door(place: Place) -> Iterator[HeardAdmission]:
    database = Database(place)
    yield HeardAdmission(Admissions(database), EndedSessions(database))
    database.close()


async def hear(door: HeardAdmission, version: int) -> None:
    delivery = Delivery(uuid4(), "booking", EVENTS[version - 1], version, VISIT, version, NOON)
    await door.heard(delivery, {"visit_id": VISIT, "staff_ids": [STAFF], "patient_ids": [PERSON]})


async def hear_of_the_person(door: HeardAdmission) -> None:
    delivery = Delivery(uuid4(), "identity", "user_registered", 1, PERSON, 1, NOON)
    await door.heard(delivery, {"user_id": PERSON, "roles": ["patient"], "status": "active"})


async def asked(door: HeardAdmission, version: int, session_id: UUID | None = None) -> Verdict:
    return await door.admit(Grant(VISIT, PERSON, version, is_staff=False, session_id=session_id))


async def test_the_door_waits_until_it_has_heard_what_the_token_knows(door: HeardAdmission) -> None:  # LIF-2
    await hear_of_the_person(door)
    await hear(door, 1)
    knocking = asyncio.create_task(asked(door, version=2))

    await hear(door, 2)

    assert await knocking is Verdict.ADMITTED


async def test_a_token_from_before_the_end_opens_nothing_after_it(door: HeardAdmission) -> None:  # LIF-8
    await hear_of_the_person(door)
    for version in (1, 2, 3):
        await hear(door, version)

    assert await asked(door, version=2) is Verdict.ENDED


async def test_the_door_decides_by_what_it_knows_when_its_patience_is_over(
    door: HeardAdmission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "ADMISSION_PATIENCE_SECONDS", 0.05)
    await hear_of_the_person(door)
    await hear(door, 1)

    assert await asked(door, version=2) is Verdict.NOT_STARTED


async def test_a_token_of_a_sign_in_that_is_over_opens_nothing(door: HeardAdmission) -> None:  # SES-3
    await hear_of_the_person(door)
    for version in (1, 2):
        await hear(door, version)
    before = await asked(door, 2, SESSION)

    delivery = Delivery(uuid4(), "identity", "session_ended", 2, SESSION, 2, NOON)
    fields = {"session_id": SESSION, "user_id": PERSON, "reason": "signed_out", "ended_at": datetime.now(UTC)}
    await door.heard(delivery, fields)
    await door.heard(delivery, fields)

    assert before is Verdict.ADMITTED
    assert await asked(door, 2, SESSION) is Verdict.SESSION_OVER
    assert await asked(door, 2, uuid4()) is Verdict.ADMITTED
    assert await asked(door, 2) is Verdict.ADMITTED


async def test_sign_ins_that_ended_long_ago_are_let_go(place: Place) -> None:
    database = Database(place)
    ended, now = EndedSessions(database), datetime.now(UTC)
    old, new = uuid4(), uuid4()
    for number, (session_id, ended_at) in enumerate(((old, now - KEPT - timedelta(minutes=1)), (new, now))):
        delivery = Delivery(uuid4(), "identity", "session_ended", 99 + number, session_id, 2, NOON)
        ended.hear(delivery, {"session_id": session_id, "ended_at": ended_at})

    assert (ended.has_ended(old), ended.has_ended(new)) == (False, True)
    assert timedelta(hours=24) <= KEPT
    database.close()


async def test_comings_and_goings_reach_the_log_in_its_own_words(place: Place) -> None:
    visit_media = open_application(VisitMedia, place, Mapper)
    attendance = LoggedAttendance(visit_media)

    grant = Grant(VISIT, PERSON, 2, is_staff=False, session_id=SESSION)

    await attendance.joined(grant, connection_id="PA_1", at=NOON)
    await attendance.left(grant, connection_id="PA_1", reason=LeaveReason.LOST.value, at=NOON)

    present, _, events = visit_media.history(VISIT, None)
    assert (present, events[-1].reason) == ([], "connection_lost")
    assert [event.session_id for event in events] == [SESSION, SESSION]
    visit_media.close()
