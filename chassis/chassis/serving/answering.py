"""Answering calls: a request is checked against its contract, its deadline kept, and every outcome a reply."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from kombu.entity import Exchange, Queue
from kombu.message import Message
from nameko.exceptions import ContainerBeingKilled, MethodNotFound
from nameko.extensions import Entrypoint
from nameko.rpc import RpcConsumer

from chassis import telling
from chassis.domain import Refusal
from chassis.serving.container import DrainingQueueConsumer
from chassis.topology import CALLS_EXCHANGE, DEADLINE_HEADER
from contracts.message import Call, ContractBroken
from contracts.refusals import Refused

Reply = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came: nothing in it is trusted yet."""

    fields: Any
    deadline: float | None
    correlation_id: str | None


def answerer(service: str, call: type[Call], method: Callable[..., Any]) -> Callable[..., Reply]:
    """The nameko method that answers a call by the service's plain method."""
    counted = telling.counter(service, "answers", "Calls answered", ("call", "outcome"))
    timed = telling.seconds(service, "answer", "Time to answer a call", ("call",))

    def answer(self: Any, asked: Asked) -> Reply:
        started = time.perf_counter()
        reply = _reply(call, partial(method, self), asked)
        timed.labels(call.NAME).observe(time.perf_counter() - started)
        counted.labels(call.NAME, _outcome(reply)).inc()
        return reply

    return answer


def _reply(call: type[Call], method: Callable[..., Any], asked: Asked) -> Reply:
    if asked.deadline is not None and time.time() >= asked.deadline:
        return _refused("busy", "late")
    try:
        fields = call.read_request(asked.fields)
    except ContractBroken as broken:
        return _refused("invalid", "invalid", ", ".join(broken.fields))
    try:
        return {"answer": call.reply(method(**fields) or {})}
    except Refused as refused:
        return _refused(refused.kind, refused.code, refused.detail)
    except Refusal as refusal:
        return _refused(refusal.kind, refusal.code)
    except Exception as failure:  # noqa: BLE001 - the outer loop of a call
        telling.tell_failure("call_failed", failure, call=call.NAME, correlation_id=asked.correlation_id)
        return _refused("busy", "failed")


def _refused(kind: str, code: str, detail: str = "") -> Reply:
    return {"refused": {"kind": kind, "code": code, "detail": detail}}


def _outcome(reply: Reply) -> str:
    """One of a closed list: answered, failed, late, or the kind of the refusal."""
    refused = reply.get("refused")
    if refused is None:
        return "answered"
    code = refused["code"]
    return str(code if code in ("failed", "late") else refused["kind"])


class Requests(RpcConsumer):  # type: ignore[misc] # nameko has no types
    """The queue of a service's requests. It holds no more than can be answered, and goes when the service is gone."""

    queue_consumer = DrainingQueueConsumer()
    is_declared_by_consumer = True

    queue: Queue | None

    def setup(self) -> None:
        if self.queue is not None:
            return
        service = self.container.service_name
        self.queue = Queue(  # type: ignore[no-untyped-call]
            f"{service}.answers.v1",
            exchange=Exchange(CALLS_EXCHANGE, type="topic", durable=True),  # type: ignore[no-untyped-call]
            routing_key=f"{service}.*",
            durable=True,
            queue_arguments={
                "x-max-length": 5000,
                "x-overflow": "reject-publish",
                # Survives a restart with its requests; after that, callers are told at once that nobody answers.
                "x-expires": 15_000,
            },
        )
        self.queue_consumer.register_provider(self)

    def declare(self, channel: Any) -> None:
        """kombu declares it with the consumer."""

    def handle_message(self, body: bytes, message: Message) -> None:
        try:
            provider = self.get_provider_for_method(message.delivery_info["routing_key"])
            fields = json.loads(body)["kwargs"]
        except MethodNotFound:
            self.reply(message, _refused("invalid", "unknown_call"))
        except (ValueError, KeyError, TypeError):
            self.reply(message, _refused("invalid", "unreadable"))
        else:
            provider.handle_message(fields, message)

    def reply(self, message: Message, reply: Reply) -> None:
        """Reply, then acknowledge, over one channel: the broker takes the reply before it forgets the request.

        A request whose reply never left is answered again by whoever gets it.
        """
        body = json.dumps({"result": reply, "error": None}).encode()
        self.queue_consumer.reply_and_ack(message, CALLS_EXCHANGE, body)

    def requeue_message(self, message: Message) -> None:
        self.queue_consumer.requeue_message(message)


class Answering(Entrypoint):  # type: ignore[misc] # nameko has no types
    """A method that answers one call."""

    requests = Requests()

    def setup(self) -> None:
        self.requests.register_provider(self)

    def stop(self) -> None:
        self.requests.unregister_provider(self)

    def handle_message(self, fields: Any, message: Message) -> None:
        asked = Asked(
            fields=fields if isinstance(fields, Mapping) else {"": fields},
            deadline=_seconds(message.headers.get(DEADLINE_HEADER)),
            correlation_id=message.properties.get("correlation_id"),
        )

        def replied(_: Any, reply: Reply, exc_info: Any) -> tuple[Reply, Any]:
            self.requests.reply(message, reply or _refused("busy", "failed"))
            return reply, exc_info

        try:
            self.container.spawn_worker(self, (asked,), {}, handle_result=replied)
        except ContainerBeingKilled:
            self.requests.requeue_message(message)


def _seconds(header: Any) -> float | None:
    try:
        return float(header)
    except (TypeError, ValueError):
        return None
