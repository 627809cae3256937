"""What booking answers, and what it hears."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from booking import wiring
from booking.projections.rearrangements import previewed, reported
from booking.projections.timeline import days_visits, persons_visits, replayed
from booking.projections.visit_rows import described
from booking.publishing import published
from chassis.outbox import events_since
from chassis.serving import Provide, answers, hears, serve
from chassis.store import Delivery
from contracts.booking.calls import (
    BookingEventsSince,
    BookVisit,
    CancelVisit,
    ChangeVisit,
    CountFutureVisits,
    EndSmallGroups,
    EndVisit,
    InviteAgain,
    ListBookings,
    ListContacts,
    ListOverlaps,
    ListSeries,
    ListSmallGroups,
    ListVisits,
    ListVisitsNeedingAction,
    ListVisitsWith,
    MarkMissed,
    OpenSmallGroups,
    PreviewRearrangement,
    ReadRearrangement,
    ReadVisit,
    ReplayDay,
    ReplayPerson,
    ReplayVisit,
    StartRearrangement,
    StartVisit,
    StopRearrangement,
    TakeBackMissed,
)
from contracts.identity.events import UserRegistered, UserRolesChanged, UserStatusChanged


class BookingService:
    name = "booking"

    booking = Provide(wiring.booking)
    offspring = Provide(wiring.offspring)
    rearrangements = Provide(wiring.rearrangements)
    replays = Provide(wiring.replays)
    my_bookings = Provide(wiring.my_bookings)
    visit_index = Provide(wiring.visit_index)
    lists = Provide(wiring.lists)
    overlaps = Provide(wiring.overlaps)
    contacts = Provide(wiring.contacts)
    people = Provide(wiring.people)

    @answers(BookVisit)
    def book_visit(self, **visit: Any) -> dict[str, Any]:
        return self.booking.book_visit(**visit, now=datetime.now(UTC))._asdict()

    @answers(ChangeVisit)
    def change_visit(self, **change: Any) -> dict[str, Any]:
        return {"position": self.booking.change_visit(**change, now=datetime.now(UTC))}

    @answers(StartVisit)
    def start_visit(self, **start: Any) -> dict[str, Any]:
        return self.booking.start_visit(**start, now=datetime.now(UTC))._asdict()

    @answers(EndVisit)
    def end_visit(self, **end: Any) -> dict[str, Any]:
        return self.booking.end_visit(**end, now=datetime.now(UTC))._asdict()

    @answers(CancelVisit)
    def cancel_visit(self, **cancellation: Any) -> dict[str, Any]:
        return self.booking.cancel_visit(**cancellation, now=datetime.now(UTC))._asdict()

    @answers(MarkMissed)
    def mark_missed(self, **mark: Any) -> dict[str, Any]:
        return {"position": self.booking.mark_missed(**mark, now=datetime.now(UTC))}

    @answers(TakeBackMissed)
    def take_back_missed(self, **mark: Any) -> dict[str, Any]:
        return {"position": self.booking.take_back_missed(**mark, now=datetime.now(UTC))}

    @answers(InviteAgain)
    def invite_again(self, **invitation: Any) -> dict[str, Any]:
        return self.offspring.invite_again(**invitation, now=datetime.now(UTC))._asdict()

    @answers(OpenSmallGroups)
    def open_small_groups(self, **opening: Any) -> dict[str, Any]:
        return {"position": self.offspring.open_small_groups(**opening, now=datetime.now(UTC))}

    @answers(EndSmallGroups)
    def end_small_groups(self, **end: Any) -> dict[str, Any]:
        return self.offspring.end_small_groups(**end, now=datetime.now(UTC))._asdict()

    @answers(ReadVisit)
    def read_visit(self, visit_id: UUID, person_id: UUID, as_administrator: bool) -> dict[str, Any]:
        visit = self.booking.visit(visit_id, person_id, as_administrator=as_administrator)
        return {"visit": described(visit), "position": self.booking.head}

    @answers(ListVisits)
    def list_visits(self, at_least: int | None, **wanted: Any) -> dict[str, Any]:
        position = self.my_bookings.catch_up(at_least)
        return {**self.lists.of(**wanted, now=datetime.now(UTC))._asdict(), "position": position}

    @answers(ListBookings)
    def list_bookings(self, at_least: int | None, **wanted: Any) -> dict[str, Any]:
        position = self.my_bookings.catch_up(at_least)
        return {**self.lists.tab(**wanted, now=datetime.now(UTC))._asdict(), "position": position}

    @answers(ListVisitsWith)
    def list_visits_with(self, at_least: int | None, **wanted: Any) -> dict[str, Any]:
        position = self.my_bookings.catch_up(at_least)
        return {**self.lists.between_two(**wanted)._asdict(), "position": position}

    @answers(ListSeries)
    def list_series(self, series_id: UUID, at_least: int | None) -> dict[str, Any]:
        self.my_bookings.catch_up(at_least)
        return {"visits": self.lists.series(series_id)}

    @answers(ListSmallGroups)
    def list_small_groups(self, visit_id: UUID, at_least: int | None) -> dict[str, Any]:
        self.my_bookings.catch_up(at_least)
        return {"visits": self.lists.small_groups(visit_id)}

    @answers(ListOverlaps)
    def list_overlaps(self, **wanted: Any) -> dict[str, Any]:
        return {"overlaps": self.overlaps.of(**wanted)}

    @answers(CountFutureVisits)
    def count_future_visits(self, person_id: UUID, at_least: int | None) -> dict[str, Any]:
        self.my_bookings.catch_up(max(at_least or 0, self.booking.head))
        return {"count": self.my_bookings.count_open(person_id)}

    @answers(ListVisitsNeedingAction)
    def list_visits_needing_action(self, limit: int, at_least: int | None) -> dict[str, Any]:
        self.my_bookings.catch_up(at_least)
        return {"visits": self.lists.needing_action(limit)}

    @answers(ListContacts)
    def list_contacts(self, person_id: UUID, at_least: int | None) -> dict[str, Any]:
        self.my_bookings.catch_up(at_least)
        return {"contacts": self.contacts.of(person_id, datetime.now(UTC))}

    @answers(PreviewRearrangement)
    def preview_rearrangement(self, at_least: int | None, **planned: Any) -> dict[str, Any]:
        self.my_bookings.catch_up(at_least)
        return previewed(*self.rearrangements.preview(**planned, now=datetime.now(UTC)))

    @answers(StartRearrangement)
    def start_rearrangement(self, **planned: Any) -> dict[str, Any]:
        return {"position": self.rearrangements.start(**planned, now=datetime.now(UTC))}

    @answers(StopRearrangement)
    def stop_rearrangement(self, **stop: Any) -> dict[str, Any]:
        return {"position": self.rearrangements.stop(**stop, now=datetime.now(UTC))}

    @answers(ReadRearrangement)
    def read_rearrangement(self, rearrangement_id: UUID) -> dict[str, Any]:
        return reported(self.rearrangements.read(rearrangement_id), self.booking.head)

    @answers(ReplayVisit)
    def replay_visit(self, visit_id: UUID, at: datetime | None) -> dict[str, Any]:
        return replayed(*self.booking.history(visit_id, at))

    @answers(ReplayPerson)
    def replay_person(self, **asked: Any) -> dict[str, Any]:
        self.visit_index.catch_up(self.booking.head)
        return {"visits": persons_visits(self.replays.person(**asked))}

    @answers(ReplayDay)
    def replay_day(self, day: date) -> dict[str, Any]:
        self.visit_index.catch_up(self.booking.head)
        return {"visits": days_visits(self.replays.day(day))}

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
