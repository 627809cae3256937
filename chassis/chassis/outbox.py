"""The service's own event log read as an outbox: each stored event that is published, ready to be sent."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventsourcing.application import Application

from chassis.reading import Found, read_on
from contracts.message import Event, Published

Publishing = Callable[[Any], Published | None]
"""Stored event → published event, or None when it is nobody else's business: a service's `publishing.py`."""

NAMESPACE = uuid.UUID("5f1d6c1e-2f0b-5b7e-9d3c-7a1c0b1de0a5")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One published event with its place in the log and in the life of its aggregate."""

    contract: type[Event]
    body: dict[str, Any]
    message_id: uuid.UUID
    position: int
    aggregate_id: uuid.UUID
    aggregate_version: int
    occurred_at: datetime

    @property
    def source(self) -> str:
        return self.contract.SERVICE


@dataclass(frozen=True, slots=True)
class LogPage:
    """Published events of one stretch of the log, and the position the stretch ends at."""

    messages: list[Outgoing]
    position: int


def log_messages(application: Application[Any], published: Publishing, after: int, limit: int) -> LogPage:
    """The events published by at most `limit` stored ones after a position."""
    found = read_on(application, after, limit)
    return LogPage(messages_of(published, found), found[-1].position if found else after)


def messages_of(published: Publishing, found: Iterable[Found]) -> list[Outgoing]:
    """The events published by stored ones that are read already."""
    told = ((published(each.event), each) for each in found)
    return [_outgoing(message, each.event, each.position) for message, each in told if message is not None]


def events_since(application: Application[Any], published: Publishing, after: int, limit: int) -> dict[str, Any]:
    """What a service answers to its `EventsSince` call; `limit` is kept within reason."""
    page = log_messages(application, published, after, max(1, min(limit, 1000)))
    return {
        "events": [_told(outgoing) for outgoing in page.messages],
        "position": page.position,
        "head": application.recorder.max_notification_id() or 0,
    }


def _outgoing(message: Published, stored: Any, position: int) -> Outgoing:
    # Named by aggregate and version, not by position: the id stays when the log moves to another store.
    name = f"{message.contract.SERVICE}/{stored.originator_id}/{stored.originator_version}"
    return Outgoing(
        contract=message.contract,
        body=message.body,
        message_id=uuid.uuid5(NAMESPACE, name),
        position=position,
        aggregate_id=stored.originator_id,
        aggregate_version=stored.originator_version,
        occurred_at=stored.timestamp,
    )


def _told(outgoing: Outgoing) -> dict[str, Any]:
    return {
        "event": outgoing.contract.NAME,
        "version": outgoing.contract.VERSION,
        "message_id": outgoing.message_id,
        "position": outgoing.position,
        "aggregate_id": outgoing.aggregate_id,
        "aggregate_version": outgoing.aggregate_version,
        "occurred_at": outgoing.occurred_at,
        "body": outgoing.body,
    }
