"""The gateway process: routes, live stream and pages on Starlette, uvicorn and uvloop."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from chassis.aio import Caller, HealthServer, Listener
from chassis.telling import gauge, start_telling
from gateway import openapi, refusals, wiring
from gateway.addresses import OwnAddress
from gateway.answering import route
from gateway.endpoints import Endpoint, House
from gateway.headers import BodyLimit, SecurityHeaders
from gateway.hearing import HEARD, Hearing
from gateway.limiting import Limiting
from gateway.live import Hub
from gateway.measuring import Measured
from gateway.noting import Noting
from gateway.pages import Pages
from gateway.provider import ProviderSettings
from gateway.routes import (
    bankid,
    bookings,
    colleagues,
    contacts,
    imports,
    live,
    notices,
    oidc,
    outbox,
    people,
    profile,
    rearrangements,
    receipts,
    sessions,
    settings,
    sign_in,
    small_groups,
    support,
    visit_life,
    visits,
    waiting,
)
from gateway.session_reading import SessionReading
from gateway.wiring import Settings

ENDPOINTS = (
    *sessions.ENDPOINTS,
    *settings.ENDPOINTS,
    *support.ENDPOINTS,
    *sign_in.ENDPOINTS,
    *bankid.ENDPOINTS,
    *oidc.ENDPOINTS,
    *imports.ENDPOINTS,
    *people.ENDPOINTS,
    *profile.ENDPOINTS,
    *visits.ENDPOINTS,
    *visit_life.ENDPOINTS,
    *small_groups.ENDPOINTS,
    *waiting.ENDPOINTS,
    *bookings.ENDPOINTS,
    *colleagues.ENDPOINTS,
    *rearrangements.ENDPOINTS,
    *contacts.ENDPOINTS,
    *notices.ENDPOINTS,
    *outbox.ENDPOINTS,
    *receipts.ENDPOINTS,
    *live.ENDPOINTS,
)
DRAIN_SECONDS = 5


def build(set_up: Settings) -> Starlette:
    """The application, ready to be served; it connects to the bus when it starts."""
    hub = Hub()
    gauge("gateway", "open_pages", "Pages that listen to what happens").set_function(lambda: hub.open_pages)
    caller = Caller(set_up.amqp_url, "gateway")
    noting, limiting = Noting(caller, set_up.unit), Limiting(set_up.limits_factor)
    house = House(set_up, caller, hub, noting, limiting, ProviderSettings(caller), SessionReading(caller))
    return served(house, lifespan=lambda _: _connected(house))


def served(
    house: House,
    endpoints: tuple[Endpoint, ...] = ENDPOINTS,
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None,
) -> Starlette:
    """Every route, and what each request passes on its way there."""
    set_up = house.settings
    return Starlette(
        routes=[*(route(endpoint, house) for endpoint in endpoints), _api_document(endpoints)],
        exception_handlers={HTTPException: refusals.http_error, Exception: refusals.fault},
        middleware=[
            Middleware(ProxyHeadersMiddleware, list(set_up.trusted_proxies)),
            Middleware(SecurityHeaders, set_up.public_url, set_up.media_public_url),
            Middleware(Measured),
            Middleware(OwnAddress, set_up.public_url, set_up.port if set_up.demo else None),
            Middleware(BodyLimit, endpoints),
            Middleware(Pages, set_up.pages),
        ],
        lifespan=lifespan,
    )


@asynccontextmanager
async def _connected(house: House) -> AsyncIterator[None]:
    """The bus and the health port, for as long as the application is served."""
    caller, set_up = house.caller, house.settings
    hearing = Hearing(house.hub, caller, house.provider)
    listener = Listener(set_up.amqp_url, "gateway", HEARD, hearing.on_event, hearing.on_gap)

    def ready() -> dict[str, bool]:
        return {"calls": caller.is_ready, "events": listener.is_ready}

    health = HealthServer(set_up.health_port, ready)
    async with caller, listener:
        await health.start()
        yield
        await house.noting.close()
        await health.stop()


def _api_document(endpoints: tuple[Endpoint, ...]) -> Route:
    described = openapi.document(endpoints)

    async def openapi_json(_: Request) -> Response:
        return JSONResponse(described)

    return Route("/api/openapi.json", openapi_json)


def main() -> None:
    start_telling("gateway")
    set_up = wiring.settings()
    uvicorn.run(
        build(set_up),
        host=set_up.host,
        port=set_up.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # only the trusted ones, see `served`
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


if __name__ == "__main__":
    main()
