"""The WebSocket of one client: what is to be said waits here until the network takes it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final, Protocol

from livekit.protocol import rtc
from websockets.exceptions import ConnectionClosed

from visit_media.signalling import metrics, protocol

MOST_WAITING: Final = 512
CLOSE_SECONDS: Final = 2.0


class WebSocket(Protocol):
    """The part of a connection that is used."""

    def __aiter__(self) -> AsyncIterator[str | bytes]:
        """Yield what the client sends; ends or raises ConnectionClosed when the connection does."""
        ...

    async def send(self, message: str | bytes) -> None:
        """Send one message."""
        ...

    async def close(self) -> None:
        """Say goodbye."""
        ...


class Line:
    """One conversation; a session may outlive it and go on with another."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._outbox: asyncio.Queue[rtc.SignalResponse | None] = asyncio.Queue(MOST_WAITING)
        self._writer: asyncio.Task[None] | None = None
        self._speaks_text = False
        self._is_ending = False

    def open(self) -> None:
        """Begin to send."""
        self._writer = asyncio.create_task(self._write())

    async def close(self) -> None:
        """Send what waits, as long as the client takes it, and end."""
        self.hang_up()
        if self._writer is not None:
            await asyncio.wait([self._writer], timeout=CLOSE_SECONDS)
            self._writer.cancel()

    async def heard(self) -> AsyncIterator[rtc.SignalRequest]:
        """Yield what the client says until the line ends; Unreadable when it is no message."""
        try:
            async for frame in self._socket:
                self._speaks_text = isinstance(frame, str)
                yield protocol.read_signal(frame)
        except ConnectionClosed:
            return  # a line that breaks is how conversations often end

    def tell(self, response: rtc.SignalResponse) -> bool:
        """Say something; False when the client has stopped reading."""
        if self._is_ending:
            return True
        try:
            self._outbox.put_nowait(response)
        except asyncio.QueueFull:
            metrics.MESSAGES_DROPPED.inc()
            return False
        return True

    def hang_up(self) -> None:
        """End once everything said so far has been sent."""
        if self._is_ending:
            return
        self._is_ending = True
        try:
            self._outbox.put_nowait(None)
        except asyncio.QueueFull:  # whoever does not read is not waited for
            if self._writer is not None:
                self._writer.cancel()

    async def _write(self) -> None:
        try:
            while (response := await self._outbox.get()) is not None:
                await self._socket.send(protocol.write_signal(response, as_text=self._speaks_text))
        except ConnectionClosed:
            pass  # the reader notices too
        finally:
            await self._socket.close()
