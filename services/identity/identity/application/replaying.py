"""Looks back into the log: what a person was at this provider at a moment."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from chassis.store import EventLog
from identity.domain.past_sign_in import PastSignIn
from identity.domain.person import Person
from identity.domain.refusals import PersonUnknown


class SignIns(Protocol):
    def catch_up(self, at_least: int | None) -> int: ...
    def of_person(self, person_id: UUID, until: datetime) -> list[PastSignIn]: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """The person as they were, or None before they were added; what had happened to them, and their sign-ins."""

    person: Person | None
    events: list[Any]
    sign_ins: list[PastSignIn]
    at: datetime


class Replays:
    def __init__(self, log: EventLog, sign_ins: SignIns) -> None:
        self._log, self._sign_ins = log, sign_ins

    def standing(self, *, person_id: UUID, at: datetime | None) -> Standing:
        """The log's own order counts where clocks were set back."""
        moment = at or datetime.now(UTC)
        events: list[Any] = list(self._log.events.get(person_id))
        if not events or not isinstance(events[0], Person.Registered):
            raise PersonUnknown
        version = max((event.originator_version for event in events if event.timestamp <= moment), default=0)
        self._sign_ins.catch_up(self._log.head)
        return Standing(
            person=self._log.repository.get(person_id, version=version) if version else None,
            events=events[:version],
            sign_ins=self._sign_ins.of_person(person_id, moment),
            at=moment,
        )
