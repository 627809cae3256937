"""From a request to its answer: who asks, whether they may, what they say, the handler, and the access log."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from contracts.message import shared
from contracts.refusals import Refused
from gateway.bodies import loaded, read_file, read_json
from gateway.endpoints import ADMITTED, Asked, Endpoint, House
from gateway.limiting import TooMany
from gateway.noting import Happening
from gateway.refusals import code_of, problem, said_no
from gateway.session import SAFE_METHODS, Session, read_session, require_csrf, require_same_origin


def route(endpoint: Endpoint, house: House) -> Route:
    """The Starlette route of an endpoint."""

    async def answer(request: Request) -> Response:
        happening = Happening(endpoint.action, endpoint.kind, endpoint.may_be_noted_later)
        try:
            if happening.waits_for_the_log and house.noting.is_behind:
                raise Refused("busy", "unavailable")
            asked = await _asked(endpoint, happening, request, house)
            response = _answered(endpoint, await endpoint.handler(asked))
        except (Refused, TooMany, HTTPException) as refusal:
            return await _noted(happening, house, said_no(refusal), code_of(refusal))
        except Exception:
            await _noted(happening, house, problem(500, "fault"), "fault")
            raise
        return await _noted(happening, house, response)

    answer.__dict__["route_name"] = endpoint.path  # what measuring labels by
    return Route(endpoint.path, answer, methods=[endpoint.method], name=endpoint.handler.__name__)


async def _noted(happening: Happening, house: House, response: Response, code: str | None = None) -> Response:
    """The response once the access is written, or owed where that is enough; nothing of it when that fails."""
    if not happening.is_noted:
        return response
    if await house.noting.note(happening, "done" if code is None else "refused", code):
        return response
    return problem(503, "unavailable")


async def _asked(endpoint: Endpoint, happening: Happening, request: Request, house: House) -> Asked:
    if "person_id" in request.path_params:
        happening.concerned[request.path_params["person_id"]] = None
    happening.session = await _who_asks(endpoint, request, house)
    address = request.client.host if request.client else ""
    house.limiting.count(f"{endpoint.method} {endpoint.path}", endpoint.limits, address, happening.session)
    if happening.session is not None:
        _admit(endpoint, request, happening.session)
    raw, content_type = await read_file(endpoint, request)
    return Asked(
        request=request,
        house=house,
        path=request.path_params,
        query=loaded(endpoint.query, dict(request.query_params)),
        body=await read_json(endpoint, request),
        raw=raw,
        content_type=content_type,
        session_or_none=happening.session,
        happening=happening,
    )


async def _who_asks(endpoint: Endpoint, request: Request, house: House) -> Session | None:
    if endpoint.access == "anyone":
        if endpoint.method != "GET" and not endpoint.foreign_origin_ok:
            require_same_origin(request, house.settings.public_url)
        return None
    return await read_session(request, house.sessions, is_click=endpoint.is_click)


def _admit(endpoint: Endpoint, request: Request, session: Session) -> None:
    if request.method not in SAFE_METHODS:
        require_csrf(request, session)
    if endpoint.access in ADMITTED:
        roles, code = ADMITTED[endpoint.access]
        if roles.isdisjoint(session.person["roles"]):
            raise Refused("forbidden", code)


def _answered(endpoint: Endpoint, result: object) -> Response:
    if isinstance(result, Response):
        return result
    if endpoint.answer is None:
        return Response(status_code=endpoint.status)
    return JSONResponse(shared(endpoint.answer).dump(result), endpoint.status)
