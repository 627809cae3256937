"""Commands about sessions: opening, reading and closing them."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from chassis.store import EventLog, retrying
from identity.domain.person import Person
from identity.domain.refusals import NotSignedIn, PersonNotActive, PersonUnknown, SignInUnavailable
from identity.domain.session import Session


class Clicks(Protocol):
    def last(self, session_id: UUID) -> datetime | None: ...
    def note(self, session_id: UUID, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that is open, and whose it is."""

    session_id: UUID
    csrf_token: str
    session: Session
    person: Person


class Sessions:
    def __init__(
        self,
        log: EventLog,
        *,
        clicks: Clicks,
        sign_in_methods: tuple[str, ...] = (),
        new_token: Callable[[], str] = lambda: secrets.token_urlsafe(32),
    ) -> None:
        self._log, self._clicks = log, clicks
        self._sign_in_methods, self._new_token = sign_in_methods, new_token

    def open_demo(self, *, person_id: UUID, device: str | None, now: datetime) -> str:
        if "demo" not in self._sign_in_methods:
            raise SignInUnavailable
        return self.open(person_id=person_id, method="demo", strength="none", device=device, now=now)

    def open(self, *, person_id: UUID, method: str, strength: str, device: str | None, now: datetime) -> str:
        """The token of a new session; it is kept nowhere but in the answer. Whoever calls has proven who it is."""
        person = self._log.find(Person, person_id)
        if person is None:
            raise PersonUnknown
        if not person.is_active:
            raise PersonNotActive
        token = self._new_token()
        session_id, token_hash = _known_by(token)
        session = Session(id=session_id, person_id=person_id, method=method, token_hash=token_hash, timestamp=now)
        self._log.record(session)
        return token

    def read(self, *, token: str, clicked: bool, now: datetime) -> SignedIn:
        """Whose token this is, now: the log is asked each time, so that a closed door is closed at once."""
        session_id, token_hash = _known_by(token)
        session = self._log.find(Session, session_id)
        if session is None:
            raise NotSignedIn
        session.check_is_open(token_hash, self._clicks.last(session_id), now)
        person = self._log.find(Person, session.person_id)
        if person is None or not person.is_active:
            raise NotSignedIn
        if clicked:
            self._clicks.note(session_id, now)
        return SignedIn(session_id, _csrf_token(token), session, person)

    @retrying
    def close(self, *, token: str, now: datetime) -> None:
        session = self._log.find(Session, _known_by(token)[0])
        if session is not None:
            session.close(now)
            self._log.record(session)


def _known_by(token: str) -> tuple[UUID, str]:
    token_hash = hashlib.sha256(token.encode()).digest()
    return UUID(bytes=token_hash[:16]), token_hash.hex()


def _csrf_token(token: str) -> str:
    """Made from the token each time: whoever can make it holds the session already."""
    return hmac.digest(token.encode(), b"csrf", hashlib.sha256).hex()
