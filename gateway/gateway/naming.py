"""Who may read whose name (X-1, GRP-1, GRP-2): the one place that decides it for everything a browser receives."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from chassis.aio import Caller
from contracts.identity.calls import DescribePeople
from gateway.endpoints import Asked
from gateway.session import Session

People = Mapping[UUID, dict[str, Any]]
PEOPLE_AT_ONCE = 500
COLLEAGUES = frozenset({"staff", "administrator"})


async def describe(caller: Caller, person_ids: Iterable[UUID]) -> People:
    """The persons with these ids, as identity knows them; for use on this side of the door only."""
    wanted = sorted(set(person_ids))
    if not wanted:
        return {}
    pages = [wanted[first : first + PEOPLE_AT_ONCE] for first in range(0, len(wanted), PEOPLE_AT_ONCE)]
    replies = await asyncio.gather(*(caller.call(DescribePeople, person_ids=page) for page in pages))
    return {person["id"]: person for reply in replies for person in reply["people"]}


def someone(person_id: UUID, people: People) -> dict[str, Any]:
    """A colleague who did something, for administrators to read; no name for one who is no longer known."""
    person = people.get(person_id)
    return {"id": person_id, "name": person["name"] if person else None}


def is_colleague(reader: Session) -> bool:
    return not COLLEAGUES.isdisjoint(reader.person["roles"])


def named(person_id: UUID, people: People, asked: Asked) -> dict[str, Any]:
    """One person as whoever asked may see them; that they were shown goes to the access log.

    Staff and administrators see names, and patients' personnummer. A patient sees staff by name, and other patients
    by initials only.
    A person who is no longer known has neither name nor initials.
    """
    asked.concerns(person_id)
    person, reader = people.get(person_id), asked.session
    if person is None:
        return {"id": person_id, "name": None, "initials": None}
    seen = {"id": person_id, "name": person["name"], "initials": person["initials"]}
    if "patient" in person["roles"]:
        if is_colleague(reader):
            seen["personnummer"] = person["personnummer"]
        elif person_id != reader.person_id:
            seen["name"] = person["initials"]
    return seen
