"""Signing in through the provider's broker: colleagues only, and ended when the broker says so."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from identity.application.sessions import Sessions
from identity.application.sign_in.entrance import Entrance
from identity.domain.person import Person
from identity.domain.refusals import LogoutTokenInvalid, OidcCancelled, OidcFailed, SignInExpired
from identity.domain.session import LONGEST
from identity.domain.signing_in import BROKER_VISIT_LIVES, Attempt, BrokerLogout, BrokerVisit, BrokerWord

METHOD = "oidc"
Proves = Literal["hsa_id", "personnummer"]


class Broker(Protocol):
    def address(self, *, visit: BrokerVisit, state: str, language: str, now: datetime) -> str: ...
    def check_came_from(self, issuer: str | None, now: datetime) -> None: ...
    def redeem(self, *, code: str, visit: BrokerVisit, now: datetime) -> BrokerWord: ...
    def logout(self, token: str, now: datetime) -> BrokerLogout: ...


class Attempts(Protocol):
    def begin(self, browser: str, attempt: Attempt, now: datetime) -> Attempt | None: ...
    def take(self, browser: str, attempt_id: UUID, now: datetime) -> Attempt | None: ...


class Names(Protocol):
    def of_session(self, broker_session: str) -> str: ...
    def note_subject(self, subject: str, person_id: UUID, until: datetime, now: datetime) -> None: ...
    def person_of(self, subject: str) -> UUID | None: ...
    def was_heard(self, logout: BrokerLogout) -> bool: ...
    def note_heard(self, logout: BrokerLogout, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class CameBack:
    token: str
    back: str


class SignInByBroker:
    def __init__(
        self,
        entrance: Entrance,
        *,
        broker: Broker | None,
        proves: Proves,
        attempts: Attempts,
        names: Names,
        sessions: Sessions,
        new_secret: Callable[[], str] = lambda: secrets.token_urlsafe(48),
    ) -> None:
        self._entrance, self._attempts, self._proves = entrance, attempts, proves
        self._configured, self._names, self._sessions = broker, names, sessions
        self._new_secret = new_secret

    @property
    def _broker(self) -> Broker:
        self._entrance.check_is_on(METHOD)
        assert self._configured is not None, "a method that is on is configured"
        return self._configured

    def begin(self, *, browser: str, back: str, device: str | None, language: str, now: datetime) -> str:
        """The address to send the browser to."""
        state = self._new_secret()
        visit = BrokerVisit(nonce=self._new_secret(), code_verifier=self._new_secret(), back=back)
        address = self._broker.address(visit=visit, state=state, language=language, now=now)
        attempt = Attempt(_attempt_id(state), device, now, now + BROKER_VISIT_LIVES, None, visit)
        self._attempts.begin(browser, attempt, now)
        return address

    def finish(
        self, *, browser: str, state: str, code: str | None, error: str | None, iss: str | None, now: datetime
    ) -> CameBack:
        """The browser came back; whatever it brings is used once."""
        broker = self._broker
        attempt = self._attempts.take(browser, _attempt_id(state), now)
        if attempt is None or not isinstance(attempt.secrets, BrokerVisit):
            raise SignInExpired
        broker.check_came_from(iss, now)
        if error is not None:
            raise OidcCancelled if error == "access_denied" else OidcFailed
        if not code:
            raise OidcFailed
        word = broker.redeem(code=code, visit=attempt.secrets, now=now)
        entered = self._entrance.enter(
            self._colleague(word),
            method=METHOD,
            strength=word.strength,
            device=attempt.device,
            now=now,
            broker_session=self._names.of_session(word.broker_session) if word.broker_session else None,
        )
        self._names.note_subject(word.subject, entered.person_id, now + LONGEST, now)
        return CameBack(entered.token, attempt.secrets.back)

    def end_sessions(self, *, logout_token: str, now: datetime) -> int:
        """What the broker says is over is over here; each of its tokens is heard once."""
        if self._configured is None:
            raise LogoutTokenInvalid
        logout = self._configured.logout(logout_token, now)  # though the provider may have switched the method off
        if self._names.was_heard(logout):
            raise LogoutTokenInvalid
        broker_session, subject = logout.broker_session, logout.subject
        closed = self._sessions.close_by_broker(
            broker_session=self._names.of_session(broker_session) if broker_session else None,
            person_id=self._names.person_of(subject) if subject else None,
            now=now,
        )
        self._names.note_heard(logout, now)
        return closed

    def _colleague(self, word: BrokerWord) -> Person | None:
        """Patients prove themselves, not through their caregiver's broker."""
        is_number = self._proves == "personnummer"
        of_claim = self._entrance.holder_of_number if is_number else self._entrance.holder_of_staff_id
        person = of_claim(word.claim)
        return person if person is not None and "patient" not in person.roles else None


def _attempt_id(state: str) -> UUID:
    """The state is known by its hash, like every secret that is only compared."""
    return UUID(bytes=hashlib.sha256(state.encode()).digest()[:16])
