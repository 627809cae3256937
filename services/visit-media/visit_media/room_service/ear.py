"""The HTTP application that hears a LiveKit cluster's webhooks."""

import base64
import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from google.protobuf import json_format
from livekit.protocol.webhook import WebhookEvent
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from visit_media.room_service import metrics
from visit_media.room_service.twirp import MOST_BYTES
from visit_media.signalling.tokens import TokenKey, TokenRefused

PATH: Final = "/webhooks/livekit"
log = logging.getLogger(__name__)


class NotSigned(Exception):
    """The body is not what somebody with our key has sent."""


def webhook_ear(key: TokenKey, hear: Callable[[WebhookEvent], Awaitable[None]]) -> Starlette:
    """Return what takes webhooks; one that could not be taken in is answered 503, so that it is sent again."""

    async def answer(request: Request) -> Response:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return _told("too_long", 413)
        try:
            event = read_webhook(key, bytes(body), request.headers.get("Authorization", ""))
        except NotSigned:
            return _told("not_signed", 401)
        except ValueError:
            return _told("unreadable", 400)
        try:
            await hear(event)
        except Exception:
            # What it was about is somebody else's; it is told again.
            log.exception("webhook_not_taken_in")
            return _told("failed", 503)
        return _told("taken", 200)

    return Starlette(routes=[Route(PATH, answer, methods=["POST"])])


def read_webhook(key: TokenKey, body: bytes, authorization: str) -> WebhookEvent:
    """Return the event, or raise NotSigned, or ValueError when it cannot be read."""
    try:
        claimed = key.read(authorization.removeprefix("Bearer ")).get("sha256")
    except TokenRefused:
        raise NotSigned from None
    found = base64.b64encode(hashlib.sha256(body).digest()).decode()
    if not isinstance(claimed, str) or not hmac.compare_digest(claimed.encode(), found.encode()):
        raise NotSigned
    try:
        return json_format.Parse(body, WebhookEvent(), ignore_unknown_fields=True)
    except json_format.ParseError:
        raise ValueError("not a webhook event") from None


def _told(outcome: str, status: int) -> Response:
    metrics.WEBHOOKS_HEARD.labels(outcome).inc()
    return Response(status_code=status)
