"""Whatever the operator does, whoever dies and whatever the clock says: an SMS never arrives twice."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notifications.domain.outgoing import Failure, NotTaken, OutcomeUnknown, TryLater
from tests.unit.notifications.house import PATIENCE, House

WELL, LATER, REFUSED = None, TryLater("operator_unreachable"), NotTaken("refused_by_operator")
LOST, FAULT, CANNOT_SAY = OutcomeUnknown("answer_lost"), OutcomeUnknown("operator_fault"), TryLater("history_not_told")

days = st.lists(
    st.tuples(
        st.sampled_from([WELL, LATER, LOST, FAULT, CANNOT_SAY, REFUSED]),
        st.booleans(),  # whether it takes the SMS though its answer fails
        st.booleans(),  # whether the process dies while it waits for the answer
        st.sampled_from([None, "sent", "delivered", "failed"]),
        st.integers(-3600, 7200),  # seconds until anyone looks again, by a clock that may be put back
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder:
        house = House({"CARE_STORE": "sqlite", "CARE_DATA_DIR": folder}, log_in_memory=True)
        house.decide(sends_email=False)
        yield house
        house.close()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=days)
def test_an_sms_arrives_at_most_once_and_once_if_the_operator_gets_well(house: House, days: list) -> None:
    house.phones.taken = []
    visit_id = house.book(uuid4(), starts_at=house.now + timedelta(days=30))
    for failure, takes_it, dies, receipt, seconds in days:
        says_no = isinstance(failure, TryLater | NotTaken)
        live_through(house, failure, takes_it=takes_it and not says_no, dies=dies)
        if receipt is not None:
            bring_receipt(house, receipt)
        house.now += timedelta(seconds=seconds)

    house.phones.failures, house.phones.takes_all_the_same = [], False
    for _ in range(4):
        house.now += timedelta(hours=2)
        house.send()

    [notice_id] = house.sent.ids(None, visit_id, 10)
    state = house.notices.read(notice_id).state
    arrived = [each.notice_id for each in house.phones.taken].count(notice_id)
    assert arrived <= 1
    assert state in ("sent", "delivered", "failed")
    assert arrived == 1 or state == "failed"


def live_through(house: House, failure: Failure | None, *, takes_it: bool, dies: bool) -> None:
    def end(_: object) -> None:
        if dies:
            raise KeyboardInterrupt

    house.phones.failures = [failure] if failure is not None else []
    house.phones.takes_all_the_same, house.phones.before_it_answers = takes_it, end
    try:
        house.send()
    except KeyboardInterrupt:
        house.now += PATIENCE
    house.phones.before_it_answers = lambda _: None


def bring_receipt(house: House, outcome: str) -> None:
    """Of what has arrived: nobody else is given the address of a receipt."""
    for message in house.phones.taken[-1:]:
        house.notices.receive(notice_id=message.notice_id, operator_id="s1", outcome=outcome, now=house.now)  # type: ignore[arg-type]
