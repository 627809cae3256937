"""Repeated bookings: separate visits at the same time of day in Swedish time, whatever the clocks do."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from booking.application import Booking
from booking.domain.refusals import IdTaken, TooFarAhead, VisitAlreadyStarted, VisitNotFound
from booking.domain.series import Repeat, starts_of
from booking.domain.stockholm import STOCKHOLM
from booking.domain.visit import Visit
from booking.publishing import published
from tests.unit.booking.visits import ADMINISTRATOR, COLLEAGUE, NOW, PATIENT, STAFF, STARTS_AT, asked, booking

WEEK = timedelta(weeks=1)
BEFORE_AUTUMN = datetime(2026, 10, 18, tzinfo=STOCKHOLM)  # the clocks go back in the night to 2026-10-25
BEFORE_SPRING = datetime(2027, 3, 21, tzinfo=STOCKHOLM)  # and forward in the night to 2027-03-28


def visits_in(application: Booking, visit_ids: list[uuid.UUID]) -> list[Visit]:
    return [application.existing(visit_id) for visit_id in visit_ids]


def series(times: int = 4, **changed: Any) -> tuple[Booking, list[uuid.UUID]]:
    application = booking()
    repeat = {"every_weeks": 1, "times": times}
    return application, application.book_visit(**asked(repeat=repeat, **changed)).visit_ids


@pytest.mark.parametrize("first_day", [BEFORE_AUTUMN, BEFORE_SPRING])
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_a_series_keeps_the_time_of_day_over_the_nights_when_the_clocks_change(first_day: datetime, hour: int) -> None:
    starts = starts_of(first_day.replace(hour=hour, minute=15).astimezone(UTC), Repeat(1, 3))  # BOK-7

    local = [start.astimezone(STOCKHOLM) for start in starts]
    assert {(each.hour, each.minute, each.weekday()) for each in local} == {(hour, 15, 6)}
    assert [each.date() - local[0].date() for each in local] == [timedelta(), WEEK, 2 * WEEK]
    assert starts[1] - starts[0] != starts[2] - starts[1]


def test_a_time_that_the_night_leaves_out_is_an_hour_later_that_night_only() -> None:  # BOK-7
    starts = starts_of(datetime(2027, 3, 21, 2, 30, tzinfo=STOCKHOLM).astimezone(UTC), Repeat(1, 3))

    assert [start.astimezone(STOCKHOLM).strftime("%H:%M") for start in starts] == ["02:30", "03:30", "02:30"]


def test_of_a_time_that_comes_twice_it_is_the_first_unless_the_second_was_booked() -> None:  # BOK-7
    first = datetime(2026, 10, 25, 2, 30, tzinfo=STOCKHOLM)
    [_, into] = starts_of(datetime(2026, 10, 18, 2, 30, tzinfo=STOCKHOLM).astimezone(UTC), Repeat(1, 2))
    [out_of, later] = starts_of(first.replace(fold=1).astimezone(UTC), Repeat(1, 2))

    assert into == first.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert out_of == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert later == datetime(2026, 11, 1, 1, 30, tzinfo=UTC)


def test_two_hundred_visits_are_booked_in_one_go_and_only_once() -> None:  # BOK-1
    application, wanted = booking(), asked(repeat={"every_weeks": 1, "times": 200})

    booked, again = application.book_visit(**wanted), application.book_visit(**wanted)

    assert booked == again
    assert (booked.position, application.head, len(set(booked.visit_ids))) == (200, 200, 200)
    first_id = wanted["visit_id"]
    assert booked.visit_ids[:3] == [first_id, uuid.uuid5(first_id, "2"), uuid.uuid5(first_id, "3")]
    visits = visits_in(application, booked.visit_ids)
    assert {visit.lineage.series_id for visit in visits} == {first_id}
    assert [visit.lineage.together[1:] for visit in visits] == [(place, 200) for place in range(1, 201)]
    assert [visit.starts_at for visit in visits] == starts_of(STARTS_AT, Repeat(1, 200))


def test_a_series_asked_for_by_many_at_once_is_one_series() -> None:
    application, wanted = booking(), asked(repeat={"every_weeks": 2, "times": 10})

    with ThreadPoolExecutor(6) as pool:
        booked = [pool.submit(application.book_visit, **wanted).result for _ in range(6)]

    assert {tuple(each().visit_ids) for each in booked} == {tuple(application.book_visit(**wanted).visit_ids)}
    assert application.head == 10


def test_all_of_a_series_is_booked_or_nothing() -> None:
    application = booking()

    with pytest.raises(TooFarAhead):
        application.book_visit(**asked(repeat={"every_weeks": 2, "times": 200}))

    assert application.head == 0


@pytest.mark.parametrize("repeat", [None, {"every_weeks": 2, "times": 4}, {"every_weeks": 1, "times": 5}])
def test_another_series_under_the_same_id_is_refused(repeat: dict[str, int] | None) -> None:
    application, [first_id, *_] = series(4)

    with pytest.raises(IdTaken):
        application.book_visit(**asked(visit_id=first_id, repeat=repeat))


def test_the_visits_of_a_series_are_told_as_belonging_together() -> None:
    application, [first_id, second_id] = series(2)

    told = [published(event) for visit_id in (first_id, second_id) for event in application.events.get(visit_id)]

    bodies = [each.body for each in told if each]
    assert [(body["series_id"], body["together_id"]) for body in bodies] == [(str(first_id), str(first_id))] * 2
    assert [(body["together_place"], body["together_size"]) for body in bodies] == [(1, 2), (2, 2)]


def cancel(application: Booking, visit_id: uuid.UUID, by: uuid.UUID = STAFF.id, scope: str = "following") -> int:
    return application.cancel_visit(visit_id=visit_id, cancelled_by=by, reason="Sjuk", scope=scope, now=NOW).cancelled


def test_one_visit_of_a_series_is_cancelled_and_the_others_stay() -> None:  # BOK-3
    application, visit_ids = series(3)

    assert cancel(application, visit_ids[1], scope="one") == 1

    assert [visit.state for visit in visits_in(application, visit_ids)] == ["booked", "cancelled", "booked"]


def test_a_visit_and_all_that_follow_in_its_series_are_cancelled_in_one_go() -> None:  # BOK-3
    application, visit_ids = series(5)
    application.start_visit(visit_id=visit_ids[3], started_by=STAFF.id, now=NOW)

    assert cancel(application, visit_ids[1]) == 3

    states = ["booked", "cancelled", "cancelled", "started", "cancelled"]
    assert [visit.state for visit in visits_in(application, visit_ids)] == states
    last: list[Any] = [list(application.events.get(visit_ids[place]))[-1] for place in (1, 2, 4)]
    assert [(event.together_place, event.together_size, event.reason) for event in last] == [
        (1, 3, "Sjuk"),
        (2, 3, "Sjuk"),
        (3, 3, "Sjuk"),
    ]
    assert len({event.together_id for event in last}) == 1
    assert cancel(application, visit_ids[1]) == 0


def test_what_follows_is_what_begins_later_wherever_it_stood_in_the_series() -> None:  # BOK-3
    application, visit_ids = series(3)
    application.change_visit(
        **{name: value for name, value in asked().items() if name not in ("visit_id", "booked_by", "starts_at")},
        visit_id=visit_ids[2],
        starts_at=STARTS_AT + timedelta(days=1),
        changed_by=STAFF.id,
        details_version=1,
    )

    assert cancel(application, visit_ids[1]) == 1


def test_staff_cancel_only_those_that_follow_in_which_they_are_and_administrators_all() -> None:  # BOK-3, Q4
    application, visit_ids = series(4, staff_ids=[STAFF.id, COLLEAGUE.id])
    application.change_visit(
        **{name: value for name, value in asked().items() if name not in ("visit_id", "booked_by", "starts_at")},
        visit_id=visit_ids[2],
        starts_at=application.existing(visit_ids[2]).starts_at,
        changed_by=STAFF.id,
        details_version=1,
    )

    assert cancel(application, visit_ids[1], by=COLLEAGUE.id) == 2
    assert cancel(application, visit_ids[0], by=ADMINISTRATOR.id) == 2
    with pytest.raises(VisitNotFound):
        cancel(application, visit_ids[2], by=COLLEAGUE.id)


def test_a_visit_that_is_in_no_series_is_cancelled_alone() -> None:
    application, wanted = booking(), asked()
    application.book_visit(**wanted)

    assert cancel(application, wanted["visit_id"]) == 1
    [*_, event] = application.events.get(wanted["visit_id"])
    assert isinstance(event, Visit.Cancelled)
    assert (event.together_id, event.together_place, event.together_size) == (None, 1, 1)


def test_nothing_that_follows_a_started_visit_is_cancelled_with_it() -> None:  # LIF-4
    application, visit_ids = series(2)
    application.start_visit(visit_id=visit_ids[0], started_by=STAFF.id, now=NOW)

    with pytest.raises(VisitAlreadyStarted):
        cancel(application, visit_ids[0])

    assert application.existing(visit_ids[1]).state == "booked"
    assert PATIENT.id in application.existing(visit_ids[1]).patient_ids
