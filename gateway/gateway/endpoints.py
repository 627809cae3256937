"""An endpoint said once: the route, its checks and its OpenAPI entry all come from the same lines."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from marshmallow import Schema, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chassis.aio import Caller
from contracts.refusals import Refused
from gateway.live import Hub
from gateway.session import Session, read_session, require_same_origin
from gateway.wiring import Settings

Access = Literal["anyone", "signed_in", "staff"]


@dataclass(frozen=True, slots=True)
class House:
    """What every handler may use."""

    settings: Settings
    caller: Caller
    hub: Hub


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, checked: who asks, and what the address, query and body say."""

    request: Request
    house: House
    path: dict[str, Any]
    query: dict[str, Any]
    body: dict[str, Any]
    session_or_none: Session | None

    @property
    def session(self) -> Session:
        assert self.session_or_none is not None, "an endpoint for anyone has no session"
        return self.session_or_none

    @property
    def caller(self) -> Caller:
        return self.house.caller


Handler = Callable[[Asked], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    method: Literal["GET", "POST"]
    path: str
    handler: Handler
    summary: str
    access: Access = "signed_in"
    query: type[Schema] | None = None
    body: type[Schema] | None = None
    answer: type[Schema] | None = None
    status: int = 200
    refusals: tuple[int, ...] = field(default=())
    media_type: str = "application/json"


def route(endpoint: Endpoint, house: House) -> Route:
    """The Starlette route of an endpoint: access first, then shape, then the handler."""

    async def answer(request: Request) -> Response:
        session = await _admitted(endpoint, request, house)
        asked = Asked(
            request=request,
            house=house,
            path=request.path_params,
            query=_loaded(endpoint.query, dict(request.query_params)),
            body=await _body(endpoint, request),
            session_or_none=session,
        )
        result = await endpoint.handler(asked)
        if isinstance(result, Response):
            return result
        if endpoint.answer is None:
            return Response(status_code=endpoint.status)
        return JSONResponse(endpoint.answer().dump(result), endpoint.status)

    answer.__dict__["route_name"] = endpoint.path  # what measuring labels by
    return Route(endpoint.path, answer, methods=[endpoint.method], name=endpoint.handler.__name__)


async def _admitted(endpoint: Endpoint, request: Request, house: House) -> Session | None:
    if endpoint.access == "anyone":
        if endpoint.method != "GET":
            require_same_origin(request, house.settings.public_url)
        return None
    session = await read_session(request, house.caller)
    if endpoint.access == "staff" and not session.is_staff:
        raise Refused("forbidden", "only_staff")
    return session


async def _body(endpoint: Endpoint, request: Request) -> dict[str, Any]:
    if endpoint.body is None:
        return {}
    raw = await request.body()
    if not raw:
        return _loaded(endpoint.body, {})
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused("invalid", "not_json", "The body must be application/json.")
    try:
        data = await request.json()
    except (ValueError, RecursionError):
        raise Refused("invalid", "not_json", "The body is not JSON.") from None
    if not isinstance(data, dict):
        raise Refused("invalid", "invalid", "The body must be a JSON object.")
    return _loaded(endpoint.body, data)


def _loaded(shape: type[Schema] | None, data: dict[str, Any]) -> dict[str, Any]:
    """Parsed once, trusted after; the refusal names the fields, never what stood in them."""
    if shape is None:
        return {}
    try:
        loaded: dict[str, Any] = shape().load(data)
    except ValidationError as broken:
        raise Refused(
            "invalid", "invalid", f"Wrong or missing: {', '.join(sorted(map(str, broken.messages_dict)))}"
        ) from None
    return loaded
