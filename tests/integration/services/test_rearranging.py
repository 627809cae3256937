"""A colleague's visits rearranged on both stores, and looked back at, with the read models that follow the log."""

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from booking.application import Booking, RearrangementLoop, Rearrangements, Replays
from booking.projections.my_bookings import MyBookings
from booking.projections.running_rearrangements import RunningRearrangements
from booking.projections.staff_visits import StaffVisits
from booking.projections.visit_index import VisitIndex
from chassis.following.projecting import ProjectionLoop
from chassis.following.rebuilding import rebuild
from chassis.sealing import KeyRing, sealed_by
from chassis.store import Database, Place, open_application
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    EVERYONE,
    NOW,
    OTHER_PATIENT,
    PATIENT,
    STAFF,
    STARTS_AT,
    KnownPeople,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PLAN: dict[str, Any] = {"person_id": STAFF.id, "action": "move", "substitute_id": None, "shift_days": 1}


class House:
    """Booking on a real store, and every read model of it."""

    def __init__(self, store: dict[str, str]) -> None:
        place, self.people = Place.of("booking", store), KnownPeople(*EVERYONE)
        self.keys, self.database = KeyRing(place, bytes(range(32))), Database(place)
        self.booking = open_application(Booking, place, sealed_by(self.keys), people=self.people, keys=self.keys)
        self.my_bookings, self.index = MyBookings(self.database, self.keys), VisitIndex(self.database)
        self.running = RunningRearrangements(self.database)
        self.models = (self.my_bookings, self.index, self.running)
        self.staff_visits = StaffVisits(self.my_bookings)
        self.rearrangements = Rearrangements(self.booking, people=self.people, visits=self.staff_visits)
        self.replays = Replays(self.booking, self.index)

    def book(self, starts_at: datetime = STARTS_AT, **changed: Any) -> UUID:
        wanted: dict[str, Any] = {
            "visit_id": uuid4(),
            "booked_by": ADMINISTRATOR.id,
            "name": "Återbesök",
            "starts_at": starts_at,
            "length_minutes": 30,
            "staff_ids": [STAFF.id],
            "patient_ids": [PATIENT.id],
            "now": NOW,
        } | changed
        self.booking.book_visit(**wanted)
        visit_id: UUID = wanted["visit_id"]
        return visit_id

    def follow(self) -> None:
        for model in self.models:
            while ProjectionLoop(self.booking, model).follow_once():
                pass

    def preview(self, **changed: Any) -> list[tuple[UUID, str | None, int]]:
        self.follow()
        wanted = {**PLAN, "asked_by": ADMINISTRATOR.id, "since": None, "until": None, "now": NOW} | changed
        previewed, _ = self.rearrangements.preview(**wanted)
        return [(each.visit.id, each.problem, each.overlap_count) for each in previewed]

    def start(self, visit_ids: list[UUID], **changed: Any) -> UUID:
        wanted = {**PLAN, "asked_by": ADMINISTRATOR.id, "reason": "Sjuk", "now": NOW} | changed
        self.rearrangements.start(rearrangement_id=(asked := uuid4()), visit_ids=visit_ids, **wanted)
        return asked

    def run(self) -> None:
        """The follower's loop, once round; then a new process looks whether anything is left."""
        for _ in range(2):
            self.follow()
            loop = RearrangementLoop(self.rearrangements, self.running, clock=lambda: NOW)
            loop.attend(threading.Event())
        self.follow()

    def close(self) -> None:
        self.booking.close()
        self.database.close()
        self.keys.database.close()


@pytest.fixture
def house(store: dict[str, str]) -> Iterator[House]:
    house = House(store)
    yield house
    house.close()


