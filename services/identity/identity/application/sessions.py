"""Commands about sessions: opening, reading and closing them."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from chassis.store import EventLog, retrying
from identity.application.recent import Recent
from identity.domain.person import Person
from identity.domain.refusals import (
    NotSignedIn,
    PersonNotActive,
    PersonUnknown,
    SessionUnknown,
    SignInUnavailable,
    SupportIsClosed,
)
from identity.domain.session import LONGEST, End, RunsOut, Session, SignsOfLife
from identity.domain.support_window import SUPPORT_WINDOWS_ID, SupportWindow, SupportWindows


class Clicks(Protocol):
    def last(self, session_ids: Iterable[UUID]) -> dict[UUID, datetime]: ...
    def note(self, last: Mapping[UUID, datetime | None], now: datetime) -> dict[UUID, datetime]: ...


class Calls(Protocol):
    """Who is connected to a visit; `whose` says which person's each session is."""

    def of(self, whose: Mapping[UUID, UUID], now: datetime) -> dict[UUID, tuple[bool, datetime | None]]: ...


class Settings(Protocol):
    def sign_in_methods(self) -> tuple[str, ...]: ...
    def longest_idle(self) -> timedelta: ...


class OpenSessions(Protocol):
    """Which sessions there are; asked for as the log was at a position, because it comes a moment later."""

    def catch_up(self, at_least: int | None) -> int: ...
    def of_person(self, person_id: UUID) -> list[Mapping[str, Any]]: ...
    def of_broker(self, broker_session: str) -> list[UUID]: ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that is open, and whose it is."""

    session_id: UUID
    csrf_token: str
    session: Session
    person: Person
    idle_ends_at: datetime | None


class Sessions:
    def __init__(
        self,
        log: EventLog,
        *,
        clicks: Clicks,
        calls: Calls,
        settings: Settings,
        open_sessions: OpenSessions,
        new_token: Callable[[], str] = lambda: secrets.token_urlsafe(32),
    ) -> None:
        self._log, self._clicks, self._calls = log, clicks, calls
        self._settings, self._open_sessions, self._new_token = settings, open_sessions, new_token
        self._recent = Recent(log)

    def open_demo(self, *, person_id: UUID, device: str | None, now: datetime) -> str:
        return self.open(person_id=person_id, method="demo", strength="none", device=device, now=now)

    def open(
        self,
        *,
        person_id: UUID,
        method: str,
        strength: str,
        device: str | None,
        now: datetime,
        broker_session: str | None = None,
    ) -> str:
        """The token of a new session; it is kept nowhere but in the answer. Whoever calls has proven who it is.

        `broker_session` is what a broker's log-out will name this session by, hashed.
        """
        if method not in self._settings.sign_in_methods():
            raise SignInUnavailable
        person = self._log.find(Person, person_id)
        if person is None:
            raise PersonUnknown
        if not person.is_active:
            raise PersonNotActive
        is_support = "support" in person.roles
        token = self._new_token()
        session_id, token_hash = _known_by(token)
        session = Session(
            id=session_id,
            person_id=person_id,
            method=method,
            strength=strength,
            token_hash=token_hash,
            device=device,
            broker_session=broker_session,
            is_support=is_support,
            ends_at=min(now + LONGEST, self._support_window(now, now).ends_at) if is_support else now + LONGEST,
            timestamp=now,
        )
        self._log.record(session)
        return token

    def read(self, *, token: str, clicked: bool, now: datetime) -> SignedIn:
        """Whose token this is, now."""
        (signed_in,) = self.read_many([(token, clicked)], now)
        if signed_in is None:
            raise NotSignedIn
        return signed_in

    def read_many(self, asked: Sequence[tuple[str, bool]], now: datetime) -> list[SignedIn | None]:
        """Whose tokens these are and which of them were clicked with, in their order; None where nobody is signed in.

        The log is asked each time, so that a closed door is closed at once.
        """
        self._recent.catch_up()
        held = {token: session for token, _ in asked if (session := self._held(token)) is not None}
        signs = self._signs(held.values(), now)
        longest_idle = self._settings.longest_idle()
        people: dict[str, Person] = {}
        for token, session in held.items():
            person = self._recent.find(Person, session.person_id)
            runs_out = session.runs_out(signs[session.id], longest_idle)
            if person is not None and self._why_over(session, person, runs_out, now) is None:
                people[token] = person
        self._click({held[token].id for token, clicked in asked if clicked and token in people}, signs, now)

        def signed_in(token: str) -> SignedIn:
            session = held[token]
            runs_out = session.runs_out(signs[session.id], longest_idle)
            return SignedIn(session.id, _csrf_token(token), session, people[token], runs_out.at if runs_out else None)

        return [signed_in(token) if token in people else None for token, _ in asked]

    def of_person(self, person_id: UUID, at_least: int | None = None) -> list[dict[str, Any]]:
        """A person's open sessions, newest first: by the log's own end where no position is asked for."""
        self._open_sessions.catch_up(self._log.head if at_least is None else at_least)
        found = self._open_sessions.of_person(person_id)
        last = self._clicks.last(session["session_id"] for session in found)
        return [{**session, "clicked_at": last.get(session["session_id"])} for session in found]

    @retrying
    def close(self, *, token: str, now: datetime) -> None:
        session = self._log.find(Session, _known_by(token)[0])
        if session is not None:
            session.close("signed_out", now)
            self._log.record(session)

    @retrying
    def close_own(self, *, token: str, session_id: UUID | None, now: datetime) -> tuple[int, int]:
        """Sign out elsewhere, one session or all others: how many were closed, and the log's position after it."""
        mine = self.read(token=token, clicked=False, now=now)
        if session_id is None:
            self._open_sessions.catch_up(self._log.head)
            found = [each["session_id"] for each in self._open_sessions.of_person(mine.person.id)]
            return self._close_all([each for each in found if each != mine.session_id], "signed_out_elsewhere", now)
        session = self._log.find(Session, session_id)
        if session is None or session.person_id != mine.person.id:
            raise SessionUnknown
        return self._close_all([session_id], "signed_out_elsewhere", now)

    @retrying
    def close_by_broker(self, *, broker_session: str | None, person_id: UUID | None, now: datetime) -> int:
        """A broker's log-out: of one of its sessions, or of everything that it signed this person in to."""
        self._open_sessions.catch_up(self._log.head)
        if broker_session is not None:
            found = self._open_sessions.of_broker(broker_session)
        else:
            theirs = self._open_sessions.of_person(person_id) if person_id is not None else []
            found = [each["session_id"] for each in theirs if each["method"] == "oidc"]
        return self._close_all(found, "broker", now)[0]

    @retrying
    def close_if_over(self, session_id: UUID, now: datetime) -> End | None:
        """Write into the log that a session is over, and why; None when it goes on, or was closed before."""
        session = self._log.find(Session, session_id)
        if session is None or session.is_closed:
            return None
        person = self._log.find(Person, session.person_id)
        runs_out = session.runs_out(self._signs([session], now)[session_id], self._settings.longest_idle())
        why = self._why_over(session, person, runs_out, now)
        if why is not None:
            session.close(why, now)
            self._log.record(session)
        return why

    def _held(self, token: str) -> Session | None:
        session_id, token_hash = _known_by(token)
        session = self._recent.find(Session, session_id)
        return session if session is not None and session.is_known_by(token_hash) else None

    def _signs(self, sessions: Collection[Session], now: datetime) -> dict[UUID, SignsOfLife]:
        if not sessions:
            return {}
        clicked_at = self._clicks.last(session.id for session in sessions)
        calls = self._calls.of({session.id: session.person_id for session in sessions}, now)
        return {session.id: SignsOfLife(clicked_at.get(session.id), *calls[session.id]) for session in sessions}

    def _click(self, session_ids: set[UUID], signs: dict[UUID, SignsOfLife], now: datetime) -> None:
        """Writes the clicks, and into the signs that they are the last ones."""
        if session_ids:
            noted = self._clicks.note({each: signs[each].last_click_at for each in session_ids}, now)
            signs.update({each: replace(signs[each], last_click_at=at) for each, at in noted.items()})

    def _why_over(self, session: Session, person: Person | None, runs_out: RunsOut | None, now: datetime) -> End | None:
        if person is None or not person.is_active:
            return "status_changed"
        if session.is_support:
            try:
                self._support_window(session.opened_at, now)
            except SupportIsClosed:
                return "support_closed"
        return runs_out.end if runs_out is not None and runs_out.at <= now else None

    def _support_window(self, signed_in_at: datetime, now: datetime) -> SupportWindow:
        windows = self._log.find(SupportWindows, SUPPORT_WINDOWS_ID)
        if windows is None:
            raise SupportIsClosed
        return windows.check_admits(signed_in_at, now)

    def _close_all(self, session_ids: list[UUID], why: End, now: datetime) -> tuple[int, int]:
        sessions = [each for one in session_ids if (each := self._log.find(Session, one)) and not each.is_closed]
        for session in sessions:
            session.close(why, now)
        return len(sessions), self._log.record(*sessions) if sessions else self._log.head


def _known_by(token: str) -> tuple[UUID, str]:
    token_hash = hashlib.sha256(token.encode()).digest()
    return UUID(bytes=token_hash[:16]), token_hash.hex()


def _csrf_token(token: str) -> str:
    """Made from the token each time: whoever can make it holds the session already."""
    return hmac.digest(token.encode(), b"csrf", hashlib.sha256).hex()
