"""Taking people out of their visits: in steps, again after a restart, and only while they may not be there (Q7)."""

import threading
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from booking.application import Booking, Departures
from booking.application.departing import SECOND_SWEEP_AFTER, VISITS_AT_ONCE
from booking.domain.participant import Leaver, Participant
from booking.domain.visit import Visit
from chassis.domain import ChangedMeanwhile
from tests.unit.booking.visits import ADMINISTRATOR, NOW, OTHER_PATIENT, PATIENT, STAFF, STARTS_AT, booking

MANY = 3 * VISITS_AT_ONCE + 1
INACTIVE = Leaver(replace(PATIENT, status="inactive"), 2, ADMINISTRATOR.id)


class Leavers:
    """The people who are to leave, as the view of people keeps them."""

    def __init__(self, *leavers: Leaver) -> None:
        self.waiting = {leaver.person.id: (leaver, 2, NOW) for leaver in leavers}

    def due(self, now: datetime, limit: int) -> Sequence[Leaver]:
        return [leaver for leaver, sweeps, due_at in self.waiting.values() if sweeps and due_at <= now][:limit]

    def swept(self, leaver: Leaver, next_due_at: datetime) -> None:
        newest, sweeps, _ = self.waiting[leaver.person.id]
        if newest.version == leaver.version:
            self.waiting[leaver.person.id] = (newest, sweeps - 1, next_due_at)


class Visits:
    """The list of visits, which may be late."""

    def __init__(self, application: Booking, visit_ids: Sequence[UUID]) -> None:
        self.application, self.visit_ids, self.is_late = application, list(visit_ids), False

    def catch_up(self, at_least: int | None) -> int:
        return 0 if self.is_late else at_least or 0

    def open_visits(self, person_id: UUID, roles: Collection[str], after: UUID | None, limit: int) -> list[UUID]:
        theirs = [each for each in self.visit_ids if self._is_in(person_id, roles, each)]
        return [each for each in sorted(theirs) if after is None or each > after][:limit]

    def _is_in(self, person_id: UUID, roles: Collection[str], visit_id: UUID) -> bool:
        visit = self.application.find(Visit, visit_id)
        assert visit is not None
        ids_of = {"staff": visit.staff_ids, "patient": visit.patient_ids}
        return visit.is_open and any(person_id in ids_of[role] for role in roles)


class Parts:
    def __init__(self, *leavers: Leaver, visits: int = 1) -> None:
        self.application = booking()
        self.visit_ids = [UUID(int=100 + number) for number in range(visits)]
        for visit_id in self.visit_ids:
            self.book(visit_id)
        self.leavers = Leavers(*leavers)
        self.visits = Visits(self.application, self.visit_ids)
        self.departures = Departures(self.application, self.leavers, self.visits)

    def book(self, visit_id: UUID, patient: Participant = PATIENT) -> None:
        self.application.book_visit(
            visit_id=visit_id,
            booked_by=STAFF.id,
            name="Återbesök",
            starts_at=STARTS_AT,
            length_minutes=30,
            staff_ids=[STAFF.id],
            patient_ids=[patient.id],
            now=NOW,
        )

    def visit(self, visit_id: UUID) -> Visit:
        found = self.application.find(Visit, visit_id)
        assert found is not None
        return found

    def left(self) -> int:
        return sum(PATIENT.id not in self.visit(each).patient_ids for each in self.visit_ids)


def test_someone_with_very_many_visits_leaves_them_a_few_at_a_time() -> None:  # Q7
    parts = Parts(INACTIVE, visits=MANY)

    left = []
    while parts.departures.step(NOW):
        left.append(parts.left())

    assert left == [VISITS_AT_ONCE, 2 * VISITS_AT_ONCE, 3 * VISITS_AT_ONCE, MANY]
    assert all(parts.visit(each).needs_action for each in parts.visit_ids)


def test_a_restart_in_the_middle_goes_on_where_it_was() -> None:
    parts = Parts(INACTIVE, visits=MANY)
    parts.departures.step(NOW)

    anew = Departures(parts.application, parts.leavers, parts.visits)
    while anew.step(NOW):
        pass

    assert parts.left() == MANY
    assert parts.application.head == 2 * MANY


def test_a_booking_that_was_being_saved_meanwhile_is_found_by_the_second_sweep() -> None:
    parts = Parts(INACTIVE)
    while parts.departures.step(NOW):
        pass
    late = UUID(int=999)
    parts.book(late)
    parts.visits.visit_ids.append(late)

    assert not parts.departures.step(NOW)
    assert parts.departures.step(NOW + SECOND_SWEEP_AFTER)

    assert parts.visit(late).patient_ids == []
    assert not parts.departures.step(NOW + timedelta(days=1))


def test_nothing_is_decided_from_a_list_that_is_late() -> None:
    parts = Parts(INACTIVE)
    parts.visits.is_late = True

    assert not parts.departures.step(NOW)
    parts.visits.is_late = False
    assert parts.departures.step(NOW)

    assert parts.left() == 1


@pytest.mark.parametrize("person", [PATIENT, replace(PATIENT, roles=frozenset({"patient", "administrator"}))])
def test_one_who_is_active_now_leaves_nothing_however_old_the_news(person: Participant) -> None:  # Q7
    parts = Parts(Leaver(person, 3, ADMINISTRATOR.id))

    while parts.departures.step(NOW):
        pass

    assert parts.left() == 0
    assert parts.application.head == 1


def test_staff_who_lost_the_right_leave_as_staff() -> None:  # Q7, ROL-1
    parts = Parts(Leaver(replace(STAFF, roles=frozenset({"administrator"})), 2, ADMINISTRATOR.id))

    while parts.departures.step(NOW):
        pass

    [visit_id] = parts.visit_ids
    assert (parts.visit(visit_id).staff_ids, parts.visit(visit_id).patient_ids) == ([], [PATIENT.id])


def test_a_visit_that_others_keep_changing_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts(INACTIVE)
    with monkeypatch.context() as patched:
        patched.setattr(parts.application, "take_out", _changed_meanwhile)
        parts.departures.step(NOW)

    parts.departures.step(NOW)

    assert parts.left() == 1


def test_others_visits_stay_as_they_are() -> None:
    parts = Parts(INACTIVE)
    theirs = UUID(int=500)
    parts.book(theirs, OTHER_PATIENT)
    parts.visits.visit_ids.append(theirs)

    while parts.departures.step(NOW):
        pass

    assert parts.visit(theirs).patient_ids == [OTHER_PATIENT.id]


def test_the_loop_ends_when_it_is_told_to() -> None:
    parts, stop = Parts(), threading.Event()
    stop.set()

    parts.departures.run(stop)

    assert parts.departures.name == "departures"


def _changed_meanwhile(**_: object) -> int:
    raise ChangedMeanwhile
