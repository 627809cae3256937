"""nameko's container and queue consumer, made to drain: what was begun is finished, once, before the process ends."""

import contextlib
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from amqp.spec import Basic
from kombu.connection import Connection
from kombu.message import Message
from kombu.messaging import Consumer
from nameko.constants import DEFAULT_TRANSPORT_OPTIONS
from nameko.containers import ServiceContainer
from nameko.messaging import QueueConsumer

from chassis import telling
from chassis.serving.writing import gathering_writer

MOST_AT_ONCE = 50


class DrainingContainer(ServiceContainer):  # type: ignore[misc] # nameko has no types
    """A container that knows whether its consumers are live."""

    def consumers(self) -> list["DrainingQueueConsumer"]:
        return [e for e in self.subextensions if isinstance(e, DrainingQueueConsumer)]

    def ready(self) -> dict[str, bool]:
        return {each.hears_from: each.is_live for each in self.consumers()}

    def is_idle_without_broker(self) -> bool:
        return not self._worker_threads and not any(c.is_live for c in self.consumers())


class DrainingQueueConsumer(QueueConsumer):  # type: ignore[misc] # nameko has no types
    """Keeps its connection open until every message it handed out is acknowledged.

    nameko closes it as soon as the consumers are cancelled: work in flight is then done, and delivered again.
    """

    hears_from = "calls"

    def __init__(self) -> None:
        super().__init__()
        self.is_live = False
        self._connection_number = 0
        self._in_flight: dict[int, int] = {}
        self._came_over: dict[int, int] = {}

    def run(self) -> None:
        super().run(safety_interval=0.2)  # how soon a request to stop is noticed

    @property
    def connection(self) -> Connection:
        return Connection(  # type: ignore[no-untyped-call]
            self.amqp_uri,
            heartbeat=self.container.config["HEARTBEAT"],
            transport_options={**DEFAULT_TRANSPORT_OPTIONS, "frame_writer": gathering_writer},
        )

    def get_consumers(self, _: Callable[..., Any], channel: Any) -> Any:
        """Raw messages: what cannot be read is ours to park or refuse, not kombu's to log and drop."""
        self._connection_number += 1
        self._in_flight = {self._connection_number: 0}
        for provider in self._providers:
            provider.declare(channel)
            consumer = Consumer(  # type: ignore[no-untyped-call]
                self.channel_beside(channel),
                queues=[provider.queue],
                on_message=partial(self._received, provider),
                on_decode_error=self.on_decode_error,
                auto_declare=provider.is_declared_by_consumer,
            )
            consumer.qos(prefetch_count=self.prefetch_count)  # type: ignore[no-untyped-call]
            self._consumers[provider] = consumer
        return self._consumers.values()

    def channel_beside(self, channel: Any) -> Any:
        """Where the messages of one more queue come over."""
        return channel

    def _received(self, provider: Any, message: Message) -> None:
        self._came_over[id(message)] = self._connection_number
        self._in_flight[self._connection_number] += 1
        self.handle_message(provider, message.body, message)

    def ack_message(self, message: Message) -> None:
        self._let_go(message, message.ack)

    def reply_and_ack(self, message: Message, exchange: str, body: bytes) -> None:
        """To whoever waits for it; nobody may."""
        self._let_go(message, partial(_replied, message, exchange, body))

    def requeue_message(self, message: Message) -> None:
        self._let_go(message, message.requeue)

    def _let_go(self, message: Message, answer: Callable[[], None]) -> None:
        try:
            # Over a lost connection there is no one to tell: the broker delivers the message again by itself.
            if message.channel.connection:
                with contextlib.suppress(OSError, *self.connection_errors):
                    answer()
        finally:
            came_over = self._came_over.pop(id(message), None)
            if came_over is not None and came_over in self._in_flight:
                self._in_flight[came_over] -= 1

    def on_iteration(self) -> None:
        self._cancel_consumers_if_requested()
        still_out = self._in_flight.get(self._connection_number, 0)
        if not self._consumers and still_out <= 0:
            self.should_stop = True

    def on_consume_ready(self, *args: Any, **kwargs: Any) -> None:
        self.is_live = True
        telling.tell("consuming", hears_from=self.hears_from)
        super().on_consume_ready(*args, **kwargs)

    def on_connection_revived(self) -> None:
        self.is_live = False

    def on_connection_error(self, error: Exception, interval: float) -> None:
        self.is_live = False
        telling.tell(
            "broker_unreachable",
            level=logging.WARNING,
            error=type(error).__name__,
            retry_seconds=interval,
        )

    @contextlib.contextmanager
    def establish_connection(self) -> Any:
        self.is_live = False
        with self.create_connection() as connection:
            connection.ensure_connection(
                self.on_connection_error,
                interval_start=0.2,
                interval_step=0.3,
                interval_max=2,
            )
            yield connection


class InOrder(DrainingQueueConsumer):
    """Its own connection, and for each queue a channel on which many messages are out at once.

    Whoever kills the process has all that was out counted as tried, and what is tried too often is parked. So after
    each start one message is out at a time, until one comes that has killed nobody yet.
    """

    hears_from = "events"
    prefetch_count = 1

    def __init__(self) -> None:
        super().__init__()
        self._trusted: set[Any] = set()
        self._widened: set[Any] = set()

    def trust(self, provider: Any) -> None:
        """What this provider is given now has not been out when a process died."""
        self._trusted.add(provider)

    def ack_together(self, messages: Sequence[Message]) -> None:
        """The last acknowledgement is that of all which came over the same channel before it."""
        last = {id(message.channel): message for message in messages}
        for message in messages:
            is_last = last[id(message.channel)] is message
            self._let_go(message, partial(message.ack, multiple=True) if is_last else _nothing)

    def get_consumers(self, consumer_cls: Callable[..., Any], channel: Any) -> Any:
        self._trusted.clear()
        self._widened.clear()
        return super().get_consumers(consumer_cls, channel)

    def channel_beside(self, channel: Any) -> Any:
        return channel.connection.channel()

    def handle_message(self, provider: Any, body: bytes, message: Message) -> None:
        provider.handle_message(body, message)

    def on_iteration(self) -> None:
        super().on_iteration()
        for provider in self._trusted - self._widened:
            self._widened.add(provider)
            if provider in self._consumers:
                self._widen(self._consumers[provider])

    def _widen(self, consumer: Consumer) -> None:
        """How many may be out is fixed when a consumer begins; what is out stays out."""
        consumer.cancel()  # type: ignore[no-untyped-call]
        consumer.qos(prefetch_count=MOST_AT_ONCE)  # type: ignore[no-untyped-call]
        consumer.consume()  # type: ignore[no-untyped-call]


def _replied(message: Message, exchange: str, body: bytes) -> None:
    to, channel = message.properties.get("reply_to"), message.channel
    if to:
        reply = channel.prepare_message(
            body,
            content_type="application/json",
            content_encoding="utf-8",
            properties={"correlation_id": message.properties.get("correlation_id"), "delivery_mode": 1},
        )
        # `basic_publish` would read from the connection first, and here another one reads.
        channel.send_method(Basic.Publish, "Bssbb", (0, exchange, to, False, False), reply)
    message.ack()  # type: ignore[no-untyped-call]


def _nothing() -> None:
    """For the messages that another one's acknowledgement is for."""
