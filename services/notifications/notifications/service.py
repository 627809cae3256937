"""What notifications answers and hears."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.outbox import events_since
from chassis.serving import Provide, answers, hears, serve
from chassis.store import Delivery
from contracts.booking.events import (
    VisitBooked,
    VisitCancelled,
    VisitChanged,
    VisitEnded,
    VisitMissed,
    VisitMissTakenBack,
    VisitParticipantsChanged,
    VisitStarted,
)
from contracts.identity.events import ProviderSettingsChanged, UserRegistered, UserRolesChanged, UserStatusChanged
from contracts.notifications.calls import (
    ListNotices,
    ListOutbox,
    ListSentNotices,
    MarkNoticesRead,
    NotificationsEventsSince,
    RecordReceipt,
    ReplayNotices,
    SendNoticeAgain,
)
from notifications import wiring
from notifications.application.asked import outbox_page
from notifications.publishing import published


class NotificationsService:
    name = "notifications"

    notices = Provide(wiring.notices)
    hearing = Provide(wiring.hearing)
    own_notices = Provide(wiring.own_notices)
    sent_notices = Provide(wiring.sent_notices)
    receipts = Provide(wiring.recorded_receipts)
    replays = Provide(wiring.replays)
    outbox = Provide(wiring.outbox)

    @answers(ListNotices)
    def list_notices(self, person_id: UUID, after: UUID | None, limit: int, at_least: int | None) -> dict[str, Any]:
        self.own_notices.catch_up(at_least)
        return self.own_notices.of(person_id, after, limit)

    @answers(MarkNoticesRead)
    def mark_notices_read(self, **read: Any) -> dict[str, Any]:
        return {"position": self.notices.read_up_to(**read, now=datetime.now(UTC))}

    @answers(ListSentNotices)
    def list_sent_notices(self, at_least: int | None, **wanted: Any) -> dict[str, Any]:
        self.sent_notices.catch_up(at_least)
        notices, has_more = self.sent_notices.page(**wanted)
        return {"notices": notices, "has_more": has_more}

    @answers(SendNoticeAgain)
    def send_notice_again(self, notice_id: UUID, asked_by: UUID) -> dict[str, Any]:
        position = self.notices.ask_again(notice_id=notice_id, asked_by=asked_by, now=datetime.now(UTC))
        return {"position": position, "person_id": self.notices.read(notice_id).person_id}

    @answers(RecordReceipt)
    def record_receipt(self, **receipt: Any) -> dict[str, Any]:
        return {"position": self.receipts.record(**receipt, now=datetime.now(UTC))}

    @answers(ListOutbox)
    def list_outbox(self, after: UUID | None, limit: int) -> dict[str, Any]:
        messages, has_more = outbox_page(self.outbox, after, limit)
        return {"messages": messages, "has_more": has_more}

    @answers(ReplayNotices)
    def replay_notices(self, person_id: UUID | None, visit_id: UUID | None, at: datetime | None) -> dict[str, Any]:
        return {"notices": self.replays.at(person_id, visit_id, at)}

    @answers(NotificationsEventsSince)
    def events_since(self, after: int, limit: int) -> dict[str, Any]:
        return events_since(self.notices, published, after, limit)

    @hears(UserRegistered)
    def user_registered(self, delivery: Delivery, **user: Any) -> None:
        self.hearing.hear(delivery, user, datetime.now(UTC))

    @hears(UserStatusChanged)
    def user_status_changed(self, delivery: Delivery, **user: Any) -> None:
        self.hearing.hear(delivery, user, datetime.now(UTC))

    @hears(UserRolesChanged)
    def user_roles_changed(self, delivery: Delivery, **user: Any) -> None:
        self.hearing.hear(delivery, user, datetime.now(UTC))

    @hears(ProviderSettingsChanged)
    def provider_settings_changed(self, delivery: Delivery, **settings: Any) -> None:
        self.hearing.hear(delivery, settings, datetime.now(UTC))

    @hears(VisitBooked)
    def visit_booked(self, delivery: Delivery, **visit: Any) -> None:
        self.hearing.hear(delivery, visit, datetime.now(UTC))

    @hears(VisitStarted)
    def visit_started(self, delivery: Delivery, **visit: Any) -> None:
        self.hearing.hear(delivery, visit, datetime.now(UTC))

    @hears(VisitEnded)
    def visit_ended(self, delivery: Delivery, **visit: Any) -> None:
        self.hearing.hear(delivery, visit, datetime.now(UTC))

    @hears(VisitCancelled)
    def visit_cancelled(self, delivery: Delivery, **visit: Any) -> None:
        self.hearing.hear(delivery, visit, datetime.now(UTC))

    @hears(VisitChanged)
    def visit_changed(self, delivery: Delivery, **visit: Any) -> None:
        self.hearing.hear(delivery, visit, datetime.now(UTC))

    @hears(VisitMissed)
    def visit_missed(self, delivery: Delivery, **visit: Any) -> None:
        self.hearing.hear(delivery, visit, datetime.now(UTC))

    @hears(VisitMissTakenBack)
    def visit_miss_taken_back(self, delivery: Delivery, **visit: Any) -> None:
        self.hearing.hear(delivery, visit, datetime.now(UTC))

    @hears(VisitParticipantsChanged)
    def visit_participants_changed(self, delivery: Delivery, **visit: Any) -> None:
        self.hearing.hear(delivery, visit, datetime.now(UTC))


if __name__ == "__main__":
    serve(NotificationsService)
