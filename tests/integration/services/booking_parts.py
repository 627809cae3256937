"""Booking with its lists on a store, for tests that run its follower by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from booking.application import Booking, Offspring
from booking.domain.participant import Participant
from booking.projections.lists import BookingLists, Page
from booking.projections.my_bookings import MyBookings
from booking.projections.overlaps import Overlaps
from chassis.following.projecting import ProjectionLoop
from chassis.sealing import KeyRing, sealed_by
from chassis.store import Database, Place, open_application
from tests.unit.booking.visits import EVERYONE, MANY_PATIENTS, NOW, STAFF, KnownPeople, asked

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Parts:
    """Booking with its lists, and its follower's loop run by hand."""

    def __init__(self, store: dict[str, str]) -> None:
        place = Place.of("booking", store)
        self.database, self.keys = Database(place), KeyRing(place, bytes(range(32)))
        people = KnownPeople(*EVERYONE, *MANY_PATIENTS)
        self.booking = open_application(Booking, place, sealed_by(self.keys), people=people, keys=self.keys)
        self.my_bookings = MyBookings(self.database, self.keys)
        self.lists, self.overlaps = BookingLists(self.my_bookings), Overlaps(self.my_bookings)
        self.offspring = Offspring(self.booking, self.my_bookings)
        self.loop = ProjectionLoop(self.booking, self.my_bookings)

    def book(self, starts_at: datetime = NOW + HOUR, **changed: Any) -> UUID:
        visit_ids = self.booking.book_visit(**asked(starts_at=starts_at, **changed)).visit_ids
        return visit_ids[0]

    def start(self, visit_id: UUID, at: datetime = NOW) -> UUID:
        self.booking.start_visit(visit_id=visit_id, started_by=STAFF.id, now=at)
        return visit_id

    def end(self, visit_id: UUID, at: datetime = NOW) -> UUID:
        self.booking.end_visit(visit_id=visit_id, ended_by=STAFF.id, now=at)
        return visit_id

    def cancel(self, visit_id: UUID) -> UUID:
        self.booking.cancel_visit(visit_id=visit_id, cancelled_by=STAFF.id, reason="Sjuk", now=NOW)
        return visit_id

    def change(self, visit_id: UUID, by: UUID = STAFF.id, read: int = 1, **changed: Any) -> None:
        visit = self.booking.existing(visit_id)
        names = ("name", "starts_at", "length_minutes", "staff_ids", "patient_ids")
        details = {name: getattr(visit, name) for name in names} | changed
        self.booking.change_visit(visit_id=visit_id, changed_by=by, details_version=read, now=NOW, **details)

    def follow(self) -> None:
        while self.loop.follow_once():
            pass

    def tab(self, tab: str, person: Participant | None = STAFF, now: datetime = NOW, limit: int = 50) -> list[UUID]:
        """All ids of a tab, however many pages it has."""
        person_id = None if person is None else person.id
        return all_pages(lambda after: self.lists.tab(tab, person_id, now=now, after=after, limit=limit))

    def close(self) -> None:
        self.booking.close()
        self.database.close()
        self.keys.database.close()


def all_pages(ask: Callable[[str | None], Page]) -> list[UUID]:
    found: list[UUID] = []
    after: str | None = None
    while True:
        page = ask(after)
        found += [visit["id"] for visit in page.visits]
        after = page.next
        if after is None:
            return found
        assert len(page.visits) > 0
