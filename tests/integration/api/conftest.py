"""Everyone there is at a provider, at the door of a running platform."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.aio import Caller
from contracts.identity.calls import OpenSupport, RegisterPerson
from contracts.message import Call
from tests.fixtures.platform import TestPlatform
from tests.integration.api.door import Door
from tools.demo.people import ANNA, ELIN, KARL

SUPPORT = UUID("50bb0000-0000-4000-8000-000000000001")


@pytest.fixture(scope="session")
def doors(platform: TestPlatform) -> Iterator[dict[str, Door]]:
    """A door for each role; support has been let in."""
    asked_of(
        platform,
        RegisterPerson,
        person_id=SUPPORT,
        registered_by=ELIN.id,
        personnummer="199001012385",
        name="Sture Stöd",
        roles=["support"],
    )
    let_support_in(platform)
    people = {"patient": KARL.id, "staff": ANNA.id, "administrator": ELIN.id, "support": SUPPORT}
    opened = {role: Door(platform.url, person_id) for role, person_id in people.items()}
    yield opened
    for door in opened.values():
        door.close()


def signed_in(platform: TestPlatform, doors: dict[str, Door], role: str) -> Door:
    """The door of a role, whoever was signed out through it before."""
    door = doors[role]
    if not door.is_signed_in():
        if role == "support":
            let_support_in(platform)  # an administrator has closed it
        door.renew()
    return door


def let_support_in(platform: TestPlatform) -> None:
    asked_of(platform, OpenSupport, window_id=uuid4(), opened_by=ELIN.id, hours=1, reason="Prov")


def asked_of(platform: TestPlatform, call: type[Call], **request: Any) -> dict[str, Any]:
    """One call on the platform's bus."""

    async def ask() -> dict[str, Any]:
        async with Caller(platform.environment["CARE_AMQP_URL"], "test") as caller:
            return await caller.call(call, **request)

    return asyncio.run(ask())
