"""When a notice is tried again, and when there is no sense in it any more."""

from datetime import datetime, timedelta

SHORTEST = timedelta(seconds=10)
LONGEST = timedelta(hours=1)
TRIED_FOR = timedelta(hours=24)
SHORTLY_BEFORE = timedelta(minutes=10)
"""A notice asked for as late as this before the visit is still worth trying while the visit goes on."""


def next_attempt_at(attempts: int, now: datetime) -> datetime:
    """10 seconds after the first attempt, twice as long after each one, an hour at most."""
    doublings = min(max(attempts - 1, 0), 20)
    return now + min(SHORTEST * (1 << doublings), LONGEST)


def useful_until(kind: str, starts_at: datetime, length_minutes: int) -> datetime:
    """After this a notice is not sent at all: a reminder until the visit begins, any other until its time is over."""
    return starts_at if kind == "reminder" else starts_at + timedelta(minutes=length_minutes)


def tried_until(kind: str, asked_at: datetime, starts_at: datetime, length_minutes: int) -> datetime:
    """After this a failed attempt is not repeated: a day, and not when the visit has begun."""
    was_asked_in_time = starts_at - asked_at > SHORTLY_BEFORE
    end = starts_at if was_asked_in_time else useful_until(kind, starts_at, length_minutes)
    return min(asked_at + TRIED_FOR, end)
