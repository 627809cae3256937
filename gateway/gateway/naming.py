"""Who may read whose name (X-1, GRP-1, GRP-2): the one place that decides it for everything a browser receives."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.aio import Caller
from contracts.identity.calls import DescribePeople
from gateway.endpoints import Asked
from gateway.gathering import gathered_by
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
    asking = gathered_by(caller)
    replies = await asyncio.gather(*(asking.ask(DescribePeople, person_ids=page) for page in pages))
    return {person["id"]: person for reply in replies for person in reply["people"]}


def someone(person_id: UUID, people: People) -> dict[str, Any]:
    """A colleague who did something, for administrators to read; no name for one who is no longer known."""
    person = people.get(person_id)
    return {"id": person_id, "name": person["name"] if person else None}


def is_colleague(reader: Session) -> bool:
    return not COLLEAGUES.isdisjoint(reader.person["roles"])


def by_name(person_id: UUID, people: People, asked: Asked) -> dict[str, Any]:
    """Somebody who takes part as staff, whom everyone sees by name; that they were shown goes to the access log."""
    asked.concerns(person_id)
    person = people.get(person_id)
    if person is None:
        return {"id": person_id, "name": None, "initials": None}
    return {"id": person_id, "name": person["name"], "initials": person["initials"]}


def named(person_id: UUID, people: People, asked: Asked) -> dict[str, Any]:
    """One person as whoever asked may see them, outside of any visit; that they were shown goes to the access log.

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


def told_apart(patient_ids: Sequence[UUID], arrival_ids: Sequence[UUID], people: People) -> dict[UUID, str]:
    """The initials of a visit's patients, equal ones numbered by who came first: «AB», «AB 2» (Q10).

    Those who never came follow those who did, in the visit's own order.
    """
    belonging = set(patient_ids)
    in_order = dict.fromkeys([*(each for each in arrival_ids if each in belonging), *patient_ids])
    known = {person_id: people[person_id]["initials"] for person_id in in_order if person_id in people}
    counted: Counter[str] = Counter()
    numbered = {}
    for person_id, initials in known.items():
        counted[initials] += 1
        numbered[person_id] = initials if counted[initials] == 1 else f"{initials} {counted[initials]}"
    return numbered


@dataclass(frozen=True, slots=True)
class VisitNaming:
    """The people of one visit as whoever asked may see them; that they were shown goes to the access log.

    What counts is what somebody is in this visit: a colleague who takes part as a patient reads initials, and is
    read by them.
    """

    people: People
    asked: Asked
    initials: Mapping[UUID, str]
    in_full: bool
    """For staff of the visit, and administrators."""

    def staff(self, person_id: UUID) -> dict[str, Any]:
        return by_name(person_id, self.people, self.asked)

    def patient(self, person_id: UUID) -> dict[str, Any]:
        """By name and number to staff, by name to themselves, and by initials to other patients (GRP-1, GRP-2)."""
        self.asked.concerns(person_id)
        person = self.people.get(person_id)
        if person is None:
            return {"id": person_id, "name": None, "initials": None}
        initials = self.initials[person_id]
        if self.in_full:
            seen = {"id": person_id, "name": person["name"], "initials": initials}
            return seen | {"personnummer": person["personnummer"]}
        is_reader = person_id == self.asked.session.person_id
        return {"id": person_id, "name": person["name"] if is_reader else initials, "initials": initials}
