"""What every answer carries to keep a browser safe, and how much a request may carry."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.endpoints import JSON_BYTES_MAX, Endpoint
from gateway.refusals import problem

REACT_ARIA_STYLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='"
"""The one constant style element that react-aria's usePress adds (touch-action); a test in Chromium sees it pass."""


def content_security_policy(media_url: str) -> str:
    """CSP level 3: own files only, plus the media server's socket."""
    media = urlsplit(media_url)
    http = {"ws": "http", "wss": "https"}[media.scheme]
    directives = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": f"'self' {REACT_ARIA_STYLE}",
        "connect-src": f"'self' {media.scheme}://{media.netloc} {http}://{media.netloc}",
        "img-src": "'self' data:",
        "media-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


class SecurityHeaders:
    """Adds the headers to every answer, refusals and files included (OWASP Secure Headers)."""

    def __init__(self, app: ASGIApp, public_url: str, media_url: str) -> None:
        self._app = app
        headers = {
            "Content-Security-Policy": content_security_policy(media_url),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), microphone=(self), speaker-selection=(self), geolocation=()",
            "X-Frame-Options": "DENY",
        }
        if public_url.startswith("https://"):
            headers["Strict-Transport-Security"] = "max-age=31536000"
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = [*message["headers"], *self._headers]  # no handler says any of these
                if scope["path"].startswith("/api/") and all(name != b"cache-control" for name, _ in ours):
                    ours.append((b"cache-control", b"no-store"))
                message = {**message, "headers": ours}
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """Refuses a body over its limit at its announced length, or as soon as it has sent too much.

    The limit is `JSON_BYTES_MAX`, or the endpoint's own where it takes a file: that one is read by the endpoint
    itself, and only after it has seen who sends it.
    """

    def __init__(self, app: ASGIApp, endpoints: tuple[Endpoint, ...] = ()) -> None:
        self._app = app
        self._files = [
            (endpoint.method, compile_path(endpoint.path)[0], endpoint.body_bytes_max)
            for endpoint in endpoints
            if endpoint.raw_body is not None
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = HTTPConnection(scope).headers.get("Content-Length", "0")
        of_file = self._bytes_of_file(scope)
        most = of_file or JSON_BYTES_MAX
        if not announced.isdecimal() or int(announced) > most:
            await _too_large(scope, receive, send, most)
            return
        if of_file is not None:
            await self._app(scope, receive, send)
            return
        body = b""
        more = True
        while more and scope["method"] not in ("GET", "HEAD"):
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > most:
                await _too_large(scope, receive, send, most)
                return
        await self._app(scope, _replay(body, receive) if scope["method"] not in ("GET", "HEAD") else receive, send)

    def _bytes_of_file(self, scope: Scope) -> int | None:
        for method, path, most in self._files:
            if scope["method"] == method and path.match(scope["path"]):
                return most
        return None


def _replay(body: bytes, receive: Receive) -> Receive:
    """A receive that gives the body already read, then whatever the connection says next."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


async def _too_large(scope: Scope, receive: Receive, send: Send, most: int) -> None:
    response = problem(413, "too_large", f"At most {most} bytes.")
    response.headers["Connection"] = "close"
    await response(scope, receive, send)
