"""One attempt at one notice: what is known is looked at, the attempt is written down, and only then it is made."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from chassis.telling import counter
from notifications.application.means import Means
from notifications.application.notices import Notices
from notifications.application.outside import Persons
from notifications.domain.audience import Visit
from notifications.domain.notice import INTERRUPTED, Notice
from notifications.domain.outgoing import NotTaken, OutcomeUnknown, Recipient, TryLater
from notifications.domain.refusals import NotDue
from notifications.domain.saying import said_of_series, said_of_visit
from notifications.domain.standing import AHEAD, still_stands


class Visits(Protocol):
    def visit(self, visit_id: UUID) -> Visit | None: ...
    def visits_together(self, together_id: UUID, event: str) -> list[Visit]: ...


class Past(Protocol):
    def last_told(self, notice: Notice) -> datetime | None:
        """The time of the visit that this person was told of last, by the same way."""


class Pace(Protocol):
    def allows(self) -> bool: ...


class Turns(Protocol):
    def take(self, person_id: UUID, channel: str, now: datetime) -> UUID | None: ...
    def give_back(self, holder: UUID) -> None: ...


class NotItsTurn(Exception):
    """Another notice to the same person is under way: whoever looks into that one must not find this one's message."""


class Paced(Exception):
    """So many were sent in this minute that the next one has to wait."""


class Attempting:
    """Used by several threads and several followers at once: whoever writes the beginning of an attempt makes it."""

    def __init__(
        self,
        notices: Notices,
        *,
        persons: Persons,
        visits: Visits,
        past: Past,
        means: Means,
        turns: Turns,
        pace: Pace,
        clock: Callable[[], datetime],
    ) -> None:
        self._notices, self._persons, self._visits, self._past = notices, persons, visits, past
        self._means, self._turns, self._pace, self._clock = means, turns, pace, clock
        self._counted = counter("notifications", "attempts", "Notices tried", ("channel", "outcome"))

    def attempt(self, notice_id: UUID) -> None:
        """Try it, or settle it.

        Raises `IdentityUnavailable` when nobody says who it is for, `Paced` and `NotItsTurn` when it has to wait.
        """
        person_id = self._notices.read(notice_id).person_id
        turn = self._turns.take(person_id, self._means.channel, self._clock())
        if turn is None:
            raise NotItsTurn
        try:
            # Read anew: whoever had the turn before may have settled it.
            outcome = self._attempted(self._notices.read(notice_id))
        except NotDue:
            outcome = "not_due"
        finally:
            self._turns.give_back(turn)
        self._counted.labels(self._means.channel, outcome).inc()

    def _attempted(self, notice: Notice) -> str:
        if notice.state == "sending":  # longer than any attempt takes: whoever made it is gone
            notice = self._notices.doubt(notice.id, notice.attempts, INTERRUPTED, self._clock())
        elif notice.state not in ("waiting", "uncertain") or not notice.is_due(self._clock()):
            return "not_due"
        to, provider = self._persons.find(notice.person_id), self._persons.provider()
        visits = self._of_series(notice)
        why = self._hindrance(notice, to, visits)
        if to is None or why is not None or (why := self._means.hindrance(to, provider)) is not None:
            self._notices.suppress(notice.id, why or "not_active", self._clock())
            return "suppressed"
        if notice.state == "uncertain":
            outcome = self._looked_into(notice, to)
            if outcome is not None:
                return outcome
        if not self._pace.allows():
            raise Paced
        saying = said_of_series(visits) if visits else said_of_visit(notice, self._past.last_told(notice))
        begun = self._notices.begin(notice.id, self._clock())
        return self._told(begun, lambda: self._means.send(begun, saying, to, provider).operator_id)

    def _hindrance(self, notice: Notice, to: Recipient | None, visits: Sequence[Visit] | None) -> str | None:
        if self._clock() >= notice.useful_until and not visits:
            return "too_late"
        stands = bool(visits) if visits is not None else still_stands(notice, self._visits.visit(notice.visit_id))
        if not stands:
            return "overtaken"
        return None if to is not None and to.is_active else "not_active"

    def _of_series(self, notice: Notice) -> list[Visit] | None:
        """The visits of a series that are still to come for this person, as they are now; None for a single visit."""
        if notice.together_id is None:
            return None
        event = "visit_cancelled" if notice.kind == "cancelled" else "visit_booked"
        now, visits = self._clock(), self._visits.visits_together(notice.together_id, event)
        theirs = [each for each in visits if notice.person_id in each.people and each.ends_at > now]
        if notice.kind != "cancelled":
            theirs = [each for each in theirs if each.state in AHEAD]
        return sorted(theirs, key=lambda each: (each.starts_at, each.id))

    def _looked_into(self, notice: Notice, to: Recipient) -> str | None:
        """What became of an attempt whose end nobody knows; None when it is safe to make another."""
        try:
            accepted = self._means.find(notice, to)
        except TryLater as later:
            self._notices.doubt(notice.id, notice.attempts, later.code, self._clock())
            return "unknown"
        if accepted is not None:
            self._notices.accept(notice.id, accepted.operator_id, self._clock())
            return "found"
        if self._clock() > notice.tried_until:
            self._notices.fail(notice.id, notice.attempts, "gave_up", self._clock())
            return "refused"
        return None

    def _told(self, notice: Notice, send: Callable[[], str]) -> str:
        try:
            operator_id = send()
        except NotTaken as refused:
            self._notices.fail(notice.id, notice.attempts, refused.code, self._clock())
            return refused.what
        except TryLater as later:
            self._notices.defer(notice.id, notice.attempts, later.code, self._clock())
            return later.what
        except OutcomeUnknown as unknown:
            self._notices.doubt(notice.id, notice.attempts, unknown.code, self._clock())
            return unknown.what
        self._notices.accept(notice.id, operator_id, self._clock())
        return "accepted"
