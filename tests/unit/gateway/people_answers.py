"""What identity and booking answer about persons, as far as the gateway's tests need it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from contracts.booking.calls import CountFutureVisits
from contracts.identity.calls import (
    ChangeProfile,
    ChangeRoles,
    ChangeStatus,
    FindHolder,
    ReadProfile,
    RegisterPerson,
    RestorePerson,
    SearchPeople,
)
from contracts.message import Call
from contracts.refusals import Refused

People = dict[UUID, dict[str, Any]]


def people_answers(people: People) -> dict[type[Call], Callable[..., dict[str, Any]]]:
    def read_profile(person_id: UUID) -> dict[str, Any]:
        if person_id not in people:
            raise Refused("not_found", "person_unknown")
        return {"profile": profile(people[person_id])}

    def search(roles: list[str], text: str, **_: Any) -> dict[str, Any]:
        found = [each for each in people.values() if not set(roles).isdisjoint(each["roles"]) and text in each["name"]]
        return {"people": found, "total": len(found), "has_more": False}

    def find_holder(personnummer: str, **_: Any) -> dict[str, Any]:
        for each in people.values():
            if each["personnummer"] == personnummer:
                told = {name: each[name] for name in ("initials", "roles", "status")}
                return {"person_id": each["id"], **told}
        raise Refused("not_found", "person_unknown")

    commands: tuple[type[Call], ...] = (RegisterPerson, ChangeProfile, ChangeRoles, ChangeStatus, RestorePerson)
    return {
        **dict.fromkeys(commands, _reached),
        ReadProfile: read_profile,
        SearchPeople: search,
        FindHolder: find_holder,
        CountFutureVisits: lambda person_id: {"count": 2},
    }


def profile(person: dict[str, Any]) -> dict[str, Any]:
    return {
        **person,
        "version": 3,
        "number_kind": "personnummer",
        "phone": "+46701740605",
        "email": None,
        "hsa_id": "SE5565594230-B8N" if "staff" in person["roles"] else None,
        "language": "sv",
        "registered_at": datetime(2026, 3, 2, 9, tzinfo=UTC),
        "status_changed_at": None,
    }


def _reached(**_: Any) -> dict[str, Any]:
    return {"position": 11}
