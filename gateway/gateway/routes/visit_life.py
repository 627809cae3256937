"""The life of a visit: starting, joining, ending, «Uteblev», and inviting everyone again."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from marshmallow import Schema

from contracts.booking.calls import EndVisit, InviteAgain, MarkMissed, StartVisit, TakeBackMissed
from contracts.message import Call
from contracts.refusals import Refused
from gateway.endpoints import Access, Asked, Endpoint, Handler
from gateway.media_tokens import join_token
from gateway.shapes.booking import InvitedAgain, Joining, Nothing
from gateway.shapes.reaching import Reached
from gateway.visiting import read_visit

NOT_JOINABLE = {
    "booked": "visit_not_started",
    "missed": "visit_not_started",
    "ended": "visit_ended",
    "cancelled": "visit_cancelled",
}


async def start(asked: Asked) -> dict[str, Any]:
    return await _stepped(asked, StartVisit, started_by=asked.session.person_id)


async def end(asked: Asked) -> dict[str, Any]:
    return await _stepped(asked, EndVisit, as_administrator=True, ended_by=asked.session.person_id)


async def mark_missed(asked: Asked) -> dict[str, Any]:
    await read_visit(asked, as_administrator=True)
    return await asked.caller.call(MarkMissed, visit_id=asked.path["visit_id"], marked_by=asked.session.person_id)


async def take_back_missed(asked: Asked) -> dict[str, Any]:
    await read_visit(asked, as_administrator=True)
    return await asked.caller.call(
        TakeBackMissed, visit_id=asked.path["visit_id"], taken_back_by=asked.session.person_id
    )


async def invite_again(asked: Asked) -> dict[str, Any]:
    await read_visit(asked)
    return await asked.caller.call(InviteAgain, visit_id=asked.path["visit_id"], invited_by=asked.session.person_id)


async def join(asked: Asked) -> dict[str, Any]:
    """Read from the log itself, so that a visit that ended a moment ago gives no new token."""
    visit = await read_visit(asked)
    if visit["state"] != "started":
        raise Refused("conflict", NOT_JOINABLE[visit["state"]])
    settings = asked.house.settings
    token, expires_at = join_token(
        api_key=settings.media_api_key,
        api_secret=settings.media_api_secret,
        visit_id=visit["id"],
        visit_version=visit["version"],
        person_id=asked.session.person_id,
        session_id=asked.session.session_id,
        is_staff=asked.session.person_id in visit["staff_ids"],
        now=datetime.now(UTC),
        is_for_cluster=settings.media_engine == "livekit",
    )
    return {"url": settings.media_public_url, "token": token, "expires_at": expires_at}


def _step(
    path: str,
    handler: Handler,
    summary: str,
    *,
    access: Access = "participant",
    answer: type[Schema] = Reached,
    goes_on: bool = False,
) -> Endpoint:
    """`goes_on`: a visit under way does not wait for the access log."""
    return Endpoint(
        method="POST",
        path=f"/api/visits/{{visit_id:uuid}}/{path}",
        handler=handler,
        summary=summary,
        access=access,
        action=f"visit.{handler.__name__}",
        may_be_noted_later=goes_on,
        body=Nothing,
        answer=answer,
        refusals=(403, 404, 409),
    )


async def _stepped(asked: Asked, step: type[Call], *, as_administrator: bool = False, **by: UUID) -> dict[str, Any]:
    """A step tells by itself whom it concerned. Of one that was refused the visit tells it, or that it is not to be
    known to whoever asked; those who are no staff learn that first.
    """

    async def read() -> None:
        await read_visit(asked, as_administrator=as_administrator)

    if not asked.session.is_staff:
        await read()
    try:
        taken = await asked.caller.call(step, visit_id=asked.path["visit_id"], **by)
    except Refused:
        await read()
        raise
    if taken["concerned_ids"] is None:
        await read()
    else:
        asked.concerns(*taken["concerned_ids"])
    return taken


ENDPOINTS = (
    _step("start", start, "«Starta besök»", goes_on=True),
    _step("end", end, "«Avsluta besök» for everyone", goes_on=True),
    _step("join", join, "A short-lived token for the visit's room", answer=Joining, goes_on=True),
    _step("missed", mark_missed, "«Uteblev»: the time has passed, and the patient never came", access="colleague"),
    _step("missed/undo", take_back_missed, "«Uteblev» was a mistake", access="colleague"),
    _step(
        "invite-again",
        invite_again,
        "«Bjud in alla igen»: a new visit with the same people, started already; within two minutes of the end",
        access="staff",
        answer=InvitedAgain,
        goes_on=True,
    ),
)
