"""«Uteblev»: the patient never came, and when that was a mistake (Q2)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from booking.domain.participant import Participant
from booking.domain.refusals import (
    OnlyStaff,
    PersonNotActive,
    VisitAlreadyStarted,
    VisitCancelled,
    VisitEnded,
    VisitMissed,
    VisitNotFound,
    VisitNotOver,
)
from booking.domain.visit import Visit
from booking.publishing import published
from chassis.domain import Refusal
from contracts.booking.events import VisitMissed as VisitMissedEvent
from contracts.booking.events import VisitMissTakenBack, VisitParticipantsChanged, VisitStarted
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    LONG_AFTER,
    NOW,
    OTHER_PATIENT,
    PATIENT,
    STAFF,
    STARTS_AT,
    KnownPeople,
    asked,
    booking,
    in_state,
)

ENDS_AT = STARTS_AT + timedelta(minutes=30)


@pytest.mark.parametrize("person", [STAFF, ADMINISTRATOR])
def test_a_patient_who_never_came_is_marked_once_the_time_has_passed(person: Participant) -> None:  # Q2
    visit = in_state("booked")

    with pytest.raises(VisitNotOver):
        visit.miss(person, ENDS_AT - timedelta(seconds=1))
    visit.miss(person, ENDS_AT)

    [missed] = visit.collect_events()
    event = published(missed)
    assert event is not None
    assert (event.contract, visit.state, visit.missed) == (VisitMissedEvent, "missed", (person.id, ENDS_AT))
    assert not visit.is_open


def test_time_alone_never_marks_anybody() -> None:  # Q2, LIF-4
    assert in_state("booked").state == "booked"


def test_marking_twice_and_taking_back_twice_change_nothing() -> None:
    visit = in_state("missed")

    visit.miss(STAFF, LONG_AFTER)
    assert visit.collect_events() == []
    visit.take_back_missed(STAFF, LONG_AFTER)
    visit.take_back_missed(STAFF, LONG_AFTER)

    [back] = visit.collect_events()
    event = published(back)
    assert event is not None
    assert (event.contract, visit.state, visit.missed) == (VisitMissTakenBack, "booked", (None, None))


@pytest.mark.parametrize("command", [Visit.miss, Visit.take_back_missed])
@pytest.mark.parametrize(
    ("state", "refused"), [("started", VisitAlreadyStarted), ("ended", VisitEnded), ("cancelled", VisitCancelled)]
)
def test_only_a_visit_that_never_started_was_missed(command: Any, state: str, refused: type[Refusal]) -> None:  # Q2
    with pytest.raises(refused):
        command(in_state(state), STAFF, LONG_AFTER)


def test_a_missed_visit_is_not_cancelled() -> None:
    with pytest.raises(VisitMissed):
        in_state("missed").cancel(STAFF, None, LONG_AFTER)


@pytest.mark.parametrize("command", [Visit.miss, Visit.take_back_missed])
@pytest.mark.parametrize(
    ("person", "refused"),
    [
        (PATIENT, OnlyStaff),
        (COLLEAGUE, VisitNotFound),
        (OTHER_PATIENT, VisitNotFound),
        (replace(STAFF, status="inactive"), PersonNotActive),
    ],
)
def test_nobody_but_staff_of_the_visit_and_administrators_marks(
    command: Any, person: Participant, refused: type[Refusal]
) -> None:  # Q2, Q4
    with pytest.raises(refused):
        command(in_state("missed"), person, LONG_AFTER)


def test_staff_may_still_start_a_missed_visit() -> None:  # Q2, LIF-3
    visit = in_state("missed")

    visit.start(STAFF, LONG_AFTER)

    [started] = visit.collect_events()
    event = published(started)
    assert event is not None
    assert (event.contract, visit.state, visit.missed.by) == (VisitStarted, "started", None)


@pytest.mark.parametrize("command", ["start", "take_back"])
def test_whoever_became_inactive_while_it_was_missed_does_not_come_back_with_it(command: str) -> None:  # Q7, STA-2
    application, wanted = booking(), asked(patient_ids=[PATIENT.id, OTHER_PATIENT.id])
    application.book_visit(**wanted)
    visit_id = wanted["visit_id"]
    application.mark_missed(visit_id=visit_id, marked_by=STAFF.id, now=LONG_AFTER)
    people = application._people
    assert isinstance(people, KnownPeople)
    people.people[PATIENT.id] = replace(PATIENT, status="inactive")

    if command == "start":
        started = application.start_visit(visit_id=visit_id, started_by=STAFF.id, now=LONG_AFTER)
        assert PATIENT.id in started.concerned_ids
    else:
        application.take_back_missed(visit_id=visit_id, taken_back_by=STAFF.id, now=LONG_AFTER)

    visit = application.existing(visit_id)
    assert (visit.patient_ids, visit.needs_action) == ([OTHER_PATIENT.id], False)
    [*_, last] = application.events.get(visit_id)
    told = published(last)
    assert told is not None
    assert (told.contract, told.body["taken_out_id"]) == (VisitParticipantsChanged, str(PATIENT.id))


def test_a_missed_visit_keeps_those_who_missed_it() -> None:  # Q2, Q7
    visit = in_state("missed")

    visit.take_out(replace(PATIENT, status="removed"), ADMINISTRATOR.id, NOW)

    assert (visit.patient_ids, visit.needs_action) == ([PATIENT.id], False)
