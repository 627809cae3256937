"""Waiting for a visit to be started: pages come, are heard of and go; a person waits as long as one page does."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from visit_media.application.attending import VisitMedia
from visit_media.domain.admitting import Standing
from visit_media.domain.refusals import VisitNotFound
from visit_media.domain.waiting_room import End

Waiter = tuple[UUID, UUID]
"""A visit, and who waits for it."""
PATIENCE_SECONDS = 0.5


class Pages(Protocol):
    def begin(self, waiter: Waiter, wait_id: UUID, session_id: UUID, now: datetime) -> None: ...
    def go_on(self, waiter: Waiter, wait_id: UUID, now: datetime) -> None: ...
    def end(self, waiter: Waiter, wait_id: UUID | None = None) -> None: ...
    def end_session(self, session_id: UUID) -> list[Waiter]: ...
    def session_of(self, waiter: Waiter) -> UUID | None: ...
    def visits_of(self, person_id: UUID) -> list[UUID]: ...


class KnownVisits(Protocol):
    def standing(self, visit_id: UUID, person_id: UUID) -> Standing: ...
    def wait_for(self, find: Callable[[], Standing | None], timeout_seconds: float) -> Standing | None: ...


class KnownSessions(Protocol):
    def has_ended(self, session_id: UUID) -> bool: ...


class Waiting:
    """What is heard and what a page asks may cross: whoever begins looks again afterwards, so that nobody is left
    waiting who may not, and whoever stops looks for another page, so that nobody stops who still waits.
    """

    def __init__(self, visit_media: VisitMedia, pages: Pages, visits: KnownVisits, sessions: KnownSessions) -> None:
        self._visit_media, self._pages = visit_media, pages
        self._visits, self._sessions = visits, sessions

    def wait(self, *, visit_id: UUID, person_id: UUID, session_id: UUID, wait_id: UUID, now: datetime) -> str:
        """A page waits, or waits on: what the visit is now. One who is no active patient of it is told of none."""
        waiter, standing = (visit_id, person_id), self._known(visit_id, person_id)
        if standing.state is None or standing.why_not_waiting == "not_admitted" or self._sessions.has_ended(session_id):
            raise VisitNotFound
        if standing.state == "booked":
            self._pages.begin(waiter, wait_id, session_id, now)
            self._begin(waiter, session_id, now)
        elif standing.why_not_waiting is None:
            self._pages.go_on(waiter, wait_id, now)
        else:
            self._look_at(visit_id, [person_id], now)
        return standing.state

    def stop(self, *, visit_id: UUID, person_id: UUID, wait_id: UUID, now: datetime) -> None:
        """A page is gone; the last one ends the waiting."""
        self._pages.end((visit_id, person_id), wait_id)
        self.page_gone((visit_id, person_id), "left", now)

    def page_gone(self, waiter: Waiter, reason: End, now: datetime) -> None:
        """A person's page is no more: unless there is another, they wait no longer."""
        visit_id, person_id = waiter
        if self._pages.session_of(waiter) is not None:
            return
        self._visit_media.stop_waiting(visit_id=visit_id, reasons={person_id: reason}, now=now)
        session_id = self._pages.session_of(waiter)
        if session_id is not None:  # it came while the last one went
            self._begin(waiter, session_id, now)

    def look_at(self, visit_id: UUID, now: datetime) -> None:
        """Whoever may no longer wait for this visit does not."""
        self._look_at(visit_id, self._visit_media.waiting(visit_id), now)

    def look_after(self, person_id: UUID, now: datetime) -> None:
        """What is known of a person has changed."""
        for visit_id in self._pages.visits_of(person_id):
            self.look_at(visit_id, now)

    def sign_in_over(self, session_id: UUID, now: datetime) -> None:
        """The pages of this sign-in are closed."""
        for waiter in self._pages.end_session(session_id):
            self.page_gone(waiter, "not_admitted", now)

    def _known(self, visit_id: UUID, person_id: UUID) -> Standing:
        """As soon as it is known that the person is a patient of the visit, or how it stands after a moment."""

        def admitted() -> Standing | None:
            standing = self._visits.standing(visit_id, person_id)
            return None if standing.why_not_waiting == "not_admitted" else standing

        known = self._visits.wait_for(admitted, PATIENCE_SECONDS)
        return known or self._visits.standing(visit_id, person_id)

    def _look_at(self, visit_id: UUID, person_ids: Iterable[UUID], now: datetime) -> None:
        reasons: dict[UUID, End] = {}
        for person_id in person_ids:
            why = self._visits.standing(visit_id, person_id).why_not_waiting
            if why is not None:
                reasons[person_id] = why
        for person_id in reasons:
            self._pages.end((visit_id, person_id))
        self._visit_media.stop_waiting(visit_id=visit_id, reasons=reasons, now=now)

    def _begin(self, waiter: Waiter, session_id: UUID, now: datetime) -> None:
        visit_id, person_id = waiter
        self._visit_media.begin_waiting(visit_id=visit_id, person_id=person_id, session_id=session_id, now=now)
        self._look_at(visit_id, [person_id], now)
        if self._sessions.has_ended(session_id):
            self.sign_in_over(session_id, now)
