"""Sets up the demo provider: its people through identity, a visit or two through booking; repeatable."""

import argparse
import asyncio
import os
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.aio import Caller
from contracts.booking.calls import BookVisit, ListVisits
from contracts.identity.calls import RegisterPerson
from contracts.message import Call
from contracts.refusals import Refused
from tools.demo.people import ANNA, ELIN, JONAS, KARL, MARIA, PEOPLE, DemoPerson

# A service that has just come up, or has not yet heard of a person, says one of these; it is asked again.
NOT_YET = {"late", "unavailable", "person_unknown"}
PATIENCE_SECONDS = 40
PAUSE_SECONDS = 0.3

VISITS = (
    (ANNA, KARL, "Uppföljning av blodtryck", timedelta(minutes=15), 30),
    (JONAS, MARIA, "Första samtal", timedelta(hours=2), 45),
)
QUARTER = timedelta(minutes=15)


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.demo", description=__doc__)
    parser.add_argument("--people-only", action="store_true", help="no visits")
    arguments = parser.parse_args()
    async with Caller(os.environ["CARE_AMQP_URL"], "demo") as caller:
        asker = Asker(caller)
        await asyncio.gather(*(register(asker, person) for person in PEOPLE))
        if not arguments.people_only:
            for staff, patient, name, ahead, minutes in VISITS:
                await book(asker, staff, patient, name=name, ahead=ahead, minutes=minutes)
    return 0


class Asker:
    """Asks again for as long as a service is not there yet."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._deadline = time.monotonic() + PATIENCE_SECONDS

    async def ask(self, call: type[Call], **request: Any) -> dict[str, Any]:
        while True:
            try:
                return await self._caller.call(call, **request)
            except Refused as refused:
                if refused.code not in NOT_YET or time.monotonic() > self._deadline:
                    raise
            await asyncio.sleep(PAUSE_SECONDS)


async def register(asker: Asker, person: DemoPerson) -> None:
    await asker.ask(
        RegisterPerson,
        person_id=person.id,
        registered_by=ELIN.id,
        personnummer=person.personnummer,
        name=person.name,
        roles=list(person.roles),
        phone=person.phone,
        email=person.email,
    )


async def book(
    asker: Asker, staff: DemoPerson, patient: DemoPerson, *, name: str, ahead: timedelta, minutes: int
) -> None:
    """One visit ahead is enough, however often the platform is started."""
    now = datetime.now(UTC)
    known = await asker.ask(ListVisits, person_id=staff.id)
    if any(_is_ahead(visit, patient, now) for visit in known["visits"]):
        return
    starts_at = next_quarter(now + ahead)
    await asker.ask(
        BookVisit,
        visit_id=uuid.uuid5(staff.id, f"{patient.id} {starts_at.isoformat()}"),
        booked_by=staff.id,
        name=name,
        starts_at=starts_at,
        length_minutes=minutes,
        staff_ids=[staff.id],
        patient_ids=[patient.id],
    )


def _is_ahead(visit: dict[str, Any], patient: DemoPerson, now: datetime) -> bool:
    is_open = visit["state"] == "started" or (visit["state"] == "booked" and visit["starts_at"] > now)
    return is_open and patient.id in visit["patient_ids"]


def next_quarter(moment: datetime) -> datetime:
    """The next full quarter of an hour, as visits start."""
    over = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment + (QUARTER - over if over else timedelta())


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main()))
    except Refused as refusal:
        sys.exit(f"The demo provider was refused: {refusal.code} {refusal.detail}".rstrip())
