from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from booking.domain.participant import Participant
from booking.domain.refusals import (
    IdTaken,
    NotForColleagues,
    OnlyStaff,
    PatientMissing,
    PersonNotActive,
    PersonTwice,
    PersonUnknown,
    StaffMissing,
    TooManyPeople,
)
from chassis.domain import Refusal
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    EVERYONE,
    MANY_PATIENTS,
    OTHER_PATIENT,
    PATIENT,
    STAFF,
    asked,
    book,
    booking,
)

STAFF_AND_ADMINISTRATOR = replace(ADMINISTRATOR, roles=frozenset({"staff", "administrator"}))


def test_staff_book_a_group_visit_with_colleagues_and_several_patients() -> None:  # BOK-1, BOK-7
    visit = book(staff=[STAFF, COLLEAGUE], patients=[PATIENT, OTHER_PATIENT])

    assert visit.is_group
    assert (visit.staff_ids, visit.patient_ids) == ([STAFF.id, COLLEAGUE.id], [PATIENT.id, OTHER_PATIENT.id])


@pytest.mark.parametrize(("patients", "is_group"), [([PATIENT], True), ([PATIENT, OTHER_PATIENT], False)])
def test_a_visit_is_a_group_visit_when_its_booker_says_so_or_it_has_several_patients(
    patients: list[Participant], is_group: bool
) -> None:  # BOK-7
    assert book(patients=patients, is_group=is_group).is_group
    assert not book().is_group


def test_staff_book_for_no_colleague_alone() -> None:  # BOK-2, Q4
    with pytest.raises(NotForColleagues):
        book(booker=STAFF, staff=[COLLEAGUE])


@pytest.mark.parametrize("administrator", [ADMINISTRATOR, STAFF_AND_ADMINISTRATOR])
def test_an_administrator_books_for_anyone(administrator: Participant) -> None:  # BOK-2, Q4
    visit = book(booker=administrator, staff=[COLLEAGUE])

    assert (visit.booked.by, visit.staff_ids) == (administrator.id, [COLLEAGUE.id])


@pytest.mark.parametrize(
    ("booker", "refused"),
    [
        (PATIENT, OnlyStaff),
        (replace(ADMINISTRATOR, status="inactive"), OnlyStaff),
        (replace(STAFF, status="removed"), PersonNotActive),
        (replace(STAFF_AND_ADMINISTRATOR, status="inactive"), PersonNotActive),
    ],
)
def test_nobody_else_books(booker: Participant, refused: type[Refusal]) -> None:  # BOK-1, BOK-2, STA-2, Q8
    with pytest.raises(refused):
        book(booker=booker)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"staff": [], "booker": ADMINISTRATOR}, StaffMissing),
        ({"patients": []}, PatientMissing),
        ({"patients": [PATIENT, OTHER_PATIENT, PATIENT]}, PersonTwice),
        ({"staff": [STAFF, STAFF]}, PersonTwice),
        ({"patients": [PATIENT, STAFF]}, PersonTwice),
        ({"patients": list(MANY_PATIENTS[:50])}, TooManyPeople),
    ],
)
def test_a_visit_has_somebody_on_both_sides_nobody_twice_and_fifty_at_most(
    changed: dict[str, Any], refused: type[Refusal]
) -> None:  # BOK-7, GRP-7
    with pytest.raises(refused):
        book(**changed)


def test_fifty_people_are_a_visit() -> None:  # GRP-7
    visit = book(staff=[STAFF, COLLEAGUE], patients=list(MANY_PATIENTS[:48]))

    assert len(visit.details.everyone) == 50


@pytest.mark.parametrize("status", ["inactive", "removed"])
def test_one_of_many_who_is_not_active_cannot_be_invited(status: str) -> None:  # BOK-10, STA-2, STA-3
    with pytest.raises(PersonNotActive):
        book(patients=[PATIENT, replace(OTHER_PATIENT, status=status)])
    with pytest.raises(PersonNotActive):
        book(staff=[STAFF, replace(COLLEAGUE, status=status)])


def test_too_many_are_refused_before_anyone_is_looked_up() -> None:  # GRP-7
    with pytest.raises(TooManyPeople):
        booking().book_visit(**asked(patient_ids=[uuid4() for _ in range(60)]))


def test_nothing_is_booked_when_one_of_many_is_unknown() -> None:
    application = booking()

    with pytest.raises(PersonUnknown):
        application.book_visit(**asked(patient_ids=[PATIENT.id, uuid4()]))

    assert application.head == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"patient_ids": [PATIENT.id]},
        {"staff_ids": [STAFF.id, COLLEAGUE.id]},
        {"is_group": True},
        {"repeat": {"every_weeks": 1, "times": 2}},
        {"booked_by": ADMINISTRATOR.id},
    ],
)
def test_the_same_id_for_another_booking_is_refused_and_for_the_same_books_once(changed: dict[str, Any]) -> None:
    application = booking(*EVERYONE)
    mine = asked(patient_ids=[OTHER_PATIENT.id])
    application.book_visit(**mine)

    assert application.book_visit(**mine) == (1, [mine["visit_id"]])
    with pytest.raises(IdTaken):
        application.book_visit(**(mine | changed))


def test_a_booking_that_was_changed_since_is_still_the_same_booking() -> None:
    application, mine = booking(), asked()
    application.book_visit(**mine)
    change = {name: mine[name] for name in ("visit_id", "starts_at", "staff_ids", "now")}
    application.change_visit(
        **change,
        name="Nybesök",
        length_minutes=45,
        patient_ids=[PATIENT.id, OTHER_PATIENT.id],
        changed_by=STAFF.id,
        details_version=1,
    )

    assert application.book_visit(**mine) == (2, [mine["visit_id"]])
