"""What identity answers."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.outbox import events_since
from chassis.serving import Provide, answers, serve
from contracts.identity.calls import (
    ChangeStatus,
    CloseSession,
    DescribePeople,
    IdentityEventsSince,
    ListPeople,
    OpenSession,
    ReadSession,
    RegisterPerson,
)
from identity import wiring
from identity.projections.people import described
from identity.publishing import published


class IdentityService:
    name = "identity"

    identity = Provide(wiring.identity)
    persons = Provide(wiring.persons)
    sessions = Provide(wiring.sessions)
    people = Provide(wiring.people)

    @answers(RegisterPerson)
    def register_person(self, **person: Any) -> dict[str, Any]:
        return {"position": self.persons.register(**person, now=datetime.now(UTC))}

    @answers(ChangeStatus)
    def change_status(self, **change: Any) -> dict[str, Any]:
        return {"position": self.persons.change_status(**change, now=datetime.now(UTC))}

    @answers(DescribePeople)
    def describe_people(self, person_ids: list[UUID], at_least: int | None) -> dict[str, Any]:
        self.people.catch_up(at_least)
        return {"people": self.people.with_ids(person_ids)}

    @answers(ListPeople)
    def list_people(self, role: str, limit: int, after_name: str | None, at_least: int | None) -> dict[str, Any]:
        self.people.catch_up(at_least)
        return {"people": self.people.with_role(role, limit, after_name)}

    @answers(OpenSession)
    def open_session(self, person_id: UUID, method: str, device: str | None) -> dict[str, Any]:
        return {"token": self.sessions.open_demo(person_id=person_id, device=device, now=datetime.now(UTC))}

    @answers(ReadSession)
    def read_session(self, token: str, clicked: bool) -> dict[str, Any]:
        signed_in = self.sessions.read(token=token, clicked=clicked, now=datetime.now(UTC))
        whose = signed_in.person
        person = described(whose.id, whose.name, whose.personnummer, whose.roles, whose.status)
        return {"session_id": signed_in.session_id, "csrf_token": signed_in.csrf_token, "person": person}

    @answers(CloseSession)
    def close_session(self, token: str) -> dict[str, Any]:
        self.sessions.close(token=token, now=datetime.now(UTC))
        return {}

    @answers(IdentityEventsSince)
    def events_since(self, after: int, limit: int) -> dict[str, Any]:
        return events_since(self.identity, published, after, limit)


if __name__ == "__main__":
    serve(IdentityService)
