"""The HTTP application of the server API."""

import logging
from typing import Final

from livekit.protocol import room
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from visit_media.room_service import metrics
from visit_media.room_service.rights import rights_of
from visit_media.room_service.service import RoomService
from visit_media.room_service.twirp import TwirpError, receive, refused
from visit_media.signalling.server import MediaServer
from visit_media.signalling.tokens import TokenKey

METHODS: Final = frozenset(method.name for method in room.DESCRIPTOR.services_by_name["RoomService"].methods)
VERBS: Final = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
log = logging.getLogger(__name__)


def room_service_app(server: MediaServer, key: TokenKey) -> Starlette:
    """Return RoomService over this server, for whoever holds tokens of this key."""

    async def answer(request: Request) -> Response:
        name = str(request.path_params["method"])
        label = name if name in METHODS else "unknown"
        try:
            rights = rights_of(key, request.headers.get("Authorization", ""))
            method = RoomService(server, rights).method(name)
            asked = await receive(request)
            written = asked.written(method.answer(asked.read(method.takes)))
        except TwirpError as error:
            metrics.CALLS.labels(label, error.code).inc()
            return refused(error)
        except Exception:
            # The process carries conversations: a call that breaks must not look like a broken line.
            metrics.CALLS.labels(label, "internal").inc()
            log.exception("room_service_failed", extra={"method": label})
            return refused(TwirpError("internal", "the call failed"))
        metrics.CALLS.labels(label, "ok").inc()
        return written

    async def lost(_: Request) -> Response:
        return refused(TwirpError("bad_route", "there is no such service"))

    return Starlette(
        routes=[
            Route("/twirp/livekit.RoomService/{method}", answer, methods=VERBS),
            Route("/{path:path}", lost, methods=VERBS),
        ]
    )
