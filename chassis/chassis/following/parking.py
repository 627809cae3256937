"""The parking queues, for an operator: seeing what is parked, trying it again, and giving it up."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker

from chassis import telling
from chassis.following.topology import parameters
from chassis.topology import ATTEMPT_HEADER, PARKED_AT_HEADER, REASON_HEADER, all_plans, own_headers

# A second together; the broker writes down that a message is back before it counts it, and somebody else may take it.
LOOKS_FOR_WHAT_IS_BACK = 50
LOOK_AGAIN_SECONDS = 0.02

Message = tuple[Any, pika.BasicProperties, bytes]


class UnknownQueue(ValueError):
    """No reader has a parking queue of this name."""


@dataclass(frozen=True, slots=True)
class Parked:
    """One parked message: all about it but what it says."""

    queue: str
    message_id: str
    event: str
    version: int | None
    position: int | None
    aggregate_id: str
    attempts: int
    reason: str
    parked_at: datetime | None

    def age_seconds(self, now: datetime) -> float | None:
        return None if self.parked_at is None else (now - self.parked_at).total_seconds()


class Parking:
    """Every reader's parked messages. `message_ids=None` means all of a queue; say so with care."""

    def __init__(self, amqp_url: str) -> None:
        self._amqp_url = amqp_url

    def queues(self) -> list[str]:
        """The parking queues that readers may have, whether or not anything is parked."""
        return [plan.parked for plan in all_plans()]

    def list(self, queue: str) -> Sequence[Parked]:
        """What is parked in one queue, oldest first; nothing is changed."""
        parked: list[Parked] = []
        with self._visited(queue) as channel:
            for message in _all_of(channel, queue):
                parked.append(_described(queue, message))
            _put_back(channel, queue, len(parked))
        return parked

    def replay(self, queue: str, message_ids: Sequence[str] | None) -> Sequence[Parked]:
        """Put messages back for their reader, as if they came for the first time; what was put back."""
        live = _live(queue)

        def put_back(channel: BlockingChannel, message: Message) -> None:
            _, properties, body = message
            properties.headers = own_headers(properties.headers or {})
            channel.basic_publish("", live, body, properties, mandatory=True)

        return self._taken(queue, message_ids, put_back, "parked_message_replayed")

    def drop(self, queue: str, message_ids: Sequence[str] | None) -> Sequence[Parked]:
        """Give messages up for good; what was dropped, which is logged too."""
        return self._taken(queue, message_ids, lambda *_: None, "parked_message_dropped")

    def _taken(
        self,
        queue: str,
        message_ids: Sequence[str] | None,
        first: Callable[[BlockingChannel, Message], None],
        told_as: str,
    ) -> Sequence[Parked]:
        taken: list[Parked] = []
        left = 0
        with self._visited(queue) as channel:
            channel.confirm_delivery()  # `first` is over when the broker has the message elsewhere
            for message in _all_of(channel, queue):
                parked = _described(queue, message)
                if message_ids is not None and parked.message_id not in message_ids:
                    left += 1
                    continue
                first(channel, message)
                channel.basic_ack(message[0].delivery_tag)
                telling.tell(told_as, queue=queue, message_id=parked.message_id, event=parked.event)
                taken.append(parked)
            _put_back(channel, queue, left)
        return taken

    @contextmanager
    def _visited(self, queue: str) -> Iterator[BlockingChannel]:
        """A channel to look through the queue with; whatever is not acknowledged is back in it afterwards."""
        _live(queue)
        connection = pika.BlockingConnection(parameters(self._amqp_url))
        try:
            yield connection.channel()
        finally:
            if connection.is_open:
                connection.close()


def _live(parked: str) -> str:
    for plan in all_plans():
        if plan.parked == parked:
            return plan.live
    raise UnknownQueue(parked)


def _all_of(channel: BlockingChannel, queue: str) -> Iterator[Message]:
    """Each message that was there at the beginning, held until it is acknowledged or the channel closes."""
    try:
        waiting = channel.queue_declare(queue, passive=True).method.message_count
    except ChannelClosedByBroker:
        return  # its reader has never been declared: nothing is parked
    for _ in range(waiting):
        method, properties, body = channel.basic_get(queue)
        if method is None:
            return
        yield method, properties, body


def _put_back(channel: BlockingChannel, queue: str, looked_at: int) -> None:
    """Return when they are counted as waiting again: who looks next may not find the queue emptier than it is."""
    if not looked_at:
        return
    channel.basic_nack(0, multiple=True, requeue=True)
    for _ in range(LOOKS_FOR_WHAT_IS_BACK):
        if channel.queue_declare(queue, passive=True).method.message_count >= looked_at:
            return
        channel.connection.sleep(LOOK_AGAIN_SECONDS)


def _described(queue: str, message: Message) -> Parked:
    _, properties, _ = message
    headers = properties.headers or {}
    return Parked(
        queue=queue,
        message_id=properties.message_id or "",
        event=str(headers.get("event", "")),
        version=_number(headers.get("version")),
        position=_number(headers.get("position")),
        aggregate_id=str(headers.get("aggregate_id", "")),
        attempts=_number(headers.get(ATTEMPT_HEADER)) or 0,
        reason=str(headers.get(REASON_HEADER) or headers.get("x-first-death-reason", "")),
        parked_at=_moment(headers),
    )


def _number(header: Any) -> int | None:
    return header if isinstance(header, int) else None


def _moment(headers: dict[str, Any]) -> datetime | None:
    """When our reader parked it, or when the broker did, because the message ended its reader too often."""
    if PARKED_AT_HEADER in headers:
        return datetime.fromisoformat(headers[PARKED_AT_HEADER])
    deaths = headers.get("x-death") or [{}]
    died_at = deaths[0].get("time")
    return died_at.replace(tzinfo=UTC) if isinstance(died_at, datetime) else None
