"""People for the tests, and what stands in for identity's surroundings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from eventsourcing.persistence import Mapper

from identity.application import Identity
from identity.application.persons import Persons
from identity.domain.person import Person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
ANNA, BO, CECILIA = (UUID(int=number) for number in (1, 2, 3))
NUMBERS = ("191212121212", "198507099805", "199001012385")


class PlainNumbers:
    """Takes every number as it is written, and indexes it without a key."""

    def normalised(self, written: str, today: date) -> str:
        return written

    def index_id(self, number: str) -> UUID:
        return uuid5(UUID(int=0), number)


class PlainReaching:
    """Takes every phone number and address as it is written."""

    def phone(self, written: str | None) -> str | None:
        return written

    def email(self, written: str | None) -> str | None:
        return written


class RememberedClicks:
    def __init__(self) -> None:
        self.clicks: dict[UUID, datetime] = {}

    def last(self, session_ids: Iterable[UUID]) -> dict[UUID, datetime]:
        return {each: self.clicks[each] for each in session_ids if each in self.clicks}

    def note(self, last: Mapping[UUID, datetime | None], now: datetime) -> dict[UUID, datetime]:
        noted = dict.fromkeys(last, now)
        self.clicks |= noted
        return noted


@dataclass(frozen=True, slots=True)
class Provider:
    """Identity's log in memory, and what writes persons to it."""

    log: Identity
    persons: Persons


def identity() -> Provider:
    """A provider with nobody in it."""
    log = Identity({}, Mapper)
    return Provider(log, Persons(log, numbers=PlainNumbers(), reaching=PlainReaching()))


def staffed() -> Provider:
    """With Anna the administrator, Bo of the staff and Cecilia the patient."""
    provider = identity()
    add(provider, ANNA, NUMBERS[0], ["administrator", "staff"], by=ANNA, name="Anna Åkesson")
    add(provider, BO, NUMBERS[1], ["staff"], by=ANNA, name="Bo Ek")
    add(provider, CECILIA, NUMBERS[2], ["patient"], by=BO, name="Cecilia Ö")
    return provider


def add(provider: Provider, person_id: UUID, number: str, roles: list[str], by: UUID, name: str = "Någon Annan") -> int:
    return provider.persons.register(
        person_id=person_id, registered_by=by, personnummer=number, name=name, roles=roles, now=NOW
    )


def person(roles: list[str], status: str = "active", id: UUID | None = None, hsa_id: str | None = None) -> Person:
    """A person as a test needs one, with no events waiting."""
    made = Person(
        id=id or uuid4(),
        personnummer=NUMBERS[0],
        name="A B",
        roles=roles,
        registered_by=ANNA,
        timestamp=NOW,
        hsa_id=hsa_id,
    )
    made.status = status
    made.collect_events()
    return made


def events_of(provider: Provider, kind: type[Any]) -> list[Any]:
    notifications = provider.log.recorder.select_notifications(None, 1000)
    stored = [provider.log.mapper.to_domain_event(notification) for notification in notifications]
    return [each for each in stored if isinstance(each, kind)]
