from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from booking.domain.details import Details
from booking.domain.participant import Participant
from booking.domain.refusals import (
    LengthOutOfRange,
    NameMissing,
    NotAPatient,
    OnlyStaff,
    PatientMissing,
    PersonNotActive,
    PersonTwice,
    StaffMissing,
    StartsInThePast,
    TooFarAhead,
    TooManyPeople,
    VisitAlreadyStarted,
    VisitCancelled,
    VisitEnded,
    VisitMissed,
    VisitNotFound,
)
from booking.domain.visit import Visit
from booking.publishing import published
from chassis.domain import ChangedMeanwhile, Refusal
from contracts.booking.events import VisitChanged
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    EVERYONE,
    LATER,
    LONG_AFTER,
    MANY_PATIENTS,
    NOW,
    OTHER_PATIENT,
    PATIENT,
    STAFF,
    STARTS_AT,
    in_state,
)

PEOPLE = {person.id: person for person in (*EVERYONE, *MANY_PATIENTS)}


def change(visit: Visit, by: Participant = STAFF, now: Any = NOW, read: int = 1, **changed: Any) -> Visit.Changed:
    """What is told of the change."""
    wanted = replace(visit.details, **changed)
    visit.change(by, Details.of(**_written(wanted)), PEOPLE, read=read, reason=" Sjuk ", now=now)
    [event] = visit.collect_events()
    assert isinstance(event, Visit.Changed)
    return event


def _written(details: Details) -> dict[str, Any]:
    return {name: getattr(details, name) for name in Details.__dataclass_fields__}


@pytest.mark.parametrize("person", [STAFF, ADMINISTRATOR])
def test_staff_of_a_visit_and_administrators_change_everything_of_it(person: Participant) -> None:  # BOK-3, BOK-4, Q4
    visit, later = in_state("booked"), STARTS_AT + timedelta(days=1)

    changed = change(
        visit, person, name=" Nybesök ", starts_at=later, length_minutes=45, patient_ids=(PATIENT.id, OTHER_PATIENT.id)
    )

    assert (visit.name, visit.starts_at, visit.length_minutes) == ("Nybesök", later, 45)
    assert (visit.patient_ids, visit.is_group) == ([PATIENT.id, OTHER_PATIENT.id], True)
    assert (changed.changed_by, changed.reason, changed.state) == (person.id, "Sjuk", "booked")
    assert (visit.version, visit.details_version) == (2, 2)


def test_a_change_says_what_was_before_and_who_came_and_went() -> None:  # BOK-3, NOT-1
    visit = in_state("booked")

    event = published(change(visit, staff_ids=(COLLEAGUE.id,), starts_at=STARTS_AT + timedelta(hours=1)))

    assert event is not None
    told = VisitChanged.heard(event.body, 1)
    assert (told["previous_starts_at"], told["starts_at"]) == (STARTS_AT, STARTS_AT + timedelta(hours=1))
    assert (told["brought_in_ids"], told["taken_out_ids"]) == ([COLLEAGUE.id], [STAFF.id])
    assert (told["is_renamed"], told["needs_action"], told["state"]) == (False, False, "booked")
    assert "name" not in event.body
    assert "reason" not in event.body


def test_one_who_was_replaced_belongs_to_it_no_longer_also_in_the_middle() -> None:  # BOK-6
    visit = in_state("started")

    changed = change(visit, ADMINISTRATOR, LATER, staff_ids=(COLLEAGUE.id,))

    assert (changed.state, changed.taken_out_ids) == ("started", [STAFF.id])
    with pytest.raises(VisitNotFound):
        visit.end(STAFF, LATER)
    visit.end(COLLEAGUE, LATER)
    assert visit.state == "ended"


def test_replaced_and_brought_back_is_the_same_as_before() -> None:  # BOK-6
    visit = in_state("booked")
    change(visit, ADMINISTRATOR, staff_ids=(COLLEAGUE.id,))

    back = change(visit, ADMINISTRATOR, read=2, staff_ids=(STAFF.id,))

    assert (back.brought_in_ids, back.taken_out_ids) == ([STAFF.id], [COLLEAGUE.id])
    visit.start(STAFF, STARTS_AT)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"name": " "}, NameMissing),
        ({"length_minutes": 481}, LengthOutOfRange),
        ({"staff_ids": ()}, StaffMissing),
        ({"patient_ids": ()}, PatientMissing),
        ({"patient_ids": (PATIENT.id, PATIENT.id)}, PersonTwice),
        ({"patient_ids": (PATIENT.id, STAFF.id)}, PersonTwice),
        ({"patient_ids": tuple(each.id for each in MANY_PATIENTS)}, TooManyPeople),
        ({"patient_ids": (PATIENT.id, COLLEAGUE.id)}, NotAPatient),
        ({"staff_ids": (STAFF.id, ADMINISTRATOR.id)}, OnlyStaff),
        ({"starts_at": NOW - timedelta(hours=1)}, StartsInThePast),
        ({"starts_at": NOW + timedelta(days=1500)}, TooFarAhead),
    ],
)
def test_what_could_not_be_booked_cannot_come_of_a_change(changed: dict[str, Any], refused: type[Refusal]) -> None:
    visit = in_state("booked")  # BOK-3, BOK-10, GRP-7

    with pytest.raises(refused):
        change(visit, **changed)

    assert visit.collect_events() == []


