"""Calling a service from asyncio, in nameko's wire format, with a deadline and an answer for every fault."""

import asyncio
import json
import time
import uuid
from functools import cache
from typing import Any, Self, cast

import pika
from pika.channel import Channel
from pika.exceptions import AMQPError
from pika.spec import Basic

from chassis import telling
from chassis.aio.connecting import Link, Lost, done
from chassis.topology import CALLS_EXCHANGE, DEADLINE_HEADER
from contracts.message import Call, ContractBroken
from contracts.refusals import KINDS, Kind, Refused

PATIENCE_SECONDS = 2.0
"""How long a call waits for a connection that is being made again."""

MOST_PENDING = 2000


class Unroutable(Exception):
    """No queue takes the request: the service is not there, and the request was not kept."""


class Caller:
    """One connection for all calls of the process; pending calls are found again by their correlation id."""

    def __init__(self, amqp_url: str, name: str) -> None:
        self._link = Link(amqp_url, f"{name} calls", self._prepare, self._fail_pending)
        self._pending: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._sent: dict[int, str] = {}
        self._last_sent = 0
        self._reply_key = ""
        self._counted = cache(telling.counter(name, "calls", "Calls made", ("call", "outcome")).labels)
        self._timed = cache(telling.seconds(name, "call", "Time from call to reply", ("call",)).labels)

    @property
    def is_ready(self) -> bool:
        return self._link.is_live

    async def start(self) -> None:
        """Begin to connect; calls made meanwhile wait a little."""
        self._link.start()

    async def stop(self) -> None:
        await self._link.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def call(self, call: type[Call], **request: Any) -> dict[str, Any]:
        """The reply's fields as Python values; raises `Refused`, also for a service that is late or not there."""
        started = time.perf_counter()
        outcome = "answered"
        try:
            return await self._answered(call, request)
        except Refused as refused:
            outcome = refused.code if refused.code in ("late", "unavailable", "failed") else refused.kind
            raise
        finally:
            self._counted(call.NAME, outcome).inc()
            self._timed(call.NAME).observe(time.perf_counter() - started)

    async def _answered(self, call: type[Call], request: dict[str, Any]) -> dict[str, Any]:
        try:
            body = json.dumps({"args": [], "kwargs": call.request(request)}).encode()
        except ContractBroken as broken:
            raise Refused("invalid", "invalid", ", ".join(broken.fields)) from None
        reply = await self._asked(call, body, time.time() + call.TIMEOUT_SECONDS)
        refused = reply.get("refused")
        if refused is not None:
            kind = refused["kind"] if refused.get("kind") in KINDS else "busy"
            raise Refused(cast(Kind, kind), str(refused["code"]), str(refused.get("detail", "")))
        return call.read_reply(reply["answer"])

    async def _asked(self, call: type[Call], body: bytes, deadline: float) -> dict[str, Any]:
        """Ask, and once more when the connection was lost on the way: commands are idempotent."""
        for is_last_try in (False, True):
            try:
                return await self._ask(call, body, deadline)
            except Unroutable:
                break
            except (Lost, AMQPError):
                if is_last_try:
                    break
            except TimeoutError:
                raise Refused("busy", "late") from None
        raise Refused("busy", "unavailable")

    async def _ask(self, call: type[Call], body: bytes, deadline: float) -> dict[str, Any]:
        channel = await self._live_channel(deadline)
        correlation_id = str(uuid.uuid4())
        pending: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._pending[correlation_id] = pending
        try:
            self._send(channel, call, body, correlation_id, deadline)
            async with asyncio.timeout(max(0.0, deadline - time.time())):
                return await pending
        finally:
            self._pending.pop(correlation_id, None)

    async def _live_channel(self, deadline: float) -> Channel:
        if len(self._pending) >= MOST_PENDING:
            raise Refused("busy", "unavailable")
        patience = min(PATIENCE_SECONDS, deadline - time.time())
        try:
            return await self._link.channel(patience)
        except TimeoutError:
            raise Refused("busy", "unavailable") from None

    def _send(self, channel: Channel, call: type[Call], body: bytes, correlation_id: str, deadline: float) -> None:
        milliseconds_left = max(1, int((deadline - time.time()) * 1000))
        channel.basic_publish(
            CALLS_EXCHANGE,
            f"{call.SERVICE}.{call.NAME}",
            body,
            pika.BasicProperties(
                content_type="application/json",
                content_encoding="utf-8",
                reply_to=self._reply_key,
                correlation_id=correlation_id,
                expiration=str(milliseconds_left),
                headers={DEADLINE_HEADER: str(deadline)},
            ),
            mandatory=True,
        )
        self._last_sent += 1
        self._sent[self._last_sent] = correlation_id

    async def _prepare(self, channel: Channel) -> None:
        """A reply queue of our own, new for each connection, so that no reply of an earlier one confuses it."""
        self._reply_key = str(uuid.uuid4())
        self._last_sent = 0
        self._sent.clear()
        queue = f"rpc.reply-{self._reply_key}"
        await done(lambda then: channel.exchange_declare(CALLS_EXCHANGE, "topic", durable=True, callback=then))
        await done(lambda then: channel.queue_declare(queue, exclusive=True, auto_delete=True, callback=then))
        await done(lambda then: channel.queue_bind(queue, CALLS_EXCHANGE, self._reply_key, callback=then))
        channel.add_on_return_callback(self._returned)
        await done(lambda then: channel.confirm_delivery(self._confirmed, callback=then))
        await done(lambda then: channel.basic_consume(queue, self._replied, auto_ack=True, callback=then))

    def _replied(self, _: Channel, __: Basic.Deliver, properties: pika.BasicProperties, body: bytes) -> None:
        try:
            result = json.loads(body)["result"]
            reply = result if isinstance(result, dict) and result.keys() & {"answer", "refused"} else None
        except (ValueError, KeyError, TypeError):
            reply = None
        failed = {"refused": {"kind": "busy", "code": "failed"}}
        self._settle(properties.correlation_id, reply or failed)

    def _returned(self, _: Channel, __: Basic.Return, properties: pika.BasicProperties, ___: bytes) -> None:
        self._settle(properties.correlation_id, Unroutable())

    def _confirmed(self, frame: pika.frame.Method[Basic.Ack | Basic.Nack]) -> None:
        tag = frame.method.delivery_tag
        tags = [sent for sent in self._sent if sent <= tag] if frame.method.multiple else [tag]
        for sent in tags:
            correlation_id = self._sent.pop(sent, None)
            if isinstance(frame.method, Basic.Nack):
                self._settle(correlation_id, Unroutable())

    def _settle(self, correlation_id: str | None, reply: dict[str, Any] | Exception) -> None:
        pending = self._pending.pop(correlation_id or "", None)
        if pending is None or pending.done():
            return  # too late: whoever asked has been told so
        if isinstance(reply, Exception):
            pending.set_exception(reply)
        else:
            pending.set_result(reply)

    def _fail_pending(self) -> None:
        for correlation_id in list(self._pending):
            self._settle(correlation_id, Lost())
