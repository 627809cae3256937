"""A stretch of a log, read and opened."""

from dataclasses import dataclass
from typing import Any

from eventsourcing.application import Application

from chassis.sealing import opened_events


@dataclass(frozen=True, slots=True)
class Found:
    """An event and its place in the log."""

    position: int
    event: Any


def read_on(application: Application[Any], after: int, limit: int, stop: int | None = None) -> list[Found]:
    """What follows a position, at most so much, and not beyond `stop`."""
    stored = application.recorder.select_notifications(after, limit, stop, inclusive_of_start=False)
    opened = opened_events(application, stored)
    return [Found(each.id, event) for each, event in zip(stored, opened, strict=True)]
