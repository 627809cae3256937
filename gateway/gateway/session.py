"""Who is asking: the session cookie, the person behind it, and the proof that the page itself sent the request."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from contracts.refusals import Refused
from gateway.session_reading import SessionReading

COOKIE = "__Host-session"
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_LENGTH_MAX = 200


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person's session, as identity knows it now."""

    token: str
    session_id: UUID
    csrf_token: str
    person: dict[str, Any]
    method: str
    strength: str
    idle_ends_at: datetime | None = None
    """When it ends if nobody clicks; None while the person is connected to a visit."""

    @property
    def person_id(self) -> UUID:
        person_id: UUID = self.person["id"]
        return person_id

    @property
    def is_staff(self) -> bool:
        return "staff" in self.person["roles"]

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.person["roles"]

    @property
    def is_support(self) -> bool:
        return "support" in self.person["roles"]


async def read_session(request: Request, reading: SessionReading, *, is_click: bool = True) -> Session:
    """The session of this request, `not_signed_in` when there is none that is valid now.

    Sessions live in identity and are asked for at every request: a sign-out or a changed status
    counts from the next request on, whichever gateway answers it. Only unsafe methods count as clicks (Q1), and of
    those only what somebody does.
    """
    token = request.cookies.get(COOKIE, "")
    if not token or len(token) > TOKEN_LENGTH_MAX:
        raise Refused("unauthenticated", "not_signed_in")
    read = await reading.read(token, clicked=is_click and request.method not in SAFE_METHODS)
    return Session(
        token=token,
        session_id=read["session_id"],
        csrf_token=read["csrf_token"],
        person=read["person"],
        method=read["method"],
        strength=read["strength"],
        idle_ends_at=read["idle_ends_at"],
    )


def require_csrf(request: Request, session: Session) -> None:
    """A foreign page can send our cookie, but cannot read this token (OWASP CSRF, synchronizer token)."""
    if not hmac.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), session.csrf_token.encode()):
        raise Refused("forbidden", "csrf_token_wrong")


def require_same_origin(request: Request, public_url: str) -> None:
    """For the requests before a session exists: browsers say truthfully which page sent a POST."""
    origin = request.headers.get("Origin")
    if origin is None:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            raise Refused("forbidden", "foreign_origin")
    elif origin not in (public_url.rstrip("/"), f"{request.url.scheme}://{request.headers.get('Host', '')}"):
        raise Refused("forbidden", "foreign_origin")


def set_cookie(response: Response, token: str) -> None:
    """A cookie for this host only, gone when the browser closes (SES-2: no Max-Age). RFC 6265bis 4.1.3.2."""
    response.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="lax", path="/")


def clear_cookie(response: Response) -> None:
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax", path="/")
