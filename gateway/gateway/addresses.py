"""The provider's own address: whoever was led here by another name is sent away (RFC 9110, 421 Misdirected Request).

A cookie belongs to a host, so a gateway that answers to any name would be one a foreign name can be pointed at.
"""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.refusals import problem

DEFAULT_PORTS = {"http": 80, "https": 443}


class OwnAddress:
    """In a demo the machine's own names are let through too. Health is asked for at another port."""

    def __init__(self, app: ASGIApp, public_url: str, demo_port: int | None = None) -> None:
        own = urlsplit(public_url)
        self._app = app
        self._default_port = DEFAULT_PORTS.get(own.scheme)
        self._allowed = {(own.hostname, own.port or self._default_port)}
        if demo_port is not None:
            self._allowed |= {(name, demo_port) for name in ("localhost", "127.0.0.1", "::1")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._named(scope) not in self._allowed:
            await problem(421, "wrong_address")(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _named(self, scope: Scope) -> tuple[str | None, int | None]:
        hosts = HTTPConnection(scope).headers.getlist("Host")
        if len(hosts) != 1 or set(hosts[0]) & set("/?#@\\"):
            return None, None
        try:
            asked = urlsplit(f"//{hosts[0]}")
            return asked.hostname, asked.port or self._default_port
        except ValueError:
            return None, None
