"""A small log to relay: people who are registered and change their status, published as identity's events."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.persistence import Mapper

from chassis.domain import Aggregate, event
from chassis.store import EventLog, Place, open_application
from contracts.identity.events import UserRegistered, UserStatusChanged
from contracts.message import Published


class Person(Aggregate):
    """Someone whose status changes often."""

    class Registered(Aggregate.Created):
        pass

    class StatusChanged(Aggregate.Event):
        status: str

    class Noted(Aggregate.Event):
        """Nobody else's business: never published."""

    @event(Registered)
    def __init__(self, id: UUID) -> None:
        self._id = id

    @event(StatusChanged)
    def change(self, status: str) -> None:
        self.status = status

    @event(Noted)
    def note(self) -> None:
        pass


class People(EventLog):
    """The log of people."""

    def register(self, person_id: UUID | None = None) -> Person:
        person = Person(person_id or uuid4())
        self.save(person)
        return person


def place(folder: str) -> Place:
    return Place("identity", "sqlite", folder)


def open_people(folder: str) -> People:
    return open_application(People, place(folder), Mapper)


def published(stored: Any) -> Published | None:
    person: dict[str, Any] = {"user_id": stored.originator_id, "roles": ["patient"]}
    now = datetime.now(UTC)
    match stored:
        case Person.Registered():
            return UserRegistered.of(**person, status="active", registered_at=now)
        case Person.StatusChanged():
            changed = {"previous_status": "active", "changed_by": stored.originator_id, "changed_at": now}
            return UserStatusChanged.of(**person, **changed, status=stored.status)
        case _:
            return None


def change_often(people: People, times: int) -> list[int]:
    """One person's status, back and forth; the log positions of what was told."""
    person = people.register()
    positions = [people.head]
    for number in range(times - 1):
        person.change(("active", "inactive")[number % 2])
        people.save(person)
        positions.append(people.head)
    return positions
