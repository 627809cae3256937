"""A broker connection that is kept: made, lost, and made again with back-off."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any

import pika
from pika.adapters.asyncio_connection import AsyncioConnection
from pika.channel import Channel

from chassis import telling

SECONDS_TO_CONNECT = 10.0
SECONDS_TO_CLOSE = 1.0
LONGEST_BACK_OFF_SECONDS = 5.0


class Lost(Exception):
    """The connection or its channel is gone."""


class Link:
    """One connection with one channel, prepared by `prepare` each time it is made.

    `on_lost` is called once for every time a prepared channel goes away.
    """

    def __init__(
        self,
        amqp_url: str,
        name: str,
        prepare: Callable[[Channel], Awaitable[None]],
        on_lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._parameters = _parameters(amqp_url, name)
        self._name = name
        self._prepare = prepare
        self._on_lost = on_lost
        self._live = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None
        self._channel: Channel | None = None

    @property
    def is_live(self) -> bool:
        return self._live.is_set()

    def start(self) -> None:
        self._keeping = asyncio.create_task(self._keep(), name=f"link of {self._name}")

    async def stop(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping

    async def channel(self, patience_seconds: float) -> Channel:
        """The live channel, waited for a little; raises `TimeoutError`."""
        async with asyncio.timeout(patience_seconds):
            while self._channel is None:
                await self._live.wait()
        return self._channel

    async def _keep(self) -> None:
        attempts = 0
        while True:
            try:
                async with self._connected() as (channel, lost):
                    await self._prepared(channel, lost)
                    attempts = 0
                    await self._lived(channel, lost)
            except (Lost, OSError, TimeoutError, pika.exceptions.AMQPError) as error:
                telling.tell("link_lost", level=logging.WARNING, name=self._name, error=type(error).__name__)
            attempts += 1
            longest = min(LONGEST_BACK_OFF_SECONDS, 0.1 * 2 ** min(attempts, 10))
            await asyncio.sleep(random.uniform(longest / 2, longest))

    async def _prepared(self, channel: Channel, lost: asyncio.Future[None]) -> None:
        """The preparations, given up as soon as the channel is gone: the broker may refuse one by closing it."""
        preparing = asyncio.ensure_future(self._prepare(channel))
        try:
            await asyncio.wait({preparing, lost}, return_when=asyncio.FIRST_COMPLETED)
            if lost.done():
                await lost
            await preparing
        finally:
            preparing.cancel()

    async def _lived(self, channel: Channel, lost: asyncio.Future[None]) -> None:
        self._channel = channel
        self._live.set()
        telling.tell("link_live", name=self._name)
        try:
            await lost
        finally:
            self._channel = None
            self._live.clear()
            self._on_lost()

    @contextlib.asynccontextmanager
    async def _connected(self) -> Any:
        loop = asyncio.get_running_loop()
        opened: asyncio.Future[AsyncioConnection] = loop.create_future()
        lost: asyncio.Future[None] = loop.create_future()
        closed = asyncio.Event()

        def ended(who: object, reason: object) -> None:
            if isinstance(who, AsyncioConnection):
                closed.set()
            for future in (opened, lost):
                _fail(future, Lost(type(reason).__name__))

        connection = _Connection(
            self._parameters,
            on_open_callback=lambda connection: _resolve(opened, connection),
            on_open_error_callback=ended,
            on_close_callback=ended,
            custom_ioloop=loop,
        )
        try:
            async with asyncio.timeout(SECONDS_TO_CONNECT):
                await opened
                channel = await _channel(connection)
            channel.add_on_close_callback(ended)
            yield channel, lost
        finally:
            _retrieve(opened, lost)
            if not (connection.is_closing or connection.is_closed):
                connection.close()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SECONDS_TO_CLOSE):
                    await closed.wait()


class _Connection(AsyncioConnection):  # type: ignore[misc] # pika leaves this one method untyped
    """What is written in one turn of the loop goes out in one piece: pika sends each third of a message by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._unsent: list[bytes] = []
        super().__init__(*args, **kwargs)

    def _adapter_emit_data(self, data: bytes) -> None:
        if not self._unsent:
            asyncio.get_running_loop().call_soon(self._send_all)
        self._unsent.append(data)

    def _send_all(self) -> None:
        unsent, self._unsent = self._unsent, []
        if self._transport is not None:  # else the connection is gone, and what was to be sent with it
            super()._adapter_emit_data(b"".join(unsent))


async def _channel(connection: AsyncioConnection) -> Channel:
    opened: asyncio.Future[Channel] = asyncio.get_running_loop().create_future()
    connection.channel(on_open_callback=lambda channel: _resolve(opened, channel))
    return await opened


async def done(ask: Callable[[Callable[[Any], None]], Any]) -> Any:
    """Wait for the broker's answer to one channel method: `await done(lambda then: channel.x(callback=then))`."""
    answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    ask(lambda frame: _resolve(answered, frame))
    async with asyncio.timeout(SECONDS_TO_CONNECT):
        return await answered


def _resolve(future: asyncio.Future[Any], value: Any) -> None:
    if not future.done():
        future.set_result(value)


def _fail(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)


def _retrieve(*futures: asyncio.Future[Any]) -> None:
    """Nobody waits for these any more: asyncio should not complain that their failure was not seen."""
    for future in futures:
        if future.done() and not future.cancelled():
            future.exception()
        else:
            future.cancel()


def _parameters(amqp_url: str, name: str) -> pika.URLParameters:
    parameters = pika.URLParameters(amqp_url)
    parameters.heartbeat = 20
    parameters.blocked_connection_timeout = 30
    parameters.socket_timeout = 5
    parameters.stack_timeout = SECONDS_TO_CONNECT
    parameters.connection_attempts = 1
    parameters.client_properties = {"connection_name": name}
    return parameters
