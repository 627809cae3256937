"""What a person could have done with a visit at a moment: each thing is tried on a copy."""

import copy
from collections.abc import Callable
from datetime import datetime

from booking.domain.life import OPEN, check_is_one_of
from booking.domain.offspring import check_may_be_divided, check_may_be_invited_again
from booking.domain.participant import Participant
from booking.domain.refusals import VisitNotStarted
from booking.domain.visit import Visit
from chassis.domain import Refusal

Attempt = Callable[[Visit, Participant, datetime], None]


def abilities(visit: Visit, person: Participant, now: datetime) -> list[str]:
    """By name, in the order of a visit's life; what would change nothing is not counted."""
    return [name for name, attempt in ATTEMPTS.items() if _is_possible(attempt, visit, person, now)]


def _is_possible(attempt: Attempt, visit: Visit, person: Participant, now: datetime) -> bool:
    tried = copy.deepcopy(visit)
    try:
        attempt(tried, person, now)
    except Refusal:
        return False
    return attempt in CHECKS or bool(tried.pending_events)


def _join(visit: Visit, person: Participant, _: datetime) -> None:
    person.check_is_active()
    visit.details.check_belongs(person.id)
    if person.id in visit.staff_ids:
        person.check_acts_as_staff()
    if visit.state != "started":
        raise VisitNotStarted


def _change(visit: Visit, person: Participant, _: datetime) -> None:
    visit.details.check_is_decided_by(person)
    check_is_one_of(visit.state, *OPEN)


def _open_small_groups(visit: Visit, person: Participant, _: datetime) -> None:
    check_may_be_divided(visit, person)


CHECKS: tuple[Attempt, ...] = (_join, _change, check_may_be_invited_again, _open_small_groups)
ATTEMPTS: dict[str, Attempt] = {
    "change": _change,
    "cancel": lambda visit, person, now: visit.cancel(person, None, now),
    "start": lambda visit, person, now: visit.start(person, now),
    "mark_missed": lambda visit, person, now: visit.miss(person, now),
    "take_back_missed": lambda visit, person, now: visit.take_back_missed(person, now),
    "join": _join,
    "open_small_groups": _open_small_groups,
    "end": lambda visit, person, now: visit.end(person, now),
    "invite_again": check_may_be_invited_again,
}
