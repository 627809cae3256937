"""Publishing in batches over one connection: everything is sent at once, then everything is confirmed."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pika
from pika.adapters.select_connection import SelectConnection
from pika.channel import Channel
from pika.exceptions import AMQPError
from pika.spec import Basic

from chassis.following.topology import parameters

LONGEST_SLICE_SECONDS = 0.2


class NotConfirmed(Exception):
    """The broker did not take every message of the batch: say which way, and send the batch again."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One message and where it goes; `must_arrive` when at least one queue has to take it."""

    exchange: str
    routing_key: str
    properties: pika.BasicProperties
    body: bytes
    must_arrive: bool


class ConfirmedPublisher:
    """A connection driven by the thread that uses it: no thread of its own, so nothing to lock.

    Every wait has an end. After `NotConfirmed` the publisher is used no more: close it and make a new one.
    """

    def __init__(
        self,
        amqp_url: str,
        stop: threading.Event | None = None,
        patience_seconds: float = 30,
    ) -> None:
        self._stop = stop or threading.Event()
        self._patience_seconds = patience_seconds
        self._unconfirmed: set[int] = set()
        self._sent = 0
        self._refused = 0
        self._lost: str | None = None
        self._channel: Channel | None = None
        self._until: Callable[[], bool] = lambda: False
        self._connection = SelectConnection(
            parameters(amqp_url),
            on_open_callback=self._opened,
            on_open_error_callback=self._ended,
            on_close_callback=self._ended,
        )
        try:
            self._turn_until(lambda: self._channel is not None, patience_seconds)
        except NotConfirmed:
            self.close()
            raise

    def publish(self, batch: Sequence[Sending]) -> None:
        """Send all, then wait until the broker has taken all of them."""
        if self._channel is None or self._lost:
            raise NotConfirmed(self._lost or "closed")
        try:
            for sending in batch:
                self._channel.basic_publish(
                    sending.exchange,
                    sending.routing_key,
                    sending.body,
                    sending.properties,
                    mandatory=sending.must_arrive,
                )
                self._sent += 1
                self._unconfirmed.add(self._sent)
        except AMQPError as error:
            raise NotConfirmed(type(error).__name__) from None
        self._turn_until(lambda: not self._unconfirmed, self._patience_seconds)
        if self._refused:
            raise NotConfirmed("refused")

    def idle(self, seconds: float) -> None:
        """Let heartbeats and closings through for a while."""
        self._turn(seconds)
        if self._lost:
            raise NotConfirmed(self._lost)

    def close(self) -> None:
        if self._connection.is_open:
            self._connection.close()
            self._turn(1, until=lambda: self._connection.is_closed)
        self._connection.ioloop.close()

    def _turn_until(self, done: Callable[[], bool], seconds: float) -> None:
        self._turn(seconds, until=lambda: done() or self._lost is not None)
        if self._lost:
            raise NotConfirmed(self._lost)
        if not done():
            raise NotConfirmed("no answer in time")

    def _turn(self, seconds: float, until: Callable[[], bool] | None = None) -> None:
        """Run the connection's loop until the condition holds, the time is over or the process is to end."""
        ioloop = self._connection.ioloop
        self._until = until or (lambda: self._lost is not None)
        deadline = time.monotonic() + seconds
        while not self._until():
            alarm = ioloop.call_later(
                max(0.0, min(LONGEST_SLICE_SECONDS, deadline - time.monotonic())),
                ioloop.stop,
            )
            ioloop.start()
            ioloop.remove_timeout(alarm)
            if time.monotonic() >= deadline or self._stop.is_set():
                return

    def _stop_turning(self) -> None:
        if self._until():
            self._connection.ioloop.stop()

    def _opened(self, connection: SelectConnection) -> None:
        connection.channel(on_open_callback=self._channel_opened)

    def _channel_opened(self, channel: Channel) -> None:
        channel.add_on_close_callback(self._ended)
        channel.add_on_return_callback(self._returned)
        channel.confirm_delivery(self._answered)
        self._channel = channel
        self._stop_turning()

    def _answered(self, frame: pika.frame.Method[Basic.Ack | Basic.Nack]) -> None:
        tag = frame.method.delivery_tag
        if isinstance(frame.method, Basic.Nack):
            self._refused += 1
        if frame.method.multiple:
            self._unconfirmed = {sent for sent in self._unconfirmed if sent > tag}
        else:
            self._unconfirmed.discard(tag)
        self._stop_turning()

    def _returned(self, *_: object) -> None:
        self._refused += 1  # no queue for it: the ack that follows does not count

    def _ended(self, _: object, reason: BaseException | str) -> None:
        self._lost = type(reason).__name__
        self._stop_turning()
