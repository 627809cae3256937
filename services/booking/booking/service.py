"""What booking answers, and what it hears."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from booking import wiring
from booking.projections.my_bookings import described
from booking.projections.timeline import replayed
from booking.publishing import published
from chassis.outbox import events_since
from chassis.serving import Provide, answers, hears, serve
from chassis.store import Delivery
from contracts.booking.calls import (
    BookingEventsSince,
    BookVisit,
    CancelVisit,
    CountFutureVisits,
    EndVisit,
    ListContacts,
    ListVisits,
    ListVisitsNeedingAction,
    ReadVisit,
    ReplayVisit,
    StartVisit,
)
from contracts.identity.events import UserRegistered, UserRolesChanged, UserStatusChanged


class BookingService:
    name = "booking"

    booking = Provide(wiring.booking)
    my_bookings = Provide(wiring.my_bookings)
    contacts = Provide(wiring.contacts)
    people = Provide(wiring.people)

    @answers(BookVisit)
    def book_visit(self, **visit: Any) -> dict[str, Any]:
        return {"position": self.booking.book_visit(**visit, now=datetime.now(UTC))}

    @answers(StartVisit)
    def start_visit(self, **start: Any) -> dict[str, Any]:
        return {"position": self.booking.start_visit(**start, now=datetime.now(UTC))}

    @answers(EndVisit)
    def end_visit(self, **end: Any) -> dict[str, Any]:
        return {"position": self.booking.end_visit(**end, now=datetime.now(UTC))}

    @answers(CancelVisit)
    def cancel_visit(self, **cancellation: Any) -> dict[str, Any]:
        return {"position": self.booking.cancel_visit(**cancellation, now=datetime.now(UTC))}

    @answers(ListVisits)
    def list_visits(self, person_id: UUID, at_least: int | None) -> dict[str, Any]:
        position = self.my_bookings.catch_up(at_least)
        return {"visits": self.my_bookings.of(person_id), "position": position}

    @answers(ReadVisit)
    def read_visit(self, visit_id: UUID, person_id: UUID, as_administrator: bool) -> dict[str, Any]:
        visit = self.booking.visit(visit_id, person_id, as_administrator=as_administrator)
        return {"visit": described(visit), "position": self.booking.head}

    @answers(CountFutureVisits)
    def count_future_visits(self, person_id: UUID, at_least: int | None) -> dict[str, Any]:
        self.my_bookings.catch_up(max(at_least or 0, self.booking.head))
        return {"count": self.my_bookings.count_open(person_id)}

    @answers(ListVisitsNeedingAction)
    def list_visits_needing_action(self, limit: int, at_least: int | None) -> dict[str, Any]:
        self.my_bookings.catch_up(at_least)
        return {"visits": self.my_bookings.needing_action(limit)}

    @answers(ListContacts)
    def list_contacts(self, person_id: UUID, at_least: int | None) -> dict[str, Any]:
        self.my_bookings.catch_up(at_least)
        return {"contacts": self.contacts.of(person_id, datetime.now(UTC))}

    @answers(ReplayVisit)
    def replay_visit(self, visit_id: UUID, at: datetime | None) -> dict[str, Any]:
        return replayed(*self.booking.history(visit_id, at))

    @answers(BookingEventsSince)
    def events_since(self, after: int, limit: int) -> dict[str, Any]:
        return events_since(self.booking, published, after, limit)

    @hears(UserRegistered)
    def user_registered(self, delivery: Delivery, **user: Any) -> None:
        self.people.hear(delivery, user)

    @hears(UserStatusChanged)
    def user_status_changed(self, delivery: Delivery, **user: Any) -> None:
        self.people.hear(delivery, user)

    @hears(UserRolesChanged)
    def user_roles_changed(self, delivery: Delivery, **user: Any) -> None:
        self.people.hear(delivery, user)


if __name__ == "__main__":
    serve(BookingService)
