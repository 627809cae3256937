"""Which of notifications' stored events the world hears, and how they read there."""

from functools import singledispatch
from typing import Any

from contracts.message import Published
from contracts.notifications.events import NoticePosted, NoticeSettled
from notifications.domain.notice import Notice


@singledispatch
def published(_: Any) -> Published | None:
    return None


@published.register
def _(asked: Notice.Asked) -> Published | None:
    """In the platform it is there as soon as it is asked for; what goes out is told when it is settled."""
    if asked.channel != "in_app":
        return None
    return NoticePosted.of(
        notice_id=asked.originator_id,
        person_id=asked.person_id,
        visit_id=asked.visit_id,
        kind=asked.kind,
        posted_at=asked.timestamp,
    )


@published.register
def _(sent: Notice.Sent) -> Published:
    return _settled(sent, "sent")


@published.register
def _(delivered: Notice.Delivered) -> Published:
    return _settled(delivered, "delivered")


@published.register
def _(failed: Notice.Failed) -> Published:
    return _settled(failed, "failed")


@published.register
def _(suppressed: Notice.Suppressed) -> Published:
    return _settled(suppressed, "suppressed")


def _settled(event: Any, state: str) -> Published:
    return NoticeSettled.of(
        notice_id=event.originator_id,
        person_id=event.person_id,
        visit_id=event.visit_id,
        channel=event.channel,
        state=state,
        settled_at=event.timestamp,
    )
