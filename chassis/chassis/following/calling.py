"""Calling other services from plain threads: one connection for all of them, driven by a thread of its own."""

import asyncio
import threading
from typing import Any

from chassis.aio import Caller
from contracts.message import Call
from contracts.refusals import Refused

PATIENCE_SECONDS = 5.0
"""Beyond the call's own deadline, after which its answer or its refusal is there in any case."""


class BlockingCaller:
    """Connects at the first call, and stays connected for as long as the process lives."""

    def __init__(self, amqp_url: str, name: str) -> None:
        self._amqp_url, self._name = amqp_url, name
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._caller: Caller | None = None

    def call(self, call: type[Call], **request: Any) -> dict[str, Any]:
        """The reply's fields as Python values; raises `Refused`, also for a service that is late or not there."""
        caller, loop = self._started()
        answer = asyncio.run_coroutine_threadsafe(caller.call(call, **request), loop)
        try:
            return answer.result(call.TIMEOUT_SECONDS + PATIENCE_SECONDS)
        except TimeoutError:
            answer.cancel()
            raise Refused("busy", "late") from None

    def _started(self) -> tuple[Caller, asyncio.AbstractEventLoop]:
        with self._starting:
            if self._loop is None or self._caller is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name=f"{self._name} calls", daemon=True).start()
                self._caller = Caller(self._amqp_url, self._name)
                asyncio.run_coroutine_threadsafe(self._caller.start(), self._loop).result(PATIENCE_SECONDS)
            return self._caller, self._loop
