"""Who may read whose name (X-1, GRP-1, GRP-2): the one place that decides it for everything a browser receives."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from chassis.aio import Caller
from contracts.identity.calls import DescribePeople
from gateway.endpoints import Asked

People = Mapping[UUID, dict[str, Any]]


async def describe(caller: Caller, person_ids: Iterable[UUID]) -> People:
    """The persons with these ids, as identity knows them; for use on this side of the door only."""
    wanted = sorted(set(person_ids))
    if not wanted:
        return {}
    reply = await caller.call(DescribePeople, person_ids=wanted)
    return {person["id"]: person for person in reply["people"]}


def named(person_id: UUID, people: People, asked: Asked) -> dict[str, Any]:
    """One person as whoever asked may see them; that they were shown goes to the access log.

    Staff see names, and patients' personnummer. A patient sees staff by name, and other patients by initials only.
    A person who is no longer known has neither name nor initials.
    """
    asked.concerns(person_id)
    person, reader = people.get(person_id), asked.session
    if person is None:
        return {"id": person_id, "name": None, "initials": None}
    seen = {"id": person_id, "name": person["name"], "initials": person["initials"]}
    if "patient" in person["roles"]:
        if reader.is_staff:
            seen["personnummer"] = person["personnummer"]
        elif person_id != reader.person_id:
            seen["name"] = person["initials"]
    return seen
