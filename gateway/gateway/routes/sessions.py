"""One's session, and the other places where one is signed in."""

from typing import Any

from contracts.identity.calls import CloseOwnSessions, ListSessions
from gateway.endpoints import Asked, Endpoint
from gateway.shapes.sessions import Clicked, ClosedSessions, OwnSessions, SessionShape


async def session(asked: Asked) -> dict[str, Any]:
    session = asked.session
    return {
        "session_id": session.session_id,
        "person": session.person,
        "csrf_token": session.csrf_token,
        "method": session.method,
        "idle_ends_at": session.idle_ends_at,
        "idle_logout_minutes": (await asked.house.provider.read())["idle_logout_minutes"],
    }


async def click(asked: Asked) -> dict[str, Any]:
    """Being asked is the click: every request that may change something is one."""
    return {"idle_ends_at": asked.session.idle_ends_at}


async def sessions(asked: Asked) -> dict[str, Any]:
    listed = await asked.caller.call(ListSessions, person_id=asked.session.person_id)
    here = asked.session.session_id
    return {
        "sessions": [
            {**each, "id": each["session_id"], "is_current": each["session_id"] == here} for each in listed["sessions"]
        ]
    }


async def sign_out_session(asked: Asked) -> None:
    session_id = asked.path["session_id"]
    await asked.caller.call(CloseOwnSessions, token=asked.session.token, session_id=session_id)
    asked.house.hub.end_session(session_id)


async def sign_out_others(asked: Asked) -> dict[str, Any]:
    """Their pages learn it as every page does: by the event that tells that a session ended."""
    return {"closed": (await asked.caller.call(CloseOwnSessions, token=asked.session.token, session_id=None))["closed"]}


ENDPOINTS = (
    Endpoint(method="GET", path="/api/session", handler=session, summary="Who one is", answer=SessionShape),
    Endpoint(
        method="POST",
        path="/api/session/click",
        handler=click,
        summary="Somebody is there: the idle time starts anew",
        answer=Clicked,
    ),
    Endpoint(
        method="GET",
        path="/api/sessions",
        handler=sessions,
        summary="Where one is signed in, newest first",
        answer=OwnSessions,
    ),
    Endpoint(
        method="POST",
        path="/api/sessions/{session_id:uuid}/sign-out",
        handler=sign_out_session,
        summary="Sign out in one other place",
        status=204,
    ),
    Endpoint(
        method="POST",
        path="/api/sessions/sign-out-others",
        handler=sign_out_others,
        summary="Sign out everywhere but here",
        answer=ClosedSessions,
    ),
)
