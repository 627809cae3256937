"""Persons as colleagues find, add, read and change them."""

from typing import Any

from marshmallow import Schema

from contracts.booking.calls import CountFutureVisits
from contracts.identity.calls import (
    ChangeProfile,
    ChangeRoles,
    ChangeStatus,
    FindHolder,
    ListPeople,
    ReadProfile,
    RegisterPerson,
    RestorePerson,
    SearchPeople,
)
from contracts.refusals import Refused
from gateway.endpoints import Access, Asked, Endpoint, Handler, Limit
from gateway.shapes import people as shapes
from gateway.shapes.reaching import AtLeast, Reached

GUESSING = (Limit(60, 60, "session"), Limit(600, 3600, "session"))
"""Of whoever tries number after number; far above what anyone types."""
SEARCHING = (Limit(300, 60, "session"),)


async def patients(asked: Asked) -> dict[str, Any]:
    found = (await asked.caller.call(ListPeople, role="patient"))["people"]
    asked.concerns(*(person["id"] for person in found))
    return {"patients": found}


async def search_people(asked: Asked) -> dict[str, Any]:
    """Colleagues are an administrator's to see; plain staff find the patients whom they may invite."""
    sought = dict(asked.body)
    group = sought.pop("group")
    if not _is_administrator(asked):
        if group == "staff":
            raise Refused("forbidden", "only_administrators")
        sought["statuses"] = ["active"]
    found = await asked.caller.call(
        SearchPeople, roles=shapes.GROUPS[group], at_least=asked.query["at_least"], **sought
    )
    asked.concerns(*(person["id"] for person in found["people"]))
    return found


async def add_person(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(
        RegisterPerson, person_id=asked.path["person_id"], registered_by=asked.session.person_id, **asked.body
    )


async def read_person(asked: Asked) -> dict[str, Any]:
    profile: dict[str, Any] = (await asked.caller.call(ReadProfile, person_id=asked.path["person_id"]))["profile"]
    return profile


async def change_person(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(
        ChangeProfile, person_id=asked.path["person_id"], changed_by=asked.session.person_id, **asked.body
    )


async def change_roles(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(
        ChangeRoles, person_id=asked.path["person_id"], changed_by=asked.session.person_id, **asked.body
    )


async def future_visits(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(CountFutureVisits, person_id=asked.path["person_id"])


async def change_status(asked: Asked) -> dict[str, Any]:
    """Nobody is taken out of more visits than whoever changes the status was told of (STA-4)."""
    if asked.body["status"] != "active" and (await future_visits(asked))["count"] > asked.body["future_visits"]:
        raise Refused("conflict", "future_visits")
    return await asked.caller.call(
        ChangeStatus,
        person_id=asked.path["person_id"],
        changed_by=asked.session.person_id,
        status=asked.body["status"],
    )


async def find_holder(asked: Asked) -> dict[str, Any]:
    found = await asked.caller.call(FindHolder, asked_by=asked.session.person_id, **asked.body)
    asked.concerns(found["person_id"])
    return {"id": found["person_id"], "roles": found["roles"], "status": found["status"]}


async def restore_person(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(
        RestorePerson, person_id=asked.path["person_id"], restored_by=asked.session.person_id, **asked.body
    )


def _is_administrator(asked: Asked) -> bool:
    return "administrator" in asked.session.person["roles"]


def _about_one(
    matter: str,
    handler: Handler,
    summary: str,
    *,
    action: str,
    body: type[Schema],
    access: Access = "administrator",
    status: int = 200,
    limits: tuple[Limit, ...] = (),
) -> Endpoint:
    return Endpoint(
        method="POST",
        path=f"/api/people/{{person_id:uuid}}{matter}",
        handler=handler,
        summary=summary,
        access=access,
        action=action,
        body=body,
        answer=Reached,
        status=status,
        refusals=(403, 404, 409, 422),
        limits=limits,
    )


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/patients",
        handler=patients,
        summary="The active patients, by name",
        access="colleague",
        action="person.list",
        answer=shapes.Patients,
        refusals=(403,),
    ),
    Endpoint(
        method="POST",
        path="/api/people/search",
        handler=search_people,
        summary="«Våra patienter», «Vår vårdpersonal»: by name or by a whole number, a page at a time",
        access="colleague",
        action="person.search",
        query=AtLeast,
        body=shapes.PeopleSearch,
        answer=shapes.FoundPeople,
        refusals=(403,),
        limits=SEARCHING,
    ),
    Endpoint(
        method="POST",
        path="/api/people/holder",
        handler=find_holder,
        summary="Who holds a number that is taken",
        access="administrator",
        action="person.find",
        body=shapes.SoughtHolder,
        answer=shapes.Holder,
        refusals=(403, 404, 409),
        limits=GUESSING,
    ),
    _about_one(
        "",
        add_person,
        "Add a person; the browser makes the id, so that asking twice adds once",
        action="person.add",
        body=shapes.NewPerson,
        access="colleague",
        status=201,
        limits=GUESSING,
    ),
    Endpoint(
        method="GET",
        path="/api/people/{person_id:uuid}",
        handler=read_person,
        summary="All that is kept of a person",
        access="administrator",
        action="person.read",
        answer=shapes.Profile,
        refusals=(403, 404),
    ),
    Endpoint(
        method="GET",
        path="/api/people/{person_id:uuid}/future-visits",
        handler=future_visits,
        summary="How many visits a person would leave",
        access="administrator",
        action="person.read",
        answer=shapes.FutureVisits,
        refusals=(403,),
    ),
    _about_one("/profile", change_person, "«Uppdatera användare»", action="person.change", body=shapes.ProfileChange),
    _about_one(
        "/roles",
        change_roles,
        "Give and take a colleague's rights",
        action="person.change_roles",
        body=shapes.RolesChange,
    ),
    _about_one("/status", change_status, "«Status»", action="person.change_status", body=shapes.StatusChange),
    _about_one(
        "/restore", restore_person, "«Återställ» one who was removed", action="person.restore", body=shapes.Restoring
    ),
)
