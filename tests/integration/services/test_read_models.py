from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import Mapper

from booking.application import Booking
from booking.projections.lists import BookingLists
from booking.projections.my_bookings import MyBookings
from booking.projections.visit_rows import described
from chassis.following.projecting import ProjectionLoop
from chassis.sealing import KeyRing, sealed_by
from chassis.store import Database, Place, open_application
from contracts.booking.calls import ListVisits
from identity.adapters.clicks import Clicks
from tests.unit.booking.visits import NOW, OTHER_PATIENT, PATIENT, STAFF, STARTS_AT, KnownPeople
from visit_media.application import VisitMedia
from visit_media.projections.present import Present

MASTER_KEY = bytes(range(32))
NAME, REASON = "Samtal om sköldkörteln", "Sjuk i magsjuka"
ANNA, BO = UUID(int=1), UUID(int=2)


class BookingParts:
    def __init__(self, store: dict[str, str]) -> None:
        place = Place.of("booking", store)
        self.keys = KeyRing(place, MASTER_KEY)
        people = KnownPeople(STAFF, PATIENT, OTHER_PATIENT)
        self.booking = open_application(Booking, place, sealed_by(self.keys), people=people)
        self.my_bookings = MyBookings(Database(place), self.keys)
        self.lists = BookingLists(self.my_bookings)
        self.loop = ProjectionLoop(self.booking, self.my_bookings)

    def book(self, visit_id: UUID, hours: int = 0, patient_id: UUID = PATIENT.id) -> None:
        self.booking.book_visit(
            visit_id=visit_id,
            booked_by=STAFF.id,
            name=NAME,
            starts_at=STARTS_AT + timedelta(hours=hours),
            length_minutes=30,
            staff_ids=[STAFF.id],
            patient_ids=[patient_id],
            now=NOW,
        )


@pytest.fixture
def booked(store: dict[str, str]) -> Iterator[BookingParts]:
    parts = BookingParts(store)
    yield parts
    parts.booking.close()
    parts.my_bookings.database.close()
    parts.keys.database.close()


def test_everyone_sees_the_visits_they_belong_to_by_start(booked: BookingParts) -> None:  # BOK-4, BOK-8, ADR-3
    late, early, others = uuid4(), uuid4(), uuid4()
    booked.book(late, hours=5)
    booked.book(early, hours=1)
    booked.book(others, hours=2, patient_id=OTHER_PATIENT.id)

    booked.loop.follow_once()

    mine, staffs = booked.lists.latest(PATIENT.id), booked.lists.latest(STAFF.id)
    assert [visit["id"] for visit in mine] == [early, late]
    assert [visit["id"] for visit in staffs] == [early, others, late]
    assert {visit["name"] for visit in staffs} == {NAME}
    assert ListVisits.reply({"visits": mine, "next": None, "position": 3})["visits"][0]["state"] == "booked"


def test_the_list_says_of_a_visit_what_the_log_says(booked: BookingParts) -> None:  # BOK-8
    started, ended, cancelled = uuid4(), uuid4(), uuid4()
    for visit_id in (started, ended, cancelled):
        booked.book(visit_id)
    for visit_id in (started, ended):
        booked.booking.start_visit(visit_id=visit_id, started_by=STAFF.id, now=STARTS_AT)
    booked.booking.end_visit(visit_id=ended, ended_by=STAFF.id, now=STARTS_AT + timedelta(minutes=9))
    booked.booking.cancel_visit(visit_id=cancelled, cancelled_by=STAFF.id, reason=REASON, now=NOW)

    booked.loop.follow_once()

    listed = {visit["id"]: visit for visit in booked.lists.latest(STAFF.id)}
    assert listed == {
        visit_id: described(booked.booking.visit(visit_id, STAFF.id)) for visit_id in (started, ended, cancelled)
    }
    assert listed[cancelled]["cancel_reason"] == REASON


def test_a_forgotten_visit_keeps_its_times_and_loses_its_words(booked: BookingParts) -> None:
    visit_id = uuid4()
    booked.book(visit_id)
    booked.booking.cancel_visit(visit_id=visit_id, cancelled_by=STAFF.id, reason=REASON, now=NOW)
    booked.loop.follow_once()

    booked.keys.forget(visit_id)

    [visit] = booked.lists.latest(STAFF.id)
    assert (visit["name"], visit["cancel_reason"], visit["starts_at"]) == ("", None, STARTS_AT)


def test_clicks_are_remembered_and_old_ones_let_go(store: dict[str, str]) -> None:  # SES-1
    clicks = Clicks(Database(Place.of("identity", store)))
    session, old = uuid4(), uuid4()
    clicks.note({old: None}, NOW - timedelta(days=3))

    for passed in (timedelta(), timedelta(seconds=5), timedelta(minutes=5)):
        clicks.note({session: clicks.last([session]).get(session)}, NOW + passed)

    assert clicks.last([session, old]) == {session: NOW + timedelta(minutes=5)}
    clicks.database.close()


def test_those_who_are_in_a_room_are_present(store: dict[str, str]) -> None:  # LIF-12
    place = Place.of("visit-media", store)
    visit_media, present = open_application(VisitMedia, place, Mapper), Present(Database(place))
    loop, visit, empty = ProjectionLoop(visit_media, present), uuid4(), uuid4()
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    for seconds, (person, connection) in enumerate(((BO, "b"), (ANNA, "a"), (ANNA, "a2"))):
        now = at + timedelta(seconds=seconds)
        visit_media.join(visit_id=visit, person_id=person, connection_id=connection, now=now)
    visit_media.leave(visit_id=visit, connection_id="a", reason="replaced", now=at + timedelta(minutes=1))

    loop.follow_once()

    assert present.in_visits([visit, empty]) == [
        {"visit_id": visit, "person_ids": [BO, ANNA], "waiting_ids": [], "arrival_ids": [BO, ANNA]},
        {"visit_id": empty, "person_ids": [], "waiting_ids": [], "arrival_ids": []},
    ]
    assert present.visits_with_somebody() == ([visit], 5)
    visit_media.close()
    present.database.close()


def test_no_file_holds_a_visits_name_or_a_reason_in_the_clear(tmp_path: Path) -> None:  # X-1, BOK-7
    visits = BookingParts({"CARE_STORE": "sqlite", "CARE_DATA_DIR": str(tmp_path)})
    visits.book(visit_id := uuid4())
    visits.booking.cancel_visit(visit_id=visit_id, cancelled_by=STAFF.id, reason=REASON, now=NOW)
    visits.loop.follow_once()

    contents = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    for secret in (NAME, "sköldkörteln", REASON, "magsjuka"):
        assert secret.encode() not in contents
    assert str(visit_id).replace("-", "").encode() in contents
