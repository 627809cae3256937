"""What an administrator changes about a person, told to identity directly."""

from typing import Any

from chassis.aio import Caller
from contracts.identity.calls import ChangeRoles, ChangeStatus
from contracts.message import Call
from tests.fixtures.platform import TestPlatform
from tools.demo.people import ELIN, DemoPerson


async def change_status(platform: TestPlatform, person: DemoPerson, status: str) -> None:
    await _change(platform, ChangeStatus, person, status=status)


async def change_roles(platform: TestPlatform, person: DemoPerson, *roles: str) -> None:
    await _change(platform, ChangeRoles, person, roles=list(roles))


async def _change(platform: TestPlatform, call: type[Call], person: DemoPerson, **change: Any) -> None:
    async with Caller(platform.environment["CARE_AMQP_URL"], "tests") as caller:
        await caller.call(call, person_id=person.id, changed_by=ELIN.id, **change)
