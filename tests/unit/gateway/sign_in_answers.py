"""How identity answers the calls of signing in, and what a test reads of a browser's cookies."""

from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

import httpx

from contracts.identity.calls import (
    BeginBankId,
    BeginOidc,
    CancelBankId,
    CollectBankId,
    EndOidcSessions,
    FinishOidc,
    ListSignInMethods,
)
from contracts.message import Call
from gateway.session import COOKIE
from gateway.signing_in import BROWSER_COOKIE
from tests.unit.gateway.conftest import FakeServices

ATTEMPT = UUID(int=7)
OLD, SECRET = "token-from-before", "b" * 43


def answer_sign_ins(services: FakeServices) -> None:
    begun = {"attempt_id": ATTEMPT, "auto_start_token": None, "qr": "bankid.t.0.c"}
    pending = {"state": "pending", "hint": "userSign", "qr": None, "token": None, "back": None}
    services._answers |= {
        ListSignInMethods: lambda: {"methods": [{"id": "oidc", "label": "SITHS"}]},
        BeginBankId: lambda **_: begun,
        CollectBankId: lambda **_: pending,
        CancelBankId: lambda **_: {},
        BeginOidc: lambda **_: {"url": "https://broker.test/authorize?state=s"},
        FinishOidc: lambda **_: {"token": "new-token", "back": "/visits/7"},
        EndOidcSessions: lambda **_: {"closed": 1},
    }


def asked_for(services: FakeServices, call: type[Call]) -> list[dict[str, Any]]:
    return [request for asked, request in services.asked if asked is call]


def cookies_of(answer: httpx.Response) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    for header in answer.headers.get_list("Set-Cookie"):
        jar.load(header)
    return {name: cookie.value for name, cookie in jar.items()}


def with_cookies(**cookies: str) -> dict[str, str]:
    names = {"session": COOKIE, "browser": BROWSER_COOKIE}
    return {"Cookie": "; ".join(f"{names[name]}={value}" for name, value in cookies.items())}
