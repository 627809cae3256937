"""The demo's outbox: SMS and e-mails as they would have been sent."""

from typing import Any

from contracts.notifications.calls import ListOutbox
from contracts.refusals import Refused
from gateway.endpoints import Asked, Endpoint
from gateway.naming import describe, named
from gateway.shapes.notices import Outbox, OutboxPage


async def outbox(asked: Asked) -> dict[str, Any]:
    """Outside the demo there is none, whoever asks."""
    if not asked.house.settings.demo:
        raise Refused("not_found", "not_found")
    reply = await asked.caller.call(ListOutbox, **asked.query)
    known = await describe(asked.caller, [message["person_id"] for message in reply["messages"]])
    messages = [message | {"person": named(message["person_id"], known, asked)} for message in reply["messages"]]
    return {"messages": messages, "has_more": reply["has_more"]}


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/outbox",
        handler=outbox,
        summary="The demo's outbox: messages as they would have been sent, the latest first",
        access="administrator",
        action="outbox.list",
        query=OutboxPage,
        answer=Outbox,
        refusals=(404,),
    ),
)
