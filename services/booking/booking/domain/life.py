"""The states of a visit, and what is said of a command that comes in the wrong one."""

from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from booking.domain.refusals import VisitAlreadyStarted, VisitCancelled, VisitEnded, VisitMissed, VisitNotStarted

State = Literal["booked", "started", "ended", "cancelled", "missed"]
OPEN: tuple[State, ...] = ("booked", "started")
"""It lies ahead, or goes on."""

NOT_NOW = {
    "booked": VisitNotStarted,
    "started": VisitAlreadyStarted,
    "ended": VisitEnded,
    "cancelled": VisitCancelled,
    "missed": VisitMissed,
}


class Act(NamedTuple):
    """Who did something, and when; nobody yet."""

    by: UUID | None = None
    at: datetime | None = None


NOT_YET = Act()


def check_is_one_of(state: State, *states: State) -> None:
    if state not in states:
        raise NOT_NOW[state]
