"""Commands about persons: one method for each command, one transaction for each method."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from chassis.store import EventLog, retrying
from identity.domain.administrators import ADMINISTRATORS_ID, Administrators
from identity.domain.person import Person, Status
from identity.domain.personnummer_claim import PersonnummerClaim
from identity.domain.profile import Profile, checked_hsa_id, checked_name
from identity.domain.refusals import NotAllowed, PersonnummerInvalid, PersonnummerTaken, PersonUnknown


class Numbers(Protocol):
    def normalised(self, written: str, today: date) -> str: ...
    def index_id(self, number: str) -> UUID: ...


class Reaching(Protocol):
    def phone(self, written: str | None) -> str | None: ...
    def email(self, written: str | None) -> str | None: ...


class Persons:
    def __init__(self, log: EventLog, *, numbers: Numbers, reaching: Reaching) -> None:
        self._log, self._numbers, self._reaching = log, numbers, reaching

    @retrying
    def register(
        self,
        *,
        person_id: UUID,
        registered_by: UUID,
        personnummer: str,
        name: str,
        roles: list[str],
        now: datetime,
        phone: str | None = None,
        email: str | None = None,
        hsa_id: str | None = None,
        language: str = "sv",
    ) -> int:
        number = self._numbers.normalised(personnummer, now.date())
        profile = self._profile(name, phone, email, hsa_id, language)
        known = self._log.find(Person, person_id)
        if known is not None:
            known.check_was_registered_as(personnummer=number, name=profile.name, roles=roles)
            return self._log.head
        administrators = self._log.find(Administrators, ADMINISTRATORS_ID)
        person = Person.register(
            id=person_id,
            personnummer=number,
            profile=profile,
            roles=roles,
            registered_by=self._registrar(administrators, person_id, registered_by),
            now=now,
        )
        claim = claim_of(self._log, self._numbers.index_id(number), person_id, now)
        if not person.is_administrator:
            return self._log.record(claim, person)
        if administrators is None:
            administrators = Administrators(id=ADMINISTRATORS_ID, first=person_id, timestamp=now)
        administrators.join(person_id, now)
        return self._log.record(claim, administrators, person)

    @retrying
    def change_profile(
        self,
        *,
        person_id: UUID,
        changed_by: UUID,
        version: int,
        name: str,
        phone: str | None,
        email: str | None,
        hsa_id: str | None,
        language: str,
        now: datetime,
    ) -> int:
        profile = self._profile(name, phone, email, hsa_id, language)
        person = self._person(person_id)
        person.change_profile(profile, self._person(changed_by), version, now)
        return self._log.record(person)

    @retrying
    def change_roles(self, *, person_id: UUID, changed_by: UUID, roles: list[str], now: datetime) -> int:
        person = self._person(person_id)
        was_administrator = person.is_administrator
        person.change_roles(roles, self._person(changed_by), now)
        if person.is_administrator == was_administrator:
            return self._log.record(person)
        return self._record_with_administrators(person, now)

    @retrying
    def change_status(self, *, person_id: UUID, changed_by: UUID, status: Status, now: datetime) -> int:
        person = self._person(person_id)
        person.change_status(status, self._person(changed_by), now)
        if not person.is_administrator:
            return self._log.record(person)
        return self._record_with_administrators(person, now)

    @retrying
    def restore(self, *, person_id: UUID, restored_by: UUID, reason: str, now: datetime) -> int:
        person = self._person(person_id)
        person.restore(reason, self._person(restored_by), now)
        if person.personnummer is None or self.holder_of(person.personnummer) != person_id:
            raise PersonUnknown  # forgotten, or on the way: nobody is left to come back
        if not person.is_administrator:
            return self._log.record(person)
        return self._record_with_administrators(person, now)

    @retrying
    def release_number(self, *, person_id: UUID, now: datetime) -> int:
        """Let a removed person's number go, before the person is forgotten; asked again, it changes nothing."""
        person = self._person(person_id)
        if not person.is_removed:
            raise NotAllowed
        if person.personnummer is None:
            return self._log.head
        claim = self._log.find(PersonnummerClaim, self._numbers.index_id(person.personnummer))
        assert claim is not None, "a person is registered together with a claim"
        claim.release(person_id, now)
        return self._log.record(claim)

    def find_holder(self, *, asked_by: UUID, personnummer: str, now: datetime) -> Person:
        """Who holds a number, removed or not; for those who may bring a removed person back."""
        self._person(asked_by).check_may_find_removed()
        holder_id = self.holder_of(self._numbers.normalised(personnummer, now.date()))
        if holder_id is None:
            raise PersonUnknown
        return self._person(holder_id)

    def by_number(self, written: str, today: date) -> UUID | None:
        """Who holds the number that was written, removed or not; None where it is no number, or nobody's."""
        try:
            return self.holder_of(self._numbers.normalised(written, today))
        except PersonnummerInvalid:
            return None

    def holder_of(self, number: str) -> UUID | None:
        """By the keyed index: the same work for every number, and nothing is read of whoever holds it."""
        claim = self._log.find(PersonnummerClaim, self._numbers.index_id(number))
        return None if claim is None else claim.person_id

    def read(self, person_id: UUID) -> Person:
        """A person as the log tells it now; a removed one is known to nobody."""
        person = self._person(person_id)
        if person.is_removed:
            raise PersonUnknown
        return person

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

    def _profile(self, name: str, phone: str | None, email: str | None, hsa_id: str | None, language: str) -> Profile:
        return Profile(
            name=checked_name(name),
            phone=self._reaching.phone(phone),
            email=self._reaching.email(email),
            hsa_id=checked_hsa_id(hsa_id),
            language=language,
        )

    def _record_with_administrators(self, person: Person, now: datetime) -> int:
        """Together with the circle of administrators, so that two who shut each other out at once collide."""
        administrators = self._log.find(Administrators, ADMINISTRATORS_ID)
        assert administrators is not None
        if person.is_active and person.is_administrator:
            administrators.join(person.id, now)
        else:
            administrators.leave(person.id, now)
        return self._log.record(administrators, person)


def claim_of(log: EventLog, index_id: UUID, person_id: UUID, now: datetime) -> PersonnummerClaim:
    """A number for this person, taken or not without asking whether its holder is removed (USR-2)."""
    claim = log.find(PersonnummerClaim, index_id)
    if claim is None:
        return PersonnummerClaim(id=index_id, person_id=person_id, timestamp=now)
    if claim.person_id is not None:
        raise PersonnummerTaken
    claim.claim_again(person_id, now)
    return claim
