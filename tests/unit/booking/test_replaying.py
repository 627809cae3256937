"""What could somebody see and do at a moment, and what did a day hold: from the log alone (X-2)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from booking.application import Replays
from booking.projections.timeline import days_visits, persons_visits
from booking.projections.visit_index import VisitIndex
from chassis.following.projecting import ProjectionLoop
from chassis.store import Database, Place
from contracts.booking.calls import ReplayDay, ReplayPerson
from tests.unit.booking.rearranging import Parts, change
from tests.unit.booking.visits import ADMINISTRATOR, COLLEAGUE, LATER, NOW, OTHER_PATIENT, PATIENT, STAFF, STARTS_AT

VISIT = UUID(int=77)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TODAY = date(2026, 3, 2)


class Looking(Parts):
    """Booking in memory, and the index that follows its log."""

    def __init__(self, folder: Path) -> None:
        super().__init__(visits=0)
        self.database = Database(Place("booking", "sqlite", str(folder)))
        self.index = VisitIndex(self.database)
        self._following = ProjectionLoop(self.application, self.index)
        self.replays = Replays(self.application, self.index)

    def person(self, person_id: UUID, at: datetime, **rights: Any) -> list[dict[str, Any]]:
        self._catch_up()
        found = self.replays.person(person_id=person_id, at=at, **({"roles": None, "status": None} | rights))
        return self._told(ReplayPerson, persons_visits(found))

    def day(self, day: date) -> list[dict[str, Any]]:
        self._catch_up()
        return self._told(ReplayDay, days_visits(self.replays.day(day)))

    def _told(self, call: Any, visits: list[dict[str, Any]]) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = call.read_reply(call.reply({"visits": visits}))["visits"]
        return told

    def _catch_up(self) -> None:
        while self._following.follow_once():
            pass


@pytest.fixture
def looking(tmp_path: Path) -> Iterator[Looking]:
    looking = Looking(tmp_path)
    yield looking
    looking.database.close()


def test_what_staff_could_do_follows_the_life_of_the_visit(looking: Looking) -> None:
    looking.book(VISIT)
    looking.application.start_visit(visit_id=VISIT, started_by=STAFF.id, now=STARTS_AT)
    looking.application.end_visit(visit_id=VISIT, ended_by=STAFF.id, now=LATER)

    moments = [NOW - MINUTE, NOW, STARTS_AT, LATER, LATER + 3 * MINUTE]
    could = [[each["can"] for each in looking.person(STAFF.id, at)] for at in moments]

    assert could == [
        [],
        [["change", "cancel", "start"]],
        [["change", "join", "end"]],
        [["invite_again"]],
        [[]],
    ]


def test_a_patient_could_join_a_started_visit_and_nothing_else(looking: Looking) -> None:  # X-2, LIF-1, Q8
    looking.book(VISIT)
    looking.application.start_visit(visit_id=VISIT, started_by=STAFF.id, now=STARTS_AT)

    booked, started = (looking.person(PATIENT.id, at) for at in (NOW, STARTS_AT))

    assert [(each["role"], each["state"], each["can"]) for each in booked] == [("patient", "booked", [])]
    assert [(each["role"], each["state"], each["can"]) for each in started] == [("patient", "started", ["join"])]


def test_the_rights_a_person_had_then_count_and_not_those_of_today(looking: Looking) -> None:  # X-2, STA-2
    looking.book(VISIT)

    as_nobody = looking.person(STAFF.id, NOW, roles=["staff"], status="inactive")
    without_the_right = looking.person(STAFF.id, NOW, roles=["administrator"], status="active")

    assert [each["can"] for each in as_nobody] == [[]]
    assert [each["can"] for each in without_the_right] == [["change", "cancel"]]


def test_one_who_was_taken_out_saw_the_visit_until_then(looking: Looking) -> None:  # X-2, BOK-6
    looking.book(VISIT)
    looking.start(action="replace", substitute_id=COLLEAGUE.id, visit_ids=[VISIT])
    looking.rearrangements.carry_out_some(rearrangement_id=UUID(int=900), most=1, now=NOW + MINUTE)

    seen = {
        who.id: [len(looking.person(who.id, at)) for at in (NOW, NOW + MINUTE)] for who in (STAFF, COLLEAGUE, PATIENT)
    }

    assert seen == {STAFF.id: [1, 0], COLLEAGUE.id: [0, 1], PATIENT.id: [1, 1]}


def test_a_day_holds_what_was_booked_for_it_and_what_happened_on_it(looking: Looking) -> None:
    today, tomorrow, moved_away = (UUID(int=number) for number in (1, 2, 3))
    looking.book(today)
    looking.book(tomorrow, starts_at=STARTS_AT + DAY)
    looking.book(moved_away, starts_at=STARTS_AT + DAY)
    change(looking, moved_away, starts_at=STARTS_AT + 2 * DAY)
    looking.application.start_visit(visit_id=today, started_by=STAFF.id, now=STARTS_AT)
    looking.application.end_visit(visit_id=today, ended_by=STAFF.id, now=STARTS_AT + DAY)

    told = {
        day: {each["visit_id"]: (each["state"], [one["what"] for one in each["timeline"]]) for each in looking.day(day)}
        for day in (TODAY, TODAY + DAY, TODAY + 2 * DAY)
    }

    assert told == {
        TODAY: {
            today: ("started", ["booked", "started"]),
            tomorrow: ("booked", ["booked"]),
            moved_away: ("booked", ["booked", "changed"]),
        },
        TODAY + DAY: {today: ("ended", ["ended"]), tomorrow: ("booked", [])},
        TODAY + 2 * DAY: {moved_away: ("booked", [])},
    }


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_when_the_clocks_change_is_23_or_25_hours_long(looking: Looking, night: date) -> None:
    first = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(hours=1 if night.month == 3 else 2)
    after = first + timedelta(hours=23 if night.month == 3 else 25)
    looking.book(early := UUID(int=1), starts_at=first)
    looking.book(late := UUID(int=2), starts_at=after - MINUTE)
    looking.book(UUID(int=3), starts_at=after)

    assert [each["visit_id"] for each in looking.day(night)] == [early, late]


def test_what_changed_is_told_and_what_it_was_called_is_not(looking: Looking) -> None:  # X-2, BOK-7
    looking.book(VISIT)
    change(looking, VISIT, name="Hemligt", length_minutes=45, patient_ids=[PATIENT.id, OTHER_PATIENT.id])

    [visit] = looking.day(TODAY)

    assert visit["timeline"][1]["details"] == {
        "length_minutes": 45,
        "was_minutes": 30,
        "brought_in_ids": [str(OTHER_PATIENT.id)],
        "is_renamed": True,
    }
    assert visit["timeline"][1]["person_id"] == ADMINISTRATOR.id
    assert visit["is_group"]
    assert "Hemligt" not in str(visit)


def test_a_clock_that_was_set_back_does_not_tear_a_visit_apart(looking: Looking) -> None:
    looking.book(VISIT)
    looking.application.start_visit(visit_id=VISIT, started_by=STAFF.id, now=NOW + 9 * MINUTE)
    looking.application.end_visit(visit_id=VISIT, ended_by=STAFF.id, now=NOW + 5 * MINUTE)

    states = [looking.person(STAFF.id, NOW + minutes * MINUTE)[0]["state"] for minutes in (0, 4, 5, 9)]

    assert states == ["booked", "booked", "ended", "ended"]
