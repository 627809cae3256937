"""The service's own event log read as an outbox: each stored event that is published, ready to be sent."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventsourcing.application import Application

from chassis.sealing import opened_events
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
    notifications = application.recorder.select_notifications(start=after, limit=limit, inclusive_of_start=False)
    messages = []
    for notification, stored in zip(notifications, opened_events(application, notifications), strict=True):
        message = published(stored)
        if message is not None:
            messages.append(_outgoing(message, stored, notification.id))
    return LogPage(messages, notifications[-1].id if notifications else after)


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
