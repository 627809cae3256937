"""Hearing events: one at a time from each source, in order; what fails waits and is tried again, then is parked."""

import logging
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import eventlet
from kombu.entity import Queue
from kombu.message import Message
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint

from chassis import telling
from chassis.envelope import Unreadable, opened
from chassis.serving.container import DrainingQueueConsumer
from chassis.serving.sending import NotSent, Sender
from chassis.topology import ATTEMPT_HEADER, PARKED_AT_HEADER, REASON_HEADER, own_headers, plans_of_reader
from contracts.message import ContractBroken

SECONDS_BEFORE_GIVING_BACK = 1.0


class CannotBeHeard(Exception):
    """The message will never be understood, however often it is tried."""


def listener(service: str, methods: Mapping[str, Callable[..., Any]]) -> Callable[..., BaseException | None]:
    """The nameko method that hears one source: event name → the service's plain method. Returns what went wrong."""
    counted = telling.counter(service, "events_heard", "Events heard", ("source", "event", "outcome"))

    def hear(self: Any, source: str, message: Message) -> BaseException | None:
        event, outcome = "unknown", "handled"
        failure: BaseException | None = None
        try:
            heard = opened(message.headers, message.properties.get("message_id"), message.body)
            if heard is None or heard.event.NAME not in methods:
                outcome = "unknown"
            else:
                event = heard.event.NAME
                methods[event](self, heard.delivery, **heard.fields)
        except (Unreadable, ContractBroken) as unreadable:
            outcome, failure = "unreadable", CannotBeHeard(type(unreadable).__name__)
        except Exception as error:  # noqa: BLE001 - the outer loop of an event
            outcome, failure = "failed", error
            telling.tell_failure(
                "hearing_failed",
                error,
                event=event,
                message_id=message.properties.get("message_id"),
                attempt=_attempt(message),
            )
        counted.labels(source, event, outcome).inc()
        return failure

    return hear


class OneAtATime(DrainingQueueConsumer):
    """Its own connection, and one message out for each queue: order is kept whatever the number of workers."""

    hears_from = "events"
    prefetch_count = 1


class Hearing(Entrypoint):  # type: ignore[misc] # nameko has no types
    """A method that hears one source through the reader's own queue."""

    queue_consumer = OneAtATime()
    is_declared_by_consumer = False

    def __init__(self, source: str) -> None:
        self.source = source
        super().__init__()

    def setup(self) -> None:
        config, reader = self.container.config, self.container.service_name
        [self.plan] = [plan for plan in plans_of_reader(reader, config["retry_seconds"]) if plan.source == self.source]
        self.queue = Queue(self.plan.live, no_declare=True)  # type: ignore[no-untyped-call]
        self._sender = Sender(config["AMQP_URI"])
        self._set_aside = telling.counter(reader, "events_set_aside", "Events to retry or parked", ("source", "to"))
        self.queue_consumer.register_provider(self)

    def stop(self) -> None:
        self.queue_consumer.unregister_provider(self)
        self._sender.close()

    def declare(self, channel: Any) -> None:
        """The same plan the relay declares, over this side's client."""
        channel.exchange_declare(self.plan.exchange, "topic", durable=True, auto_delete=False)
        for queue in self.plan.queues():
            channel.queue_declare(queue.name, durable=True, auto_delete=False, arguments=queue.arguments)
        for event in self.plan.events:
            channel.queue_bind(self.plan.live, self.plan.exchange, event)

    def handle_message(self, _: bytes, message: Message) -> None:
        def heard(_: Any, failure: BaseException | None, exc_info: Any) -> Any:
            self._settle(message, failure or (exc_info and exc_info[1]))
            return failure, exc_info

        try:
            self.container.spawn_worker(self, (self.source, message), {}, handle_result=heard)
        except ContainerBeingKilled:
            self.queue_consumer.requeue_message(message)

    def _settle(self, message: Message, failure: BaseException | None) -> None:
        """Acknowledge once the message is handled, or stands safely in another queue."""
        if failure is not None:
            try:
                self._put_aside(message, failure)
            except NotSent:
                # The broker takes nothing now: give it back, but not in a hot loop.
                eventlet.sleep(SECONDS_BEFORE_GIVING_BACK)
                self.queue_consumer.requeue_message(message)
                return
        self.queue_consumer.ack_message(message)

    def _put_aside(self, message: Message, failure: BaseException) -> None:
        attempt = _attempt(message) + 1
        message_id = message.properties.get("message_id") or str(uuid.uuid4())  # what is parked is found by its id
        headers = own_headers(message.headers) | {ATTEMPT_HEADER: attempt}
        is_hopeless = isinstance(failure, CannotBeHeard)
        if is_hopeless or attempt > len(self.plan.retries):
            queue, to = self.plan.parked, "parked"
            headers[REASON_HEADER] = _reason(failure)
            headers[PARKED_AT_HEADER] = datetime.now(UTC).isoformat()
        else:
            queue, to = self.plan.retries[attempt - 1], "retry"
        self._sender.send(
            message.body,
            exchange="",
            routing_key=queue,
            mandatory=True,
            headers=headers,
            message_id=message_id,
            delivery_mode=2,
        )
        self._set_aside.labels(self.source, to).inc()
        telling.tell(
            "event_set_aside",
            level=logging.WARNING,
            queue=queue,
            message_id=message_id,
            attempt=attempt,
            reason=_reason(failure),
        )


def _attempt(message: Message) -> int:
    attempt = message.headers.get(ATTEMPT_HEADER, 0)
    return attempt if isinstance(attempt, int) else 0


def _reason(failure: BaseException) -> str:
    """The type alone: a text may quote what the message or the store says."""
    return str(failure) if isinstance(failure, CannotBeHeard) else type(failure).__name__
