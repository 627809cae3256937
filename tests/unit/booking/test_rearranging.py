"""A colleague is away: all of their visits are moved, cancelled or given to another, and none twice (BOK-6)."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import IntegrityError

from booking.application.rearrangement_running import RearrangementLoop
from tests.unit.booking.rearranging import CANCEL, ID, MOVE, SUBSTITUTE, Parts, Running, change
from tests.unit.booking.visits import ADMINISTRATOR, COLLEAGUE, NOW, OTHER_PATIENT, PATIENT, STAFF, STARTS_AT


class Cut(BaseException):
    """The process is killed."""


def test_another_takes_over_every_visit() -> None:  # BOK-6
    parts = Parts()
    parts.start(**SUBSTITUTE)

    done = parts.run()

    assert (done.state, done.changed_count, done.problems) == ("done", 3, {})
    assert [visit.staff_ids for visit in parts.visits()] == [[COLLEAGUE.id]] * 3
    assert [visit.patient_ids for visit in parts.visits()] == [[PATIENT.id]] * 3


def test_who_takes_over_and_is_there_already_stays_once() -> None:  # BOK-6
    parts = Parts(visits=0)
    parts.book(both := uuid4(), staff_ids=[STAFF.id, COLLEAGUE.id])
    parts.start(**SUBSTITUTE, visit_ids=[both])

    parts.run()

    assert parts.visit(both).staff_ids == [COLLEAGUE.id]


def test_a_visit_under_way_is_taken_over_but_never_moved_or_cancelled() -> None:  # BOK-6
    outcomes = {}
    for plan in (SUBSTITUTE, MOVE, CANCEL):
        parts = Parts(visits=1)
        [visit_id] = parts.visit_ids
        parts.application.start_visit(visit_id=visit_id, started_by=STAFF.id, now=NOW)
        parts.start(**plan)
        outcomes[plan["action"]] = parts.run().outcomes[visit_id]

    assert outcomes == {"replace": None, "move": "visit_already_started", "cancel": "visit_already_started"}


@pytest.mark.parametrize(
    ("starts_at", "shift_days", "moved"),
    [
        (datetime(2026, 3, 28, 9, tzinfo=UTC), 1, datetime(2026, 3, 29, 8, tzinfo=UTC)),
        (datetime(2026, 3, 30, 8, tzinfo=UTC), -2, datetime(2026, 3, 28, 9, tzinfo=UTC)),
        (datetime(2026, 10, 24, 8, tzinfo=UTC), 1, datetime(2026, 10, 25, 9, tzinfo=UTC)),
        (datetime(2026, 10, 20, 8, tzinfo=UTC), 7, datetime(2026, 10, 27, 9, tzinfo=UTC)),
    ],
)
def test_a_moved_visit_keeps_its_time_of_day_over_a_night_when_the_clocks_change(  # BOK-6
    starts_at: datetime, shift_days: int, moved: datetime
) -> None:
    parts = Parts(visits=0)
    parts.book(visit_id := uuid4(), starts_at=starts_at)
    parts.start(action="move", shift_days=shift_days, visit_ids=[visit_id])

    parts.run()

    assert parts.visit(visit_id).starts_at == moved


def test_what_cannot_be_done_is_told_visit_by_visit_and_holds_up_nobody_else() -> None:  # BOK-6
    parts = Parts(visits=4)
    gone, over, unknown, fine = [*parts.visit_ids[:2], uuid4(), parts.visit_ids[3]]
    other = parts.visit_ids[2]
    parts.application.cancel_visit(visit_id=gone, cancelled_by=STAFF.id, reason=None, now=NOW)
    parts.application.start_visit(visit_id=over, started_by=STAFF.id, now=NOW)
    parts.application.end_visit(visit_id=over, ended_by=STAFF.id, now=NOW)
    change(parts, other, staff_ids=[COLLEAGUE.id])
    parts.start(**MOVE, visit_ids=[gone, over, unknown, other, fine])

    done = parts.run()

    assert done.problems == {
        gone: "visit_cancelled",
        over: "visit_ended",
        unknown: "not_found",
        other: "not_in_the_visit",
    }
    assert (done.state, done.changed_count) == ("done", 1)
    assert parts.visit(fine).starts_at == STARTS_AT + timedelta(days=4)


@pytest.mark.parametrize("dies_at", range(1, 8))
def test_killed_at_any_moment_it_goes_on_and_does_no_visit_twice(  # BOK-6
    monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    parts = Parts(visits=6)
    parts.start(**MOVE)
    saves = iter(range(1, 1000))
    record = parts.application.record

    def dying(*changed: Any) -> int:
        if next(saves) == dies_at:
            raise Cut
        return record(*changed)

    with monkeypatch.context() as patched:
        patched.setattr(parts.application, "record", dying)
        try:
            parts.run()
        except Cut:
            assert parts.rearrangements.read(ID).changed_count == dies_at - 1
    done = parts.run()

    assert (done.state, done.changed_count) == ("done", 6)
    for place, visit in enumerate(parts.visits()):
        assert (visit.version, visit.starts_at) == (2, STARTS_AT + timedelta(days=place + 1))


def test_several_may_run_it_at_once() -> None:  # BOK-6
    parts = Parts(visits=40)
    parts.start(**MOVE)
    others = [RearrangementLoop(parts.rearrangements, Running(parts.application), clock=lambda: NOW) for _ in range(4)]
    threads = [threading.Thread(target=loop.attend, args=(threading.Event(),)) for loop in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    done = parts.run() if parts.rearrangements.read(ID).state == "running" else parts.rearrangements.read(ID)

    assert (done.state, done.changed_count) == ("done", 40)
    assert {visit.version for visit in parts.visits()} == {2}


def test_stopped_in_the_middle_the_others_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:  # BOK-6
    parts = Parts(visits=5)
    parts.start()
    parts.rearrangements.carry_out_some(rearrangement_id=ID, most=2, now=NOW)

    parts.rearrangements.stop(rearrangement_id=ID, stopped_by=ADMINISTRATOR.id, now=NOW)
    stopped = parts.run()

    assert (stopped.state, stopped.changed_count) == ("stopped", 2)
    assert [visit.state for visit in parts.visits()] == ["cancelled"] * 2 + ["booked"] * 3


def test_a_stop_that_comes_while_a_visit_is_saved_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts(visits=5)
    parts.start()
    record = parts.application.record
    has_stopped: list[bool] = []

    def after_a_stop(*changed: Any) -> int:
        if len(changed) == 2 and not has_stopped:
            has_stopped.append(True)
            parts.rearrangements.stop(rearrangement_id=ID, stopped_by=ADMINISTRATOR.id, now=NOW)
        return record(*changed)

    monkeypatch.setattr(parts.application, "record", after_a_stop)
    stopped = parts.run()

    assert (stopped.state, stopped.outcomes) == ("stopped", {})
    assert {visit.state for visit in parts.visits()} == {"booked"}


def test_a_visit_that_somebody_else_changes_meanwhile_is_changed_as_it_is_then(  # BOK-6
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = Parts(visits=1)
    [visit_id] = parts.visit_ids
    parts.start(**SUBSTITUTE)
    record = parts.application.record
    has_changed: list[bool] = []

    def after_a_change(*changed: Any) -> int:
        if len(changed) == 2 and not has_changed:
            has_changed.append(True)
            change(parts, visit_id, length_minutes=45)
        return record(*changed)

    monkeypatch.setattr(parts.application, "record", after_a_change)
    parts.run()

    visit = parts.visit(visit_id)
    assert (visit.length_minutes, visit.staff_ids, visit.version) == (45, [COLLEAGUE.id], 3)


def test_what_others_keep_changing_is_tried_again_at_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts(visits=1)
    parts.start()

    def conflict(*_: Any) -> int:
        raise IntegrityError

    with monkeypatch.context() as patched:
        patched.setattr(parts.application, "record", conflict)
        patched.setattr("chassis.store.log.LONGEST_PAUSE_SECONDS", 0)
        assert parts.run().state == "running"

    assert parts.run().state == "done"


def test_an_administrator_who_is_none_any_more_changes_no_more_visits() -> None:  # STA-2
    parts = Parts(visits=2)
    parts.start()
    parts.application._people.people[ADMINISTRATOR.id] = replace(  # type: ignore[attr-defined]
        ADMINISTRATOR, status="inactive"
    )

    done = parts.run()

    assert set(done.problems.values()) == {"person_not_active"}
    assert {visit.state for visit in parts.visits()} == {"booked"}


def test_a_substitute_who_is_a_patient_of_the_visit_cannot_take_it_over() -> None:  # BOK-6
    both = replace(COLLEAGUE, roles=frozenset({"staff", "patient"}))
    parts = Parts(visits=0)
    parts.application._people.people[COLLEAGUE.id] = both  # type: ignore[attr-defined]
    parts.book(visit_id := uuid4(), patient_ids=[OTHER_PATIENT.id, COLLEAGUE.id])
    parts.start(**SUBSTITUTE, visit_ids=[visit_id])

    assert parts.run().problems == {visit_id: "person_twice"}
