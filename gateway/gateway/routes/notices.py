"""Notices: one's own in the platform, and for administrators what became of each SMS and e-mail."""

from typing import Any

from contracts.notifications.calls import ListNotices, ListSentNotices, MarkNoticesRead, SendNoticeAgain
from gateway.endpoints import Asked, Endpoint, Limit
from gateway.naming import describe, named
from gateway.shapes.notices import NoticesPage, OwnNotices, Reading, SentNotices, SentNoticesSought
from gateway.shapes.reaching import Reached


async def own_notices(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(ListNotices, person_id=asked.session.person_id, **asked.query)


async def mark_notices_read(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(MarkNoticesRead, person_id=asked.session.person_id, **asked.body)


async def sent_notices(asked: Asked) -> dict[str, Any]:
    """To whom, when and what became of it; never what it said."""
    sought = dict(asked.query)
    state = sought.pop("state")
    reply = await asked.caller.call(ListSentNotices, states=[] if state is None else [state], **sought)
    known = await describe(asked.caller, [notice["person_id"] for notice in reply["notices"]])
    notices = [notice | {"person": named(notice["person_id"], known, asked)} for notice in reply["notices"]]
    return {"notices": notices, "has_more": reply["has_more"]}


async def send_notice_again(asked: Asked) -> dict[str, Any]:
    notice_id, asked_by = asked.path["notice_id"], asked.session.person_id
    reply = await asked.caller.call(SendNoticeAgain, notice_id=notice_id, asked_by=asked_by)
    asked.concerns(reply["person_id"])
    return {"position": reply["position"]}


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/notices",
        handler=own_notices,
        summary="One's own notices, the latest first, and how many are unread",
        access="participant",
        action="notice.list",
        query=NoticesPage,
        answer=OwnNotices,
    ),
    Endpoint(
        method="POST",
        path="/api/notices/read",
        handler=mark_notices_read,
        summary="One's own notices were seen, up to and with one of them",
        access="participant",
        action="notice.see",
        body=Reading,
        answer=Reached,
        refusals=(404, 409),
    ),
    Endpoint(
        method="GET",
        path="/api/notices/sent",
        handler=sent_notices,
        summary="«Aviseringar»: what was sent by SMS and e-mail, to whom, and what became of it",
        access="administrator",
        action="sent_notice.list",
        query=SentNoticesSought,
        answer=SentNotices,
    ),
    Endpoint(
        method="POST",
        path="/api/notices/sent/{notice_id:uuid}/again",
        handler=send_notice_again,
        summary="Send a notice again that failed, or of which nobody knows whether it was sent",
        access="administrator",
        action="sent_notice.repeat",
        answer=Reached,
        refusals=(409,),
        limits=(Limit(60, 60, "session"),),
    ),
)
