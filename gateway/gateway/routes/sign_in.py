"""Signing in and out."""

import asyncio
from typing import Any

from starlette.responses import Response

from contracts.identity.calls import CloseSession, ListPeople, ListSignInMethods, OpenSession
from contracts.identity.events import ROLES
from contracts.refusals import Refused
from gateway.devices import device
from gateway.endpoints import Asked, Endpoint, Limit
from gateway.session import clear_cookie
from gateway.shapes.signing_in import DemoPeople, DemoSignIn, SignInMethods
from gateway.signing_in import change_session


async def methods(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(ListSignInMethods)


async def demo_people(asked: Asked) -> dict[str, Any]:
    _demo_only(asked)
    lists = await asyncio.gather(*(asked.caller.call(ListPeople, role=role, limit=50) for role in ROLES))
    people = {person["id"]: person for reply in lists for person in reply["people"]}
    return {"people": sorted(people.values(), key=lambda person: ("patient" in person["roles"], person["name"]))}


async def demo_sign_in(asked: Asked) -> Response:
    _demo_only(asked)
    opened = await asked.caller.call(
        OpenSession, person_id=asked.body["person_id"], method="demo", device=device(asked.request)
    )
    response = Response(status_code=204)
    await change_session(asked, response, opened["token"])
    return response


async def sign_out(asked: Asked) -> Response:
    await asked.caller.call(CloseSession, token=asked.session.token)
    asked.house.hub.end_session(asked.session.session_id)
    response = Response(status_code=204)
    clear_cookie(response)
    return response


def _demo_only(asked: Asked) -> None:
    if not asked.house.settings.demo:
        raise Refused("not_found", "not_found")


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/sign-in/methods",
        handler=methods,
        summary="The ways to sign in here",
        access="anyone",
        answer=SignInMethods,
    ),
    Endpoint(
        method="GET",
        path="/api/sign-in/demo",
        handler=demo_people,
        summary="The demo persons to choose from (only in a demo)",
        access="anyone",
        answer=DemoPeople,
        refusals=(404,),
    ),
    Endpoint(
        method="POST",
        path="/api/sign-in/demo",
        handler=demo_sign_in,
        summary="Sign in as a demo person (only in a demo)",
        access="anyone",
        body=DemoSignIn,
        status=204,
        refusals=(403, 404, 409),
        limits=(Limit(120, 60, "address"),),
    ),
    Endpoint(method="POST", path="/api/sign-out", handler=sign_out, summary="Sign out", status=204),
)
