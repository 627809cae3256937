"""What an administrator changes about a person, told to identity directly."""

from chassis.aio import Caller
from contracts.identity.calls import ChangeStatus
from tests.fixtures.platform import TestPlatform
from tools.demo.people import ELIN, DemoPerson


async def change_status(platform: TestPlatform, person: DemoPerson, status: str) -> None:
    async with Caller(platform.environment["CARE_AMQP_URL"], "tests") as caller:
        await caller.call(ChangeStatus, person_id=person.id, changed_by=ELIN.id, status=status)
