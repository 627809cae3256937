"""Who may decide for the provider."""

from uuid import UUID

from chassis.store import EventLog
from identity.domain.person import Person
from identity.domain.refusals import NotAllowed, PersonNotActive, PersonUnknown


def check_is_administrator(log: EventLog, person_id: UUID) -> None:
    person = log.find(Person, person_id)
    if person is None:
        raise PersonUnknown
    if not person.is_active:
        raise PersonNotActive
    if not person.is_administrator:
        raise NotAllowed
