"""nameko's container and queue consumer, made to drain: what was begun is finished, once, before the process ends."""

import contextlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from kombu.message import Message
from nameko.containers import ServiceContainer
from nameko.messaging import QueueConsumer

from chassis import telling


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

    def get_consumers(self, consumer_cls: Callable[..., Any], channel: Any) -> Any:
        """Raw messages: what cannot be read is ours to park or refuse, not kombu's to log and drop."""
        self._connection_number += 1
        self._in_flight = {self._connection_number: 0}
        for provider in self._providers:
            provider.declare(channel)
            consumer = consumer_cls(
                queues=[provider.queue],
                on_message=partial(self._received, provider),
                auto_declare=provider.is_declared_by_consumer,
            )
            consumer.qos(prefetch_count=self.prefetch_count)
            self._consumers[provider] = consumer
        return self._consumers.values()

    def _received(self, provider: Any, message: Message) -> None:
        self._came_over[id(message)] = self._connection_number
        self._in_flight[self._connection_number] += 1
        self.handle_message(provider, message.body, message)

    def ack_message(self, message: Message) -> None:
        self._let_go(message, message.ack)

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
