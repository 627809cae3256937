from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from uuid import UUID

import pytest

from identity.domain.session import LONGEST
from tests.unit.identity.people import ANNA, CECILIA, LATER, NOW
from tests.unit.identity.signing import Desk, desk

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def make_inactive(care: Desk, _: UUID) -> None:
    care.provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status="inactive", now=LATER)


def let_pass(_: Desk, __: UUID) -> None:
    pass


def click_every_hour(care: Desk, session_id: UUID) -> None:
    care.sessions._clicks.note({session_id: None}, NOW + timedelta(hours=11))


@pytest.mark.parametrize(
    ("happens", "at", "reason"),
    [
        (let_pass, NOW + 119 * MINUTE, None),
        (let_pass, NOW + 120 * MINUTE, "idle"),
        (click_every_hour, NOW + LONGEST - MINUTE, None),
        (click_every_hour, NOW + LONGEST, "too_long"),
        (make_inactive, LATER, "status_changed"),
    ],
)
def test_what_is_over_is_swept_with_its_reason(
    happens: Callable[[Desk, UUID], None], at: datetime, reason: str | None
) -> None:  # SES-1, STA-2
    care = desk()
    happens(care, care.session_id(care.sign_in(CECILIA)))

    care.sweeper(at).sweep(Event())
    care.sweeper(at).sweep(Event())

    assert care.endings() == ([] if reason is None else [(CECILIA, reason)])


def test_a_call_is_never_swept_away() -> None:  # SES-1
    care = desk()
    care.calls.going_on.add(care.session_id(care.sign_in(CECILIA)))

    care.sweeper(NOW + 20 * HOUR).sweep(Event())

    assert care.endings() == []


def test_one_who_is_no_longer_active_is_swept_out_of_a_call_too() -> None:  # STA-2
    care = desk()
    session_id = care.session_id(care.sign_in(CECILIA))
    care.calls.going_on.add(session_id)
    make_inactive(care, session_id)

    care.sweeper(LATER).sweep(Event())

    assert care.endings() == [(CECILIA, "status_changed")]


def test_a_sweeper_that_is_told_to_stop_sweeps_no_more() -> None:
    care = desk()
    care.sign_in(CECILIA)
    stop = Event()
    stop.set()

    care.sweeper(NOW + 500 * MINUTE).run(stop)

    assert care.endings() == []
