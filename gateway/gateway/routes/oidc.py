"""Signing in through the provider's broker: away, back again, and out when the broker says so."""

from urllib.parse import parse_qs

from starlette.responses import JSONResponse, RedirectResponse, Response

from contracts.identity.calls import BeginOidc, EndOidcSessions, FinishOidc
from contracts.refusals import Refused
from gateway.devices import device
from gateway.endpoints import Asked, Endpoint, Limit
from gateway.limiting import TooMany
from gateway.refusals import code_of, problem
from gateway.shapes.signing_in import BrokerAddress, BrokerAnswer, BrokerSignIn
from gateway.signing_in import (
    browser_secret,
    change_session,
    count_for,
    keep_browser_secret,
    new_browser_secret,
    own_path,
)

BEGUN_BY_A_BROWSER = 12
FROM_AN_ADDRESS = Limit(60, 60, "address")
"""Of those who come back; counted by hand, because even its refusal leads on to a page."""
FAILURES = frozenset(
    {
        "no_access",
        "oidc_cancelled",
        "oidc_failed",
        "oidc_unavailable",
        "sign_in_expired",
        "sign_in_unavailable",
        "too_many_attempts",
    }
)
"""What the sign-in page has words for; anything else is a fault of ours and reads as the broker not answering."""
LOGOUT_BYTES_MAX = 12_000


async def begin_oidc(asked: Asked) -> Response:
    browser = browser_secret(asked.request) or new_browser_secret()
    count_for(asked, "oidc browser", browser, BEGUN_BY_A_BROWSER)
    begun = await asked.caller.call(
        BeginOidc,
        browser=browser,
        back=own_path(asked.body["back"]),
        device=device(asked.request),
        language=asked.body["language"],
    )
    response = JSONResponse(BrokerAddress().dump(begun))
    keep_browser_secret(response, browser)
    return response


async def finish_oidc(asked: Asked) -> Response:
    """Always leads on to a page: somebody is looking at this address, not a program."""
    try:
        asked.house.limiting.count("oidc callback", (FROM_AN_ADDRESS,), asked.address, None)
        browser = browser_secret(asked.request)
        if browser is None or not asked.query["state"]:
            raise Refused("conflict", "sign_in_expired")
        finished = await asked.caller.call(FinishOidc, browser=browser, **asked.query)
        response = RedirectResponse(own_path(finished["back"]), 303)
        await change_session(asked, response, finished["token"])
    except (Refused, TooMany) as refusal:
        code = code_of(refusal)
        return RedirectResponse(f"/sign-in?failed={code if code in FAILURES else 'oidc_unavailable'}", 303)
    return response


async def end_oidc_sessions(asked: Asked) -> Response:
    """OpenID Connect Back-Channel Logout 1.0, 2.5 and 2.8: the broker posts a form, and hears 200 or 400."""
    try:
        tokens = _form(asked.raw).get("logout_token", [])
        if len(tokens) != 1 or not tokens[0]:
            raise Refused("invalid", "logout_token_invalid")
        await asked.caller.call(EndOidcSessions, logout_token=tokens[0])
    except Refused as refusal:
        if refusal.kind == "invalid":
            return problem(400, "logout_token_invalid")
        raise
    return Response(status_code=200)


def _form(raw: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(raw.decode("ascii", "replace"), max_num_fields=10)
    except ValueError:  # more fields than any logout token comes with
        return {}


ENDPOINTS = (
    Endpoint(
        access="anyone",
        method="POST",
        path="/api/sign-in/oidc",
        handler=begin_oidc,
        summary="Begin to sign in through the broker: where to go",
        body=BrokerSignIn,
        answer=BrokerAddress,
        refusals=(403,),
        limits=(Limit(60, 60, "address"),),
    ),
    Endpoint(
        access="anyone",
        method="GET",
        path="/api/sign-in/oidc/callback",
        handler=finish_oidc,
        summary="Back from the broker: on to the page one came from, or to the sign-in page with what failed",
        query=BrokerAnswer,
        status=303,
    ),
    Endpoint(
        access="anyone",
        method="POST",
        path="/api/sign-in/oidc/backchannel-logout",
        handler=end_oidc_sessions,
        summary="The broker says that sessions are over (a form with logout_token)",
        raw_body=("application/x-www-form-urlencoded",),
        body_bytes_max=LOGOUT_BYTES_MAX,
        refusals=(400,),
        limits=(Limit(600, 60, "everyone"),),
        foreign_origin_ok=True,
    ),
)
