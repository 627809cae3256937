from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import Mapper

from booking.application import Booking
from booking.projections.my_bookings import MyBookings
from booking.projections.my_bookings import described as visit_described
from chassis.following.projecting import ProjectionLoop
from chassis.sealing import KeyRing, sealed_by
from chassis.store import Database, Place, open_application
from contracts.booking.calls import ListVisits
from contracts.identity.calls import ListPeople
from identity.adapters.clicks import Clicks
from identity.adapters.swedish_numbers import SwedishNumbers
from identity.application import Identity
from identity.projections.people import People
from tests.unit.booking.visits import NOW, OTHER_PATIENT, PATIENT, STAFF, STARTS_AT, KnownPeople
from visit_media.application import VisitMedia
from visit_media.projections.present import Present

MASTER_KEY = bytes(range(32))
NAME, REASON = "Samtal om sköldkörteln", "Sjuk i magsjuka"
ANNA, BO, CECILIA = (UUID(int=number) for number in (1, 2, 3))


class BookingParts:
    def __init__(self, store: dict[str, str]) -> None:
        place = Place.of("booking", store)
        self.keys = KeyRing(place, MASTER_KEY)
        people = KnownPeople(STAFF, PATIENT, OTHER_PATIENT)
        self.booking = open_application(Booking, place, sealed_by(self.keys), people=people)
        self.my_bookings = MyBookings(Database(place), self.keys)
        self.loop = ProjectionLoop(self.booking, self.my_bookings)

    def book(self, visit_id: UUID, hours: int = 0, patient_id: UUID = PATIENT.id) -> None:
        self.booking.book_visit(
            visit_id=visit_id,
            booked_by=STAFF.id,
            name=NAME,
            starts_at=STARTS_AT + timedelta(hours=hours),
            length_minutes=30,
            patient_id=patient_id,
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

    mine, staffs = booked.my_bookings.of(PATIENT.id), booked.my_bookings.of(STAFF.id)
    assert [visit["id"] for visit in mine] == [early, late]
    assert [visit["id"] for visit in staffs] == [early, others, late]
    assert {visit["name"] for visit in staffs} == {NAME}
    assert ListVisits.reply({"visits": mine, "position": 3})["visits"][0]["state"] == "booked"


def test_the_list_says_of_a_visit_what_the_log_says(booked: BookingParts) -> None:  # BOK-8
    started, ended, cancelled = uuid4(), uuid4(), uuid4()
    for visit_id in (started, ended, cancelled):
        booked.book(visit_id)
    for visit_id in (started, ended):
        booked.booking.start_visit(visit_id=visit_id, started_by=STAFF.id, now=STARTS_AT)
    booked.booking.end_visit(visit_id=ended, ended_by=STAFF.id, now=STARTS_AT + timedelta(minutes=9))
    booked.booking.cancel_visit(visit_id=cancelled, cancelled_by=STAFF.id, reason=REASON, now=NOW)

    booked.loop.follow_once()

    listed = {visit["id"]: visit for visit in booked.my_bookings.of(STAFF.id)}
    assert listed == {
        visit_id: visit_described(booked.booking.visit(visit_id, STAFF.id)) for visit_id in (started, ended, cancelled)
    }
    assert listed[cancelled]["cancel_reason"] == REASON


def test_a_forgotten_visit_keeps_its_times_and_loses_its_words(booked: BookingParts) -> None:
    visit_id = uuid4()
    booked.book(visit_id)
    booked.booking.cancel_visit(visit_id=visit_id, cancelled_by=STAFF.id, reason=REASON, now=NOW)
    booked.loop.follow_once()

    booked.keys.forget(visit_id)

    [visit] = booked.my_bookings.of(STAFF.id)
    assert (visit["name"], visit["cancel_reason"], visit["starts_at"]) == ("", None, STARTS_AT)


class IdentityParts:
    def __init__(self, store: dict[str, str]) -> None:
        place = Place.of("identity", store)
        self.keys = KeyRing(place, MASTER_KEY)
        self.database = Database(place)
        self.clicks = Clicks(self.database)
        self.identity = open_application(
            Identity,
            place,
            sealed_by(self.keys),
            numbers=SwedishNumbers(MASTER_KEY),
            clicks=self.clicks,
            sign_in_methods=("demo",),
        )
        self.people = People(self.database, self.keys)
        self.loop = ProjectionLoop(self.identity, self.people)

    def add(self, person_id: UUID, number: str, name: str, roles: list[str]) -> None:
        self.identity.register_person(
            person_id=person_id, registered_by=ANNA, personnummer=number, name=name, roles=roles, now=NOW
        )


@pytest.fixture
def provider(store: dict[str, str]) -> Iterator[IdentityParts]:
    parts = IdentityParts(store)
    parts.add(ANNA, "191212121212", "Örjan Åkesson", ["administrator", "staff"])
    parts.add(BO, "198507099805", "Ängla Ek", ["patient"])
    parts.add(CECILIA, "198507699802", "Zeth Ek", ["patient"])
    yield parts
    parts.identity.close()
    parts.database.close()
    parts.keys.database.close()


def test_people_are_listed_by_role_in_swedish_order(provider: IdentityParts) -> None:  # GRP-2
    provider.loop.follow_once()

    patients = provider.people.with_role("patient", 500)

    assert [person["name"] for person in patients] == ["Zeth Ek", "Ängla Ek"]
    assert [person["initials"] for person in patients] == ["ZE", "ÄE"]
    assert ListPeople.reply({"people": patients})["people"][1]["personnummer"] == "198507099805"
    assert [person["id"] for person in provider.people.with_role("administrator", 500)] == [ANNA]


def test_pages_of_people_leave_nobody_out(provider: IdentityParts) -> None:
    for number in ("199001012385", "197003259194"):
        provider.add(uuid4(), number, "Zeth Ek", ["patient"])
    provider.loop.follow_once()

    first = provider.people.with_role("patient", 1)
    second = provider.people.with_role("patient", 1, after_name=first[-1]["name"])

    assert [person["name"] for person in first + second] == ["Zeth Ek"] * 3 + ["Ängla Ek"]


def test_inactive_people_are_described_but_not_listed_and_removed_ones_neither(provider: IdentityParts) -> None:
    # STA-2, STA-3
    provider.identity.change_status(person_id=BO, changed_by=ANNA, status="inactive", now=NOW)
    provider.identity.change_status(person_id=CECILIA, changed_by=ANNA, status="removed", now=NOW)
    provider.loop.follow_once()

    assert provider.people.with_role("patient", 500) == []
    [described] = provider.people.with_ids([BO, CECILIA, uuid4()])
    assert (described["id"], described["status"]) == (BO, "inactive")


def test_clicks_are_remembered_and_old_ones_let_go(provider: IdentityParts) -> None:  # SES-1
    session, old = uuid4(), uuid4()
    provider.clicks.note(old, NOW - timedelta(days=3))

    provider.clicks.note(session, NOW)
    provider.clicks.note(session, NOW + timedelta(seconds=5))
    provider.clicks.note(session, NOW + timedelta(minutes=5))

    assert provider.clicks.last(session) == NOW + timedelta(minutes=5)
    assert provider.clicks.last(old) is None


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
        {"visit_id": visit, "person_ids": [BO, ANNA]},
        {"visit_id": empty, "person_ids": []},
    ]
    assert present.visits_with_somebody() == ([visit], 5)
    visit_media.close()
    present.database.close()


def test_no_file_holds_a_name_a_number_or_a_reason_in_the_clear(tmp_path: Path) -> None:  # X-1, BOK-7
    store = {"CARE_STORE": "sqlite", "CARE_DATA_DIR": str(tmp_path)}
    visits, provider = BookingParts(store), IdentityParts(store)
    provider.add(ANNA, "191212121212", "Örjan Åkesson", ["administrator", "staff"])
    visits.book(visit_id := uuid4())
    visits.booking.cancel_visit(visit_id=visit_id, cancelled_by=STAFF.id, reason=REASON, now=NOW)
    visits.loop.follow_once()
    provider.loop.follow_once()

    contents = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    for secret in (NAME, "sköldkörteln", REASON, "magsjuka", "Åkesson", "191212121212", "1212121212"):
        assert secret.encode() not in contents
    assert str(visit_id).replace("-", "").encode() in contents
