"""What every way of signing in needs of a browser: the secret it began with, and the change of its session."""

import hashlib
import re
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from contracts.identity.calls import CloseSession
from gateway.endpoints import Asked
from gateway.limiting import Limit
from gateway.session import COOKIE, TOKEN_LENGTH_MAX, set_cookie

BROWSER_COOKIE = "__Host-signing-in"
BROWSER_SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]{0,499}", re.ASCII)


def browser_secret(request: Request) -> str | None:
    """The secret of a browser that has begun to sign in; None when it has none, or something else in its place."""
    kept = request.cookies.get(BROWSER_COOKIE, "")
    return kept if BROWSER_SECRET.fullmatch(kept) else None


def new_browser_secret() -> str:
    return secrets.token_urlsafe(32)


def keep_browser_secret(response: Response, secret: str) -> None:
    """Lax, because the broker sends the browser back from another site; gone with the browser at the latest."""
    response.set_cookie(BROWSER_COOKIE, secret, secure=True, httponly=True, samesite="lax", path="/")


async def change_session(asked: Asked, response: Response, token: str) -> None:
    """Give the browser its new session, and end the one it had (fixation)."""
    old_token = asked.request.cookies.get(COOKIE, "")
    if 0 < len(old_token) <= TOKEN_LENGTH_MAX:
        await asked.caller.call(CloseSession, token=old_token)
    set_cookie(response, token)
    if BROWSER_COOKIE in asked.request.cookies:
        response.delete_cookie(BROWSER_COOKIE, secure=True, httponly=True, samesite="lax", path="/")


def own_path(back: str) -> str:
    """Where to go after signing in: a page of ours, whatever was asked for (open redirects)."""
    split = urlsplit(back)
    is_ours = OWN_PATH.fullmatch(back) is not None and not split.scheme and not split.netloc
    return back if is_ours and not back.startswith("/api/") else "/"


def count_for(asked: Asked, route: str, secret: str, times: int) -> None:
    """At most so many requests in a minute for one browser or one attempt, wherever it is."""
    who = hashlib.sha256(secret.encode()).hexdigest()
    asked.house.limiting.count(route, (Limit(times, 60, "address"),), who, None)
