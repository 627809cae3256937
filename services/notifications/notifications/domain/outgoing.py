"""What goes out to a person, how the operator answers, and whom it is for; none of it is kept in the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody as identity knows them at the moment of sending."""

    person_id: UUID
    roles: frozenset[str]
    is_active: bool
    phone: str | None  # E.164
    email: str | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What the provider has decided about sending, at the moment of sending."""

    name: str
    sends_sms: bool
    sends_email: bool
    sms_sender: str  # empty: the deployment's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One visit's time, as a calendar knows it: the same `visit_id` always, a higher `sequence` for what is newer."""

    visit_id: UUID
    sequence: int
    starts_at: datetime
    length_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """All that a text may say: never the visit's name, and nobody's name but the provider's.

    `kind` is one of `contracts.notifications.events.KINDS`. For a change, `previous_starts_at` is the time before and
    None when the time stays (other staff); with the same time and another `previous_length_minutes` only the length
    changed. `visit_count` is more than 1 for a series, of which `starts_at` is the first.
    """

    kind: str
    language: str
    provider_name: str
    page_url: str  # the provider's own address, where one signs in
    is_for_patient: bool
    starts_at: datetime
    length_minutes: int
    previous_starts_at: datetime | None
    previous_length_minutes: int | None
    visit_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An e-mail's words."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsMessage:
    """`notice_id` is the same each time the same notice is tried; `receipt_url` is where the operator tells the end."""

    notice_id: UUID
    person_id: UUID
    to: str
    sender: str  # empty: the deployment's own
    text: str
    receipt_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailMessage:
    """`notice_id` makes the Message-ID, so that one sent twice is shown once. `calendar` is iCalendar text."""

    notice_id: UUID
    person_id: UUID
    to: str
    subject: str
    text: str
    calendar: str | None
    calendar_method: str | None = None  # REQUEST, CANCEL or PUBLISH


@dataclass(frozen=True, slots=True)
class Accepted:
    """The operator has it."""

    operator_id: str


class Failure(Exception):
    """`code` is one of a closed list of the adapter's, in snake case; it never quotes what was sent or to whom."""

    what: ClassVar[str]

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotTaken(Failure):
    """The operator certainly does not have it, and never will: trying again is useless."""

    what = "refused"


class TryLater(Failure):
    """The operator certainly does not have it now; later it may take it."""

    what = "later"


class OutcomeUnknown(Failure):
    """It may have been sent or not: the connection was lost, or time was up, after it had been handed over."""

    what = "unknown"


class IdentityUnavailable(Exception):
    """Nobody says who the person is just now."""
