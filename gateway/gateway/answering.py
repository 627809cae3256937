"""From a request to its answer: who asks, whether they may, what they say, and only then the handler."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from contracts.refusals import Refused
from gateway.bodies import loaded, read_file, read_json
from gateway.endpoints import ADMITTED, Asked, Endpoint, House
from gateway.session import SAFE_METHODS, Session, read_session, require_csrf, require_same_origin


def route(endpoint: Endpoint, house: House) -> Route:
    """The Starlette route of an endpoint."""

    async def answer(request: Request) -> Response:
        session = await _admitted(endpoint, request, house)
        raw, content_type = await read_file(endpoint, request)
        asked = Asked(
            request=request,
            house=house,
            path=request.path_params,
            query=loaded(endpoint.query, dict(request.query_params)),
            body=await read_json(endpoint, request),
            raw=raw,
            content_type=content_type,
            session_or_none=session,
        )
        if "person_id" in asked.path:
            asked.concerns(asked.path["person_id"])
        return _answered(endpoint, await endpoint.handler(asked))

    answer.__dict__["route_name"] = endpoint.path  # what measuring labels by
    return Route(endpoint.path, answer, methods=[endpoint.method], name=endpoint.handler.__name__)


def _answered(endpoint: Endpoint, result: object) -> Response:
    if isinstance(result, Response):
        return result
    if endpoint.answer is None:
        return Response(status_code=endpoint.status)
    return JSONResponse(endpoint.answer().dump(result), endpoint.status)


async def _admitted(endpoint: Endpoint, request: Request, house: House) -> Session | None:
    if endpoint.access == "anyone":
        if endpoint.method != "GET" and not endpoint.foreign_origin_ok:
            require_same_origin(request, house.settings.public_url)
        return None
    session = await read_session(request, house.caller)
    if request.method not in SAFE_METHODS:
        require_csrf(request, session)
    if endpoint.access in ADMITTED:
        roles, code = ADMITTED[endpoint.access]
        if roles.isdisjoint(session.person["roles"]):
            raise Refused("forbidden", code)
    return session
