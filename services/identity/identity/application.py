"""What identity can be told to do: one method for each command, one transaction for each method."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from chassis.store import EventLog, retrying
from chassis.store.log import MapperOf
from identity.domain.administrators import ADMINISTRATORS_ID, Administrators
from identity.domain.person import Person, Status
from identity.domain.personnummer_claim import PersonnummerClaim
from identity.domain.refusals import (
    NotSignedIn,
    PersonNotActive,
    PersonnummerTaken,
    PersonUnknown,
    SignInUnavailable,
)
from identity.domain.session import Session


class Numbers(Protocol):
    def normalised(self, written: str, today: date) -> str: ...
    def index_id(self, number: str) -> UUID: ...


class Clicks(Protocol):
    def last(self, session_id: UUID) -> datetime | None: ...
    def note(self, session_id: UUID, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that is open, and whose it is."""

    session_id: UUID
    csrf_token: str
    person: Person


class Identity(EventLog):
    def __init__(
        self,
        env: dict[str, str],
        mapper_of: MapperOf,
        *,
        numbers: Numbers,
        clicks: Clicks,
        sign_in_methods: tuple[str, ...] = (),
        new_token: Callable[[], str] = lambda: secrets.token_urlsafe(32),
    ) -> None:
        self._numbers, self._clicks = numbers, clicks
        self._sign_in_methods, self._new_token = sign_in_methods, new_token
        super().__init__(env, mapper_of)

    @retrying
    def register_person(
        self, *, person_id: UUID, registered_by: UUID, personnummer: str, name: str, roles: list[str], now: datetime
    ) -> int:
        number = self._numbers.normalised(personnummer, now.date())
        known = self.find(Person, person_id)
        if known is not None:
            known.check_was_registered_as(personnummer=number, name=name, roles=roles)
            return self.head
        administrators = self.find(Administrators, ADMINISTRATORS_ID)
        person = Person.register(
            id=person_id,
            personnummer=number,
            name=name,
            roles=roles,
            registered_by=self._registrar(administrators, person_id, registered_by),
            now=now,
        )
        index_id = self._numbers.index_id(number)
        if self.find(PersonnummerClaim, index_id) is not None:
            raise PersonnummerTaken
        claim = PersonnummerClaim(id=index_id, person_id=person_id, timestamp=now)
        if not person.is_administrator:
            return self.record(claim, person)
        if administrators is None:
            administrators = Administrators(id=ADMINISTRATORS_ID, first=person_id, timestamp=now)
        administrators.join(person_id, now)
        return self.record(claim, administrators, person)

    @retrying
    def change_status(self, *, person_id: UUID, changed_by: UUID, status: Status, now: datetime) -> int:
        person = self._person(person_id)
        person.change_status(status, self._person(changed_by), now)
        if not person.is_administrator:
            return self.record(person)
        administrators = self.find(Administrators, ADMINISTRATORS_ID)
        assert administrators is not None
        if person.is_active:
            administrators.join(person_id, now)
        else:
            administrators.leave(person_id, now)
        return self.record(administrators, person)

    def open_session(self, *, person_id: UUID, method: str, now: datetime) -> str:
        """The token of a new session; it is kept nowhere but in the answer."""
        if method not in self._sign_in_methods:
            raise SignInUnavailable
        if not self._person(person_id).is_active:
            raise PersonNotActive
        token = self._new_token()
        session_id, token_hash = _known_by(token)
        self.record(Session(id=session_id, person_id=person_id, method=method, token_hash=token_hash, timestamp=now))
        return token

    def read_session(self, *, token: str, clicked: bool, now: datetime) -> SignedIn:
        """Whose token this is, now: the log is asked each time, so that a closed door is closed at once."""
        session_id, token_hash = _known_by(token)
        session = self.find(Session, session_id)
        if session is None:
            raise NotSignedIn
        session.check_is_open(token_hash, self._clicks.last(session_id), now)
        person = self.find(Person, session.person_id)
        if person is None or not person.is_active:
            raise NotSignedIn
        if clicked:
            self._clicks.note(session_id, now)
        return SignedIn(session_id, _csrf_token(token), person)

    @retrying
    def close_session(self, *, token: str, now: datetime) -> None:
        session = self.find(Session, _known_by(token)[0])
        if session is not None:
            session.close(now)
            self.record(session)

    def _person(self, person_id: UUID) -> Person:
        person = self.find(Person, person_id)
        if person is None:
            raise PersonUnknown
        return person

    def _registrar(self, administrators: Administrators | None, person_id: UUID, registered_by: UUID) -> Person | None:
        """Whoever registers, or None for the very first administrator: there is nobody yet to let him in."""
        if administrators is None and registered_by == person_id:
            return None
        return self._person(registered_by)


def _known_by(token: str) -> tuple[UUID, str]:
    token_hash = hashlib.sha256(token.encode()).digest()
    return UUID(bytes=token_hash[:16]), token_hash.hex()


def _csrf_token(token: str) -> str:
    """Made from the token each time: whoever can make it holds the session already."""
    return hmac.digest(token.encode(), b"csrf", hashlib.sha256).hex()
