"""Notifications on a real store, with a clock that is set by hand, and telephones and mailboxes in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.persistence import Mapper

from chassis.following.projecting import ProjectionLoop
from chassis.store import Database, Delivery, Place, open_application
from contracts.booking import events as booking
from contracts.identity.events import ProviderSettingsChanged, UserStatusChanged
from contracts.message import Event
from notifications.adapters.turns import Turns
from notifications.application.attempting import Attempting
from notifications.application.hearing import Hearing
from notifications.application.means import ByEmail, BySms
from notifications.application.notices import Notices
from notifications.application.reminding import Reminding, SteadyClock
from notifications.domain.notice import Notice
from notifications.domain.outgoing import (
    Accepted,
    Failure,
    Letter,
    MailMessage,
    Provider,
    Recipient,
    SmsMessage,
    TryLater,
    Written,
)
from notifications.projections.known import Known
from notifications.projections.own_notices import OwnNotices
from notifications.projections.sent_notices import SentNotices

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOMORROW = NINE + timedelta(days=1)
PATIENCE = timedelta(seconds=60)
ANNA, BO, CECILIA, DAVID, EVA = (UUID(int=number) for number in (1, 2, 3, 4, 5))
STAFF, PATIENTS = (ANNA, BO), (CECILIA, DAVID, EVA)


class Words:
    """Says everything that it was given to say."""

    def sms(self, letter: Letter) -> str:
        return f"{letter.kind} {letter.starts_at:%d %H:%M} was {letter.previous_starts_at} × {letter.visit_count}"

    def email(self, letter: Letter) -> Written:
        return Written(subject=letter.kind, text=self.sms(letter))


class Dates:
    def request(self, letter: Letter, occasions: Any, *, to: str, now: datetime) -> tuple[str, str]:
        return f"{[each.sequence for each in occasions]}", "REQUEST"

    def cancel(self, letter: Letter, occasions: Any, *, to: str, now: datetime) -> tuple[str, str]:
        return f"{[each.sequence for each in occasions]}", "CANCEL"


@dataclass
class Operator:
    """Takes everything, unless it was told how to fail; then it fails once for each."""

    taken: list[Any] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    takes_all_the_same: bool = False
    before_it_answers: Callable[[Any], None] = lambda _: None
    looks: int = 0

    def send(self, message: Any) -> Accepted:
        failure = self.failures.pop(0) if self.failures else None
        if failure is None or self.takes_all_the_same:
            self.taken.append(message)
        self.before_it_answers(message)
        if failure is not None:
            raise failure
        return self._id(message.notice_id)

    def find(self, *, notice_id: UUID, to: str, since: datetime) -> Accepted | None:
        self.looks += 1
        if self.failures:
            raise TryLater(self.failures.pop(0).code)
        return self._id(notice_id) if any(each.notice_id == notice_id for each in self.taken) else None

    def _id(self, notice_id: UUID) -> Accepted:
        return Accepted(f"s{notice_id.hex}")


class Directory:
    """What identity would answer."""

    def __init__(self) -> None:
        self.people = {each: _person(each) for each in (*STAFF, *PATIENTS)}
        self.decided = Provider(name="Norrviks vårdcentral", sends_sms=True, sends_email=True, sms_sender="Norrvik")

    def find(self, person_id: UUID) -> Recipient | None:
        return self.people.get(person_id)

    def provider(self) -> Provider:
        return self.decided

    def change(self, person_id: UUID, **changed: Any) -> None:
        self.people[person_id] = replace(self.people[person_id], **changed)


class Unpaced:
    def allows(self) -> bool:
        return True


class House:
    def __init__(self, store: dict[str, str], *, log_in_memory: bool = False) -> None:
        place = Place.of("notifications", store)
        self.notices = Notices({}, Mapper) if log_in_memory else open_application(Notices, place, Mapper)
        self.database = Database(place)
        self.known, self.own, self.sent = Known(self.database), OwnNotices(self.database), SentNotices(self.database)
        self.hearing = Hearing(self.notices, self.known)
        self.now, self.seconds = NINE, 0.0
        self.phones, self.mailboxes, self.directory = Operator(), Operator(), Directory()
        self._loops = [ProjectionLoop(self.notices, each) for each in (self.own, self.sent)]
        words, pages = Words(), "https://norrvik.test"
        by_sms = BySms(self.phones, words, lambda notice_id: f"{pages}/{notice_id}", pages)
        by_email = ByEmail(self.mailboxes, words, Dates(), pages, self.clock)
        self.attempting = {means.channel: self._attempting(means) for means in (by_sms, by_email)}
        self.reminding = Reminding(self.notices, self.known, SteadyClock(self.clock, lambda: self.seconds))
        self._positions = {"booking": 0, "identity": 0}

    def clock(self) -> datetime:
        return self.now

    def passes(self, **duration: float) -> None:
        """Time goes on, for every clock."""
        self.now += timedelta(**duration)
        self.seconds += timedelta(**duration).total_seconds()

    def told(self, event: type[Event], version: int, aggregate_id: UUID, **fields: Any) -> tuple[Delivery, Any]:
        """An event as it is heard: through its contract, and from the next position of its log."""
        self._positions[event.SERVICE] += 1
        delivery = Delivery(
            uuid4(), event.SERVICE, event.NAME, self._positions[event.SERVICE], aggregate_id, version, self.now
        )
        return delivery, event.heard(event.of(**fields).body, event.VERSION)

    def hears(self, event: type[Event], version: int, aggregate_id: UUID, **fields: Any) -> None:
        self.hearing.hear(*self.told(event, version, aggregate_id, **fields), self.now)

    def book(self, visit_id: UUID | None = None, **changed: Any) -> UUID:
        visit_id = visit_id or uuid4()
        booked = {
            "visit_id": visit_id,
            "staff_ids": [ANNA],
            "patient_ids": [CECILIA],
            "booked_by": ANNA,
            "booked_at": self.now,
            "starts_at": TOMORROW,
            "length_minutes": 30,
        }
        self.hears(booking.VisitBooked, 1, visit_id, **(booked | changed))
        return visit_id

    def change(self, visit_id: UUID, version: int = 2, **changed: Any) -> None:
        change = {
            "visit_id": visit_id,
            "staff_ids": [ANNA],
            "patient_ids": [CECILIA],
            "state": "booked",
            "starts_at": TOMORROW,
            "length_minutes": 30,
            "previous_starts_at": TOMORROW,
            "previous_length_minutes": 30,
            "brought_in_ids": [],
            "taken_out_ids": [],
            "is_renamed": False,
            "needs_action": False,
            "changed_by": ANNA,
            "changed_at": self.now,
        }
        self.hears(booking.VisitChanged, version, visit_id, **(change | changed))

    def cancel(self, visit_id: UUID, version: int = 2, **changed: Any) -> None:
        cancelled = {
            "visit_id": visit_id,
            "staff_ids": [ANNA],
            "patient_ids": [CECILIA],
            "cancelled_by": ANNA,
            "cancelled_at": self.now,
        }
        self.hears(booking.VisitCancelled, version, visit_id, **(cancelled | changed))

    def decide(self, version: int = 2, **changed: Any) -> None:
        decided = {
            "idle_logout_minutes": 120,
            "sms": True,
            "retention_days": 365,
            "patients_removed_after_months": None,
            "languages": ["sv", "en"],
            "sends_email": True,
            "reminder_minutes": [1440, 60],
            "changed_by": ANNA,
            "changed_at": self.now,
        }
        self.hears(ProviderSettingsChanged, version, UUID(int=99), **(decided | changed))

    def make(self, status: str, person_id: UUID, version: int = 2) -> None:
        fields = {"user_id": person_id, "roles": ["patient"], "status": status, "previous_status": "active"}
        self.hears(UserStatusChanged, version, person_id, **fields, changed_by=ANNA, changed_at=self.now)
        self.directory.change(person_id, is_active=status == "active")

    def follow(self) -> None:
        for loop in self._loops:
            while loop.follow_once():
                pass

    def due(self, channel: str) -> list[UUID]:
        self.follow()
        return self.sent.due(channel, self.now, PATIENCE, 100)

    def send(self) -> None:
        """One attempt at everything that is due."""
        for channel, attempting in self.attempting.items():
            for notice_id in self.due(channel):
                attempting.attempt(notice_id)
        self.follow()

    def all(self) -> list[Notice]:
        """Every notice that was ever asked for, in that order."""
        stored = self.notices.recorder.select_notifications(None, 100_000)
        ids = dict.fromkeys(UUID(str(each.originator_id)) for each in stored)
        return [notice for each in ids if (notice := self.notices.find(Notice, each)) is not None]

    def asked(self) -> set[tuple[UUID, str, str]]:
        return {(each.person_id, each.channel, each.kind) for each in self.all()}

    def states(self, channel: str) -> list[tuple[str, str | None]]:
        return [(each.state, each.code) for each in self.all() if each.channel == channel]

    def close(self) -> None:
        self.notices.close()
        self.database.close()

    def _attempting(self, means: Any) -> Attempting:
        return Attempting(
            self.notices,
            persons=self.directory,
            visits=self.known,
            past=self.sent,
            means=means,
            turns=Turns(self.database, 2 * PATIENCE),
            pace=Unpaced(),
            clock=self.clock,
        )


def sms_to(house: House, person_id: UUID) -> list[str]:
    taken: list[SmsMessage] = house.phones.taken
    return [each.text for each in taken if each.person_id == person_id]


def mail_to(house: House, person_id: UUID) -> list[MailMessage]:
    return [each for each in house.mailboxes.taken if each.person_id == person_id]


def _person(person_id: UUID) -> Recipient:
    return Recipient(
        person_id=person_id,
        roles=frozenset({"patient"} if person_id in PATIENTS else {"staff"}),
        is_active=True,
        phone="+46701740605",
        email=f"{person_id.int}@example.com",
        language="sv",
    )