def test_the_visits_ahead_or_going_on_are_tried_by_start_with_what_they_would_touch(house: House) -> None:  # BOK-6
    later, first = house.book(STARTS_AT + DAY), house.book()
    going_on = house.book(NOW, visit_id=uuid4())
    house.booking.start_visit(visit_id=going_on, started_by=STAFF.id, now=NOW)
    house.book(STARTS_AT, staff_ids=[COLLEAGUE.id], patient_ids=[OTHER_PATIENT.id])
    house.book(STARTS_AT + DAY + HOUR / 4, staff_ids=[COLLEAGUE.id])  # the patient's own, elsewhere
    ended = house.book(NOW)
    house.booking.start_visit(visit_id=ended, started_by=STAFF.id, now=NOW)
    house.booking.end_visit(visit_id=ended, ended_by=STAFF.id, now=NOW)

    moved = house.preview()
    replaced = house.preview(action="replace", substitute_id=COLLEAGUE.id, shift_days=None)
    only_one_day = house.preview(since=STARTS_AT + HOUR, until=STARTS_AT + 2 * DAY)

    assert moved == [(going_on, "visit_already_started", 0), (first, None, 1), (later, None, 0)]
    assert replaced == [(going_on, None, 0), (first, None, 1), (later, None, 1)]
    assert [visit_id for visit_id, _, _ in only_one_day] == [going_on, later]


def test_it_runs_through_ends_and_is_in_no_list_of_what_runs(house: House) -> None:  # BOK-6
    visit_ids = [house.book(STARTS_AT + number * DAY) for number in range(25)]
    asked = house.start(visit_ids)
    house.follow()
    assert house.running.ids() == [asked]

    house.run()

    done = house.rearrangements.read(asked)
    assert (done.state, done.changed_count, house.running.ids()) == ("done", 25, [])
    assert [house.booking.existing(each).starts_at for each in visit_ids] == [
        STARTS_AT + (number + 1) * DAY for number in range(25)
    ]
    assert {house.booking.existing(each).version for each in visit_ids} == {2}


def test_cut_off_in_the_middle_of_a_transaction_nothing_of_it_is_left(  # BOK-6
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_ids = [house.book(STARTS_AT + number * DAY) for number in range(5)]
    asked = house.start(visit_ids, action="cancel", shift_days=None)
    house.follow()
    record, calls = house.booking.record, iter(range(100))

    def torn(*changed: Any) -> int:
        if next(calls) == 2:
            with monkeypatch.context() as patched:
                patched.setattr(house.booking.mapper, "to_stored_event", _power_cut)
                return record(*changed)
        return record(*changed)

    monkeypatch.setattr(house.booking, "record", torn)
    with pytest.raises(PowerCut):
        RearrangementLoop(house.rearrangements, house.running, clock=lambda: NOW).attend(threading.Event())
    monkeypatch.undo()
    assert [house.booking.existing(each).state for each in visit_ids].count("cancelled") == 2

    house.run()

    assert house.rearrangements.read(asked).state == "done"
    assert {house.booking.existing(each).version for each in visit_ids} == {2}


def test_every_read_model_is_what_the_log_says_and_a_look_back_agrees(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    visit_id = house.book()
    house.run()
    asked = house.start([visit_id], action="replace", substitute_id=COLLEAGUE.id, shift_days=None)
    house.run()

    seen = {
        who.id: [each.visit.id for each in house.replays.person(person_id=who.id, at=NOW, roles=None, status=None)]
        for who in (STAFF, COLLEAGUE, PATIENT)
    }

    assert seen == {STAFF.id: [], COLLEAGUE.id: [visit_id], PATIENT.id: [visit_id]}
    assert [each.visit.id for each in house.replays.day(date(2026, 3, 2))] == [visit_id]
    assert house.rearrangements.read(asked).state == "done"
    assert rebuild(house.booking, house.models) == 0, capsys.readouterr().out


def test_why_they_were_rearranged_stands_nowhere_in_the_clear(house: House) -> None:
    house.start([house.book()], reason="Influensa")
    house.run()
    written: list[bytes] = []
    stored = house.booking.recorder.select_notifications(None, 100)

    written += [each.state for each in stored]

    assert not [state for state in written if b"Influensa" in state]


class PowerCut(BaseException):
    pass


def _power_cut(_: object) -> None:
    raise PowerCut
