from uuid import UUID

import pytest

from visit_media.domain.admitting import Coming, Decision, Person, Standing, Visit, decided, standing
from visit_media.signalling.admission import Verdict

STAFF, PATIENT, STRANGER = UUID(int=1), UUID(int=3), UUID(int=9)
ACTIVE = Person("active", {"patient"})
ACTIVE_STAFF = Person("active", {"staff"})


def visit(state: str) -> Visit:
    return Visit(2, state, {STAFF}, {PATIENT})


def coming(person_id: UUID) -> Coming:
    return Coming(person_id, as_staff=person_id == STAFF)


@pytest.mark.parametrize(("person_id", "person"), [(STAFF, ACTIVE_STAFF), (PATIENT, ACTIVE)])
def test_those_who_belong_to_a_started_visit_come_in(person_id: UUID, person: Person) -> None:  # LIF-2, LIF-3
    assert decided(coming(person_id), person, visit("started")) is Decision.ADMITTED


@pytest.mark.parametrize(
    ("state", "decision"),
    [
        ("booked", Decision.NOT_STARTED),
        ("missed", Decision.NOT_STARTED),
        ("ended", Decision.ENDED),
        ("cancelled", Decision.CANCELLED),
    ],
)
def test_nobody_comes_in_before_the_start_or_after_the_end(state: str, decision: Decision) -> None:  # LIF-2, LIF-8
    assert decided(coming(PATIENT), ACTIVE, visit(state)) is decision
    assert decided(coming(STAFF), ACTIVE_STAFF, visit(state)) is decision


def test_strangers_learn_nothing_of_a_visit() -> None:  # GRP-6
    assert decided(coming(STRANGER), ACTIVE, visit("started")) is Decision.NOT_IN_THE_VISIT
    assert decided(coming(STRANGER), ACTIVE, visit("ended")) is Decision.NOT_IN_THE_VISIT
    assert decided(coming(STAFF), ACTIVE_STAFF, None) is Decision.NOT_IN_THE_VISIT


@pytest.mark.parametrize("person", [None, Person("inactive", {"patient"}), Person("removed", {"patient"})])
def test_only_active_persons_come_in(person: Person | None) -> None:  # STA-2, STA-3
    assert decided(coming(PATIENT), person, visit("started")) is Decision.NOT_ACTIVE


def test_the_room_understands_every_decision() -> None:
    assert {each.value for each in Decision} == {each.value for each in Verdict}


@pytest.mark.parametrize("roles", [{"administrator"}, {"patient"}, set()])
def test_staff_who_lost_the_right_do_not_come_in_as_staff(roles: set[str]) -> None:  # ROL-1, Q7
    assert decided(coming(STAFF), Person("active", roles), visit("started")) is Decision.NO_LONGER_STAFF
    assert decided(Coming(STAFF, as_staff=False), Person("active", roles), visit("started")) is Decision.NO_LONGER_STAFF


def test_a_token_for_staff_lets_no_patient_in() -> None:
    assert decided(Coming(PATIENT, as_staff=True), ACTIVE, visit("started")) is Decision.NO_LONGER_STAFF


def test_whoever_was_signed_out_does_not_come_in_by_that_sign_in() -> None:  # SES-3
    signed_out = Coming(PATIENT, as_staff=False, is_signed_out=True)

    assert decided(signed_out, ACTIVE, visit("started")) is Decision.SESSION_OVER


@pytest.mark.parametrize(
    ("state", "why_not"),
    [("booked", None), ("started", None), *((state, "visit_over") for state in ("ended", "cancelled", "missed"))],
)
def test_patients_wait_until_the_visit_is_over(state: str, why_not: str | None) -> None:  # LIF-2
    assert standing(PATIENT, ACTIVE, visit(state)) == Standing(state, why_not)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("person_id", "person"),
    [
        (STAFF, ACTIVE_STAFF),
        (STRANGER, ACTIVE),
        (PATIENT, None),
        (PATIENT, Person("inactive", {"patient"})),
        (PATIENT, Person("removed", {"patient"})),
    ],
)
def test_only_active_patients_of_a_visit_wait_for_it(person_id: UUID, person: Person | None) -> None:  # STA-2, GRP-6
    assert standing(person_id, person, visit("booked")).why_not_waiting == "not_admitted"


def test_of_a_visit_that_is_not_known_nobody_is_a_patient() -> None:
    assert standing(PATIENT, ACTIVE, None) == Standing(None, "not_admitted")