def test_a_visit_whose_time_has_passed_keeps_its_start_and_may_get_other_people() -> None:  # BOK-3
    visit = in_state("booked")

    change(visit, now=LONG_AFTER, patient_ids=(OTHER_PATIENT.id,))

    assert visit.starts_at == STARTS_AT


def test_while_it_is_under_way_length_name_and_people_change_and_the_start_stays() -> None:  # BOK-3, LIF-10
    visit = in_state("started")

    changed = change(visit, now=LATER, length_minutes=90, name="Längre samtal")

    assert (changed.state, visit.length_minutes, visit.state) == ("started", 90, "started")
    with pytest.raises(VisitAlreadyStarted):
        change(visit, read=visit.details_version, starts_at=STARTS_AT + timedelta(days=1))


@pytest.mark.parametrize(
    ("state", "refused"), [("ended", VisitEnded), ("cancelled", VisitCancelled), ("missed", VisitMissed)]
)
def test_what_is_over_is_not_changed(state: str, refused: type[Refusal]) -> None:  # BOK-3
    with pytest.raises(refused):
        change(in_state(state), name="Nybesök")


@pytest.mark.parametrize(
    ("person", "refused"),
    [
        (COLLEAGUE, VisitNotFound),
        (OTHER_PATIENT, VisitNotFound),
        (PATIENT, OnlyStaff),
        (replace(STAFF, status="inactive"), PersonNotActive),
        (replace(ADMINISTRATOR, status="removed"), PersonNotActive),
    ],
)
def test_nobody_else_changes_a_visit(person: Participant, refused: type[Refusal]) -> None:  # BOK-3, Q8, STA-2
    with pytest.raises(refused):
        change(in_state("booked"), person, name="Nybesök")


def test_the_same_again_changes_nothing_whatever_was_read_and_in_whatever_order_people_stand() -> None:
    visit = in_state("booked")
    change(visit, patient_ids=(PATIENT.id, OTHER_PATIENT.id))

    again = replace(visit.details, patient_ids=(OTHER_PATIENT.id, PATIENT.id))
    visit.change(STAFF, again, PEOPLE, read=1, reason=None, now=NOW)

    assert visit.collect_events() == []


def test_a_change_of_what_others_changed_meanwhile_is_refused() -> None:  # BOK-3
    visit = in_state("booked")
    change(visit, length_minutes=45)

    with pytest.raises(ChangedMeanwhile):
        change(visit, name="Nybesök")
    change(visit, read=2, name="Nybesök")


def test_starting_a_visit_is_no_change_of_its_details() -> None:  # BOK-3, LIF-1
    visit = in_state("started")

    change(visit, now=LATER, length_minutes=45)

    assert visit.details_version == 3


def test_whoever_left_meanwhile_makes_what_was_read_old() -> None:  # Q7
    visit = in_state("booked")
    visit.take_out(replace(PATIENT, status="inactive"), ADMINISTRATOR.id, NOW)
    visit.collect_events()

    with pytest.raises(ChangedMeanwhile):
        change(visit, length_minutes=45, patient_ids=(PATIENT.id,))


def test_whoever_was_in_it_before_is_not_asked_again() -> None:  # BOK-10
    visit = in_state("booked")
    wanted = replace(visit.details, length_minutes=45)

    visit.change(STAFF, wanted, {}, read=1, reason=None, now=NOW)

    assert visit.length_minutes == 45


def test_a_visit_that_lost_its_patient_may_get_other_staff_or_a_patient_and_then_needs_nothing() -> None:  # Q7, BOK-6
    visit = in_state("booked")
    visit.take_out(replace(PATIENT, status="inactive"), ADMINISTRATOR.id, NOW)
    visit.collect_events()

    replaced = published(change(visit, ADMINISTRATOR, read=2, staff_ids=(COLLEAGUE.id,)))
    mended = published(change(visit, ADMINISTRATOR, read=3, patient_ids=(OTHER_PATIENT.id,)))

    assert replaced is not None
    assert mended is not None
    assert (replaced.body["needs_action"], mended.body["needs_action"]) == (True, False)
    assert not visit.needs_action


def test_a_group_visit_stays_one_with_a_single_patient_left() -> None:  # BOK-7
    visit = in_state("booked")
    change(visit, patient_ids=(PATIENT.id, OTHER_PATIENT.id))

    change(visit, read=2, patient_ids=(PATIENT.id,))

    assert visit.is_group


def test_staff_leave_a_visit_only_to_a_colleague() -> None:  # BOK-3, Q4
    visit = in_state("booked")

    with pytest.raises(StaffMissing):
        change(visit, staff_ids=())
    change(visit, staff_ids=(COLLEAGUE.id,))

    with pytest.raises(VisitNotFound):
        change(visit, name="Nybesök", read=2)
