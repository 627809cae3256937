from dataclasses import replace
from typing import Any

import pytest

from booking.domain.lineage import Lineage
from booking.domain.participant import Participant
from booking.domain.refusals import OnlyStaff, VisitNotFound
from booking.domain.visit import Visit
from booking.publishing import published
from contracts.booking.events import VisitCancelled, VisitParticipantsChanged
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    LATER,
    NOW,
    OTHER_PATIENT,
    PATIENT,
    STAFF,
    details_of,
    in_state,
)

BOTH_ROLES = Participant(PATIENT.id, frozenset({"patient", "staff"}), "active")


def without(person: Participant, role: str) -> Participant:
    return replace(person, roles=person.roles - {role} | {"administrator"})


def told(visit: Visit) -> Any:
    [event] = visit.collect_events()
    return event


@pytest.mark.parametrize("status", ["inactive", "removed"])
@pytest.mark.parametrize("state", ["booked", "started"])
def test_a_patient_who_is_no_longer_active_leaves_the_visit_and_it_needs_action(state: str, status: str) -> None:
    visit = in_state(state)  # Q7, STA-2, STA-3

    visit.take_out(replace(PATIENT, status=status), ADMINISTRATOR.id, LATER)

    taken_out = told(visit)
    assert (taken_out.person_id, taken_out.cause, taken_out.taken_out_by) == (PATIENT.id, status, ADMINISTRATOR.id)
    assert (taken_out.staff_ids, taken_out.patient_ids) == ([STAFF.id], [])
    assert (visit.state, visit.needs_action) == (state, True)
    with pytest.raises(VisitNotFound):
        visit.details.check_belongs(PATIENT.id)


def test_staff_who_lost_the_right_leave_their_visits_and_the_patients_stay() -> None:  # Q7, ROL-1
    visit = in_state("booked")

    visit.take_out(without(STAFF, "staff"), ADMINISTRATOR.id, NOW)

    taken_out = told(visit)
    assert (taken_out.cause, taken_out.staff_ids, taken_out.patient_ids) == ("role_lost", [], [PATIENT.id])
    assert visit.needs_action


@pytest.mark.parametrize("person", [STAFF, PATIENT, BOTH_ROLES, replace(COLLEAGUE, status="removed"), OTHER_PATIENT])
def test_whoever_may_be_in_the_visit_or_never_was_changes_nothing(person: Participant) -> None:  # Q7
    visit = in_state("booked")

    visit.take_out(person, ADMINISTRATOR.id, NOW)

    assert visit.collect_events() == []


def test_leaving_twice_is_leaving_once() -> None:
    visit, gone = in_state("booked"), replace(PATIENT, status="inactive")

    visit.take_out(gone, ADMINISTRATOR.id, NOW)
    visit.take_out(replace(PATIENT, status="removed"), ADMINISTRATOR.id, LATER)

    assert len(visit.collect_events()) == 1


@pytest.mark.parametrize("state", ["ended", "cancelled"])
def test_a_visit_that_is_over_keeps_those_who_were_in_it(state: str) -> None:
    visit = in_state(state)

    visit.take_out(replace(PATIENT, status="removed"), ADMINISTRATOR.id, LATER)

    assert visit.collect_events() == []
    assert (visit.patient_ids, visit.needs_action) == ([PATIENT.id], False)


def test_becoming_active_again_brings_nobody_back() -> None:  # Q7
    visit = in_state("booked")
    visit.take_out(replace(PATIENT, status="inactive"), ADMINISTRATOR.id, NOW)

    visit.take_out(PATIENT, ADMINISTRATOR.id, LATER)

    assert visit.patient_ids == []


def test_a_visit_without_a_patient_is_cancelled_by_its_staff_and_then_needs_nothing() -> None:  # Q7, BOK-3
    visit = in_state("booked")
    visit.take_out(replace(PATIENT, status="removed"), ADMINISTRATOR.id, NOW)

    visit.cancel(STAFF, None, NOW)

    assert (visit.state, visit.needs_action) == ("cancelled", False)
    [_, cancelled] = [published(event) for event in visit.collect_events()]
    assert cancelled is not None
    assert (cancelled.contract, cancelled.body["patient_ids"]) == (VisitCancelled, [])


def test_a_started_visit_without_staff_is_ended_by_an_administrator_and_by_no_one_else() -> None:  # Q7, LIF-4
    visit = in_state("started")
    visit.take_out(replace(STAFF, status="inactive"), ADMINISTRATOR.id, LATER)

    for person in (STAFF, COLLEAGUE):
        with pytest.raises(VisitNotFound):
            visit.end(person, LATER)
    with pytest.raises(OnlyStaff):
        visit.end(PATIENT, LATER)
    visit.end(ADMINISTRATOR, LATER)

    assert (visit.state, visit.needs_action) == ("ended", False)


def test_asking_again_for_a_booking_whose_patient_left_is_still_the_same_booking() -> None:
    visit = in_state("booked")
    visit.take_out(replace(PATIENT, status="removed"), ADMINISTRATOR.id, NOW)

    visit.check_was_booked_as(details_of(), False, STAFF.id, Lineage())


def test_the_others_hear_who_belongs_now_and_who_left() -> None:  # Q7
    visit = in_state("started")
    visit.take_out(replace(PATIENT, status="inactive"), ADMINISTRATOR.id, LATER)

    event = published(told(visit))

    assert event is not None
    assert event.contract is VisitParticipantsChanged
    heard = VisitParticipantsChanged.heard(event.body, 1)
    assert (heard["staff_ids"], heard["patient_ids"], heard["state"]) == ([STAFF.id], [], "started")
    assert (heard["taken_out_id"], heard["needs_action"], heard["changed_at"]) == (PATIENT.id, True, LATER)


def test_one_who_stays_in_another_role_has_not_left() -> None:
    # as logs may tell of visits from before nobody could be both
    visit = Visit.book(
        id=PATIENT.id,
        details=details_of(staff=[BOTH_ROLES], patients=[BOTH_ROLES]),
        is_group=False,
        booked_by=BOTH_ROLES.id,
        lineage=Lineage(),
        now=NOW,
    )
    visit.collect_events()
    visit.take_out(replace(BOTH_ROLES, roles=frozenset({"patient"})), ADMINISTRATOR.id, NOW)

    event = published(told(visit))

    assert event is not None
    assert (event.body["patient_ids"], event.body["taken_out_id"]) == ([str(PATIENT.id)], None)
