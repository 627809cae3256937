"""Commands about persons: one method for each command, one transaction for each method."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from chassis.store import EventLog, retrying
from identity.domain.administrators import ADMINISTRATORS_ID, Administrators
from identity.domain.person import Person, Status
from identity.domain.personnummer_claim import PersonnummerClaim
from identity.domain.refusals import PersonnummerTaken, PersonUnknown


class Numbers(Protocol):
    def normalised(self, written: str, today: date) -> str: ...
    def index_id(self, number: str) -> UUID: ...


class Persons:
    def __init__(self, log: EventLog, *, numbers: Numbers) -> None:
        self._log, self._numbers = log, numbers

    @retrying
    def register(
        self, *, person_id: UUID, registered_by: UUID, personnummer: str, name: str, roles: list[str], now: datetime
    ) -> int:
        number = self._numbers.normalised(personnummer, now.date())
        known = self._log.find(Person, person_id)
        if known is not None:
            known.check_was_registered_as(personnummer=number, name=name, roles=roles)
            return self._log.head
        administrators = self._log.find(Administrators, ADMINISTRATORS_ID)
        person = Person.register(
            id=person_id,
            personnummer=number,
            name=name,
            roles=roles,
            registered_by=self._registrar(administrators, person_id, registered_by),
            now=now,
        )
        index_id = self._numbers.index_id(number)
        if self._log.find(PersonnummerClaim, index_id) is not None:
            raise PersonnummerTaken
        claim = PersonnummerClaim(id=index_id, person_id=person_id, timestamp=now)
        if not person.is_administrator:
            return self._log.record(claim, person)
        if administrators is None:
            administrators = Administrators(id=ADMINISTRATORS_ID, first=person_id, timestamp=now)
        administrators.join(person_id, now)
        return self._log.record(claim, administrators, person)

    @retrying
    def change_status(self, *, person_id: UUID, changed_by: UUID, status: Status, now: datetime) -> int:
        person = self._person(person_id)
        person.change_status(status, self._person(changed_by), now)
        if not person.is_administrator:
            return self._log.record(person)
        administrators = self._log.find(Administrators, ADMINISTRATORS_ID)
        assert administrators is not None
        if person.is_active:
            administrators.join(person_id, now)
        else:
            administrators.leave(person_id, now)
        return self._log.record(administrators, person)

    def _person(self, person_id: UUID) -> Person:
        person = self._log.find(Person, person_id)
        if person is None:
            raise PersonUnknown
        return person

    def _registrar(self, administrators: Administrators | None, person_id: UUID, registered_by: UUID) -> Person | None:
        """Whoever registers, or None for the very first administrator: there is nobody yet to let him in."""
        if administrators is None and registered_by == person_id:
            return None
        return self._person(registered_by)
