from uuid import UUID

import pytest

from visit_media.domain.admitting import Decision, Person, Visit, decided
from visit_media.signalling.admission import Verdict

STAFF, PATIENT, STRANGER = UUID(int=1), UUID(int=3), UUID(int=9)
ACTIVE = Person("active")


def visit(state: str) -> Visit:
    return Visit(2, state, {STAFF, PATIENT})


@pytest.mark.parametrize("person_id", [STAFF, PATIENT])
def test_those_who_belong_to_a_started_visit_come_in(person_id: UUID) -> None:  # LIF-2, LIF-3
    assert decided(person_id, ACTIVE, visit("started")) is Decision.ADMITTED


@pytest.mark.parametrize(
    ("state", "decision"),
    [("booked", Decision.NOT_STARTED), ("ended", Decision.ENDED), ("cancelled", Decision.CANCELLED)],
)
def test_nobody_comes_in_before_the_start_or_after_the_end(state: str, decision: Decision) -> None:  # LIF-2, LIF-8
    assert decided(PATIENT, ACTIVE, visit(state)) is decision
    assert decided(STAFF, ACTIVE, visit(state)) is decision


def test_strangers_learn_nothing_of_a_visit() -> None:  # GRP-6
    assert decided(STRANGER, ACTIVE, visit("started")) is Decision.NOT_IN_THE_VISIT
    assert decided(STRANGER, ACTIVE, visit("ended")) is Decision.NOT_IN_THE_VISIT
    assert decided(STAFF, ACTIVE, None) is Decision.NOT_IN_THE_VISIT


@pytest.mark.parametrize("person", [None, Person("inactive"), Person("removed")])
def test_only_active_persons_come_in(person: Person | None) -> None:  # STA-2, STA-3
    assert decided(PATIENT, person, visit("started")) is Decision.NOT_ACTIVE


def test_the_room_understands_every_decision() -> None:
    assert {each.value for each in Decision} == {each.value for each in Verdict}
