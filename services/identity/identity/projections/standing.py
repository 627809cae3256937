"""What a person was at a moment, in words: rights, status, sign-ins; ids only, so that it may be kept with a case."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from identity.domain.past_sign_in import PastSignIn
from identity.domain.person import Person

WORDS: dict[type[Any], tuple[str, str]] = {
    Person.Registered: ("registered", "registered_by"),
    Person.ProfileChanged: ("profile_changed", "changed_by"),
    Person.RolesChanged: ("roles_changed", "changed_by"),
    Person.StatusChanged: ("status_changed", "changed_by"),
    Person.Restored: ("restored", "restored_by"),
}
"""What each stored event is called in a history, and which of its fields says who did it."""


class Standing(Protocol):
    @property
    def person(self) -> Person | None: ...
    @property
    def events(self) -> Sequence[Any]: ...
    @property
    def sign_ins(self) -> Sequence[PastSignIn]: ...
    @property
    def at(self) -> datetime: ...


def told(standing: Standing, person_id: UUID) -> dict[str, Any]:
    person, sign_ins = standing.person, standing.sign_ins
    names = ("session_id", "method", "strength", "opened_at")
    timeline = [_entry(event) for event in standing.events]
    for sign_in in sign_ins:
        timeline += _coming_and_going(sign_in, person_id, standing.at)
    return {
        "status": "not_registered" if person is None else person.status,
        "roles": [] if person is None else person.roles,
        "sign_ins": [{name: getattr(one, name) for name in names} for one in sign_ins if one.was_open(standing.at)],
        "timeline": sorted(timeline, key=lambda entry: (entry["at"], entry["version"])),
    }


def _entry(event: Any) -> dict[str, Any]:
    what, who = WORDS[type(event)]
    details = {name: getattr(event, name) for name in ("roles", "status") if hasattr(event, name)}
    return {
        "at": event.timestamp,
        "what": what,
        "person_id": getattr(event, who),
        "details": {} if isinstance(event, Person.ProfileChanged) else details,
        "version": event.originator_version,
    }


def _coming_and_going(sign_in: PastSignIn, person_id: UUID, at: datetime) -> Iterator[dict[str, Any]]:
    whose = {"session_id": str(sign_in.session_id)}
    opened = whose | {"method": sign_in.method, "strength": sign_in.strength}
    yield {"at": sign_in.opened_at, "what": "signed_in", "person_id": person_id, "details": opened, "version": 1}
    if sign_in.closed_at is not None and sign_in.closed_at <= at:
        closed = whose | {"reason": sign_in.reason}
        yield {"at": sign_in.closed_at, "what": "signed_out", "person_id": person_id, "details": closed, "version": 2}
