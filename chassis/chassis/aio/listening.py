"""Listening to what happens now: a passing queue for each process, gone with its connection."""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from typing import Any, Self

import pika
from pika.channel import Channel
from pika.spec import Basic

from chassis import telling
from chassis.aio.connecting import Link, done
from chassis.envelope import Unreadable, opened
from chassis.store import Delivery
from chassis.topology import exchange_of
from contracts.message import ContractBroken, Event

OnEvent = Callable[[type[Event], Delivery, dict[str, Any]], Awaitable[None]]
OnGap = Callable[[], Awaitable[None]]

MOST_WAITING = 10_000


class Listener:
    """Events of the present, in order, one at a time. Those told while it was away are not told again:
    after every connection but the first `on_gap` is awaited, before the first event that follows.
    """

    def __init__(
        self, amqp_url: str, name: str, events: Sequence[type[Event]], on_event: OnEvent, on_gap: OnGap
    ) -> None:
        self._link = Link(amqp_url, f"{name} listens", self._prepare)
        self._name = name
        self._events = tuple(events)
        self._on_event = on_event
        self._on_gap = on_gap
        self._has_listened = False
        self._waiting: asyncio.Queue[tuple[pika.BasicProperties, bytes] | None] = asyncio.Queue(MOST_WAITING)
        self._telling: asyncio.Task[None] | None = None
        self._counted = cache(
            telling.counter(name, "events_listened", "Events listened to", ("event", "outcome")).labels
        )

    @property
    def is_ready(self) -> bool:
        return self._link.is_live

    async def start(self) -> None:
        self._telling = asyncio.create_task(self._tell_all(), name=f"{self._name} tells")
        self._link.start()

    async def stop(self) -> None:
        await self._link.stop()
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _prepare(self, channel: Channel) -> None:
        queue = f"{self._name}.listens.{uuid.uuid4()}"
        arguments = {"x-max-length": MOST_WAITING}
        await done(
            lambda then: channel.queue_declare(
                queue, exclusive=True, auto_delete=True, arguments=arguments, callback=then
            )
        )
        for source in dict.fromkeys(event.SERVICE for event in self._events):
            await _declare_exchange(channel, source)
        for event in self._events:
            await _bind(channel, queue, event)
        if self._has_listened:
            await self._waiting.put(None)
        self._has_listened = True
        await done(lambda then: channel.basic_consume(queue, self._received, auto_ack=True, callback=then))

    def _received(self, channel: Channel, _: Basic.Deliver, properties: pika.BasicProperties, body: bytes) -> None:
        try:
            self._waiting.put_nowait((properties, body))
        except asyncio.QueueFull:
            # Nobody takes them: begin anew with a gap rather than fill the memory.
            telling.tell("listener_overrun", level=logging.ERROR, name=self._name)
            channel.close()

    async def _tell_all(self) -> None:
        while True:
            next_one = await self._waiting.get()
            if next_one is None:
                await self._guarded("gap", self._on_gap())
            else:
                await self._tell(*next_one)

    async def _tell(self, properties: pika.BasicProperties, body: bytes) -> None:
        try:
            heard = opened(properties.headers, properties.message_id, body)
        except (Unreadable, ContractBroken) as unreadable:
            self._counted("unknown", "unreadable").inc()
            telling.tell_failure("event_unreadable", unreadable, message_id=properties.message_id)
            return
        if heard is not None:
            await self._guarded(heard.event.NAME, self._on_event(heard.event, heard.delivery, heard.fields))

    async def _guarded(self, event: str, told: Awaitable[None]) -> None:
        """One event that cannot be taken must not silence those after it."""
        try:
            await told
        except Exception as failure:  # noqa: BLE001 - the outer loop of an event
            self._counted(event, "failed").inc()
            telling.tell_failure("listening_failed", failure, event=event)
        else:
            self._counted(event, "handled").inc()


async def _declare_exchange(channel: Channel, source: str) -> None:
    exchange = exchange_of(source)
    await done(lambda then: channel.exchange_declare(exchange, "topic", durable=True, callback=then))


async def _bind(channel: Channel, queue: str, event: type[Event]) -> None:
    exchange = exchange_of(event.SERVICE)
    await done(lambda then: channel.queue_bind(queue, exchange, event.NAME, callback=then))
