"""Hearing events: each source in order, what has come at once together; what fails is tried again, then is parked."""

import logging
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import eventlet
from kombu.entity import Queue
from kombu.message import Message
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint

from chassis import telling
from chassis.serving.batches import CannotBeHeard, Failures, attempt_of
from chassis.serving.container import InOrder
from chassis.serving.sending import NotSent, Sender
from chassis.topology import ATTEMPT_HEADER, PARKED_AT_HEADER, REASON_HEADER, own_headers, plans_of_reader

SECONDS_BEFORE_GIVING_BACK = 1.0
SECONDS_BETWEEN_BATCHES = 0.1
SECONDS_BETWEEN_LARGE_BATCHES = 0.3
LARGE_BATCH = 4
"""What comes after a rest is heard at once; after that, the longer is waited for more the more there was, and all of it
heard together."""


class Hearing(Entrypoint):  # type: ignore[misc] # nameko has no types
    """A method that hears one source through the reader's own queue, one batch at a time."""

    queue_consumer = InOrder()
    is_declared_by_consumer = False

    def __init__(self, source: str) -> None:
        self.source = source
        self._arrived: list[Message] = []
        self._taken: list[Message] = []
        self._is_hearing = self._is_ending = False
        self._heard_at = float("-inf")
        super().__init__()

    def setup(self) -> None:
        config, reader = self.container.config, self.container.service_name
        [self.plan] = [plan for plan in plans_of_reader(reader, config["retry_seconds"]) if plan.source == self.source]
        self.queue = Queue(self.plan.live, no_declare=True)  # type: ignore[no-untyped-call]
        self._sender = Sender(config["AMQP_URI"])
        self._set_aside = telling.counter(reader, "events_set_aside", "Events to retry or parked", ("source", "to"))
        self.queue_consumer.register_provider(self)

    def stop(self) -> None:
        """What has come is heard yet, without waiting for more."""
        self.queue_consumer.unregister_provider(self)
        self._is_ending = True
        if not self._is_hearing and self._arrived:
            self._begin()
        self._sender.close()

    def declare(self, channel: Any) -> None:
        """The same plan the relay declares, over this side's client."""
        channel.exchange_declare(self.plan.exchange, "topic", durable=True, auto_delete=False)
        for queue in self.plan.queues():
            channel.queue_declare(queue.name, durable=True, auto_delete=False, arguments=queue.arguments)
        for event in self.plan.events:
            channel.queue_bind(self.plan.live, self.plan.exchange, event)

    def handle_message(self, _: bytes, message: Message) -> None:
        self._arrived.append(message)
        if len(self._arrived) == 1 and not self._is_hearing:
            self._begin_soon()

    def _begin_soon(self) -> None:
        is_much = len(self._taken) >= LARGE_BATCH
        pause = SECONDS_BETWEEN_LARGE_BATCHES if is_much else SECONDS_BETWEEN_BATCHES
        rest = 0.0 if self._is_ending else self._heard_at + pause - time.monotonic()
        eventlet.spawn_after(max(0.0, rest), self._begin)

    def _begin(self) -> None:
        if self._is_hearing or not self._arrived:
            return  # the end of the process has begun it
        self._is_hearing = True
        try:
            self.container.spawn_worker(self, (self.source, self._take), {}, handle_result=self._heard)
        except ContainerBeingKilled:
            for message in self._take():
                self.queue_consumer.requeue_message(message)

    def _take(self) -> list[Message]:
        self._heard_at = time.monotonic()
        self._taken, self._arrived = self._arrived, []
        return self._taken

    def _heard(self, _: Any, outcome: tuple[list[Message], Failures] | None, exc_info: Any) -> Any:
        messages, failures = outcome or (self._taken, [exc_info[1]] * len(self._taken))
        try:
            self._settle(messages, failures)
        finally:
            self._is_hearing = False
            if self._arrived:
                self._begin_soon()
        return outcome, exc_info

    def _settle(self, messages: Sequence[Message], failures: Failures) -> None:
        """Acknowledge what is handled, or stands safely in another queue; give back what the broker does not take."""
        settled: list[Message] = []
        given_back: list[Message] = []
        for message, failure in zip(messages, failures, strict=True):
            is_safe = failure is None or (not given_back and self._is_put_aside(message, failure))
            (settled if is_safe else given_back).append(message)
        if given_back:
            eventlet.sleep(SECONDS_BEFORE_GIVING_BACK)  # not in a hot loop
        for message in given_back:
            self.queue_consumer.requeue_message(message)
        self.queue_consumer.ack_together(settled)
        if any(not message.delivery_info.get("redelivered") for message in messages):
            self.queue_consumer.trust(self)

    def _is_put_aside(self, message: Message, failure: BaseException) -> bool:
        try:
            self._put_aside(message, failure)
        except NotSent:
            return False
        return True

    def _put_aside(self, message: Message, failure: BaseException) -> None:
        attempt = attempt_of(message) + 1
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


def _reason(failure: BaseException) -> str:
    """The type alone: a text may quote what the message or the store says."""
    return str(failure) if isinstance(failure, CannotBeHeard) else type(failure).__name__
