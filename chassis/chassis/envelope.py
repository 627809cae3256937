"""How an event stands on the bus: its headers and its body, written and read."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.outbox import Outgoing
from chassis.store import Delivery
from contracts import readers
from contracts.message import ContractBroken, Event

CONTENT_TYPE = "application/json"


class Unreadable(ValueError):
    """A message that is no event: a header is missing or wrong, or the body is no JSON object."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A received event: its contract, where and when it happened, and its fields as Python values."""

    event: type[Event]
    delivery: Delivery
    fields: dict[str, Any]


def headers_of(outgoing: Outgoing) -> dict[str, Any]:
    """The AMQP headers of an event; its message_id is a property of its own."""
    return {
        "source": outgoing.source,
        "event": outgoing.contract.NAME,
        "version": outgoing.contract.VERSION,
        "position": outgoing.position,
        "aggregate_id": str(outgoing.aggregate_id),
        "aggregate_version": outgoing.aggregate_version,
        "occurred_at": outgoing.occurred_at.isoformat(),
    }


def body_of(outgoing: Outgoing) -> bytes:
    return json.dumps(outgoing.body, ensure_ascii=False).encode()


def opened(headers: Mapping[str, Any] | None, message_id: str | None, body: bytes) -> Heard | None:
    """The event in a message; None when this release does not know it.

    Raises `Unreadable` when it is no event, `ContractBroken` when it is one that does not keep its contract.
    """
    try:
        told = dict(headers or {})
        told["message_id"] = uuid.UUID(message_id or "")
        told["aggregate_id"] = uuid.UUID(told["aggregate_id"])
        told["occurred_at"] = datetime.fromisoformat(told["occurred_at"])
        told["body"] = json.loads(body)
        return heard(str(told["source"]), told)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        if isinstance(wrong, ContractBroken):
            raise
        raise Unreadable(type(wrong).__name__) from None


def heard(source: str, told: Mapping[str, Any]) -> Heard | None:
    """The event in an entry of an `EventsSince` reply, or in a message already taken apart."""
    contract = readers.named(source, told["event"])
    if contract is None:
        return None
    delivery = Delivery(
        message_id=told["message_id"],
        source=source,
        event=contract.NAME,
        position=int(told["position"]),
        aggregate_id=told["aggregate_id"],
        aggregate_version=int(told["aggregate_version"]),
        occurred_at=told["occurred_at"],
    )
    return Heard(contract, delivery, contract.heard(told["body"], int(told["version"])))
