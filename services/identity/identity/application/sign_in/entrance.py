"""The last step of every sign-in: from a proven identity to a session, or to the one answer for all who have none."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from chassis.domain import ChangedMeanwhile, Refusal
from chassis.store import EventLog
from chassis.telling import counter, tell
from identity.application.sessions import Sessions
from identity.domain.person import Person
from identity.domain.personnummer_claim import PersonnummerClaim
from identity.domain.refusals import NoAccess, SignInUnavailable
from identity.domain.signing_in import NUMBER


class Numbers(Protocol):
    def index_id(self, number: str) -> UUID: ...


class StaffIds(Protocol):
    def holders(self, staff_id: str) -> Sequence[UUID]: ...


@dataclass(frozen=True, slots=True)
class Entered:
    token: str
    person_id: UUID


class Entrance:
    """Unknown, inactive and removed people are answered alike, after the same work (no enumeration)."""

    def __init__(
        self,
        log: EventLog,
        *,
        sessions: Sessions,
        numbers: Numbers,
        staff_ids: StaffIds,
        methods: Callable[[], Sequence[str]],
    ) -> None:
        self._log, self._sessions, self._methods = log, sessions, methods
        self._numbers, self._staff_ids = numbers, staff_ids
        self._counted = counter("identity", "sign_ins", "Proven identities at the door", ("method", "outcome"))

    def check_is_on(self, method: str) -> None:
        """Configured by operations and switched on by the provider."""
        if method not in self._methods():
            raise SignInUnavailable

    def holder_of_number(self, number: str) -> Person | None:
        """Whose personnummer this is, in one of the spellings that brokers use."""
        digits = "".join(letter for letter in number if letter.isascii() and letter.isdigit())
        is_number = NUMBER.fullmatch(digits) is not None
        claim = self._log.find(PersonnummerClaim, self._numbers.index_id(digits)) if is_number else None
        return self._log.find(Person, (claim.person_id if claim is not None else None) or uuid4())

    def holder_of_staff_id(self, staff_id: str) -> Person | None:
        """Whose HSA-id this is now: the index may be late, the log is not."""
        holders = self._staff_ids.holders(staff_id)
        person = self._log.find(Person, holders[0] if len(holders) == 1 else uuid4())
        is_held = person is not None and person.hsa_id == staff_id.strip().upper()
        return person if is_held else None

    def enter(
        self,
        person: Person | None,
        *,
        method: str,
        strength: str,
        device: str | None,
        now: datetime,
        broker_session: str | None = None,
    ) -> Entered:
        """The new session's token, of which there is no other copy."""
        person_id = person.id if person is not None else uuid4()
        try:
            token = self._sessions.open(
                person_id=person_id,
                method=method,
                strength=strength,
                device=device,
                broker_session=broker_session,
                now=now,
            )
        except (ChangedMeanwhile, SignInUnavailable):
            raise
        except Refusal as refusal:
            self._counted.labels(method, "turned_away").inc()
            tell("sign_in_turned_away", level=logging.WARNING, method=method, reason=refusal.code)
            raise NoAccess from None
        self._counted.labels(method, "entered").inc()
        return Entered(token, person_id)
