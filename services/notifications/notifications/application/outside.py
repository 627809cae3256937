"""What sending needs of the world outside, each behind the narrowest door."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from notifications.domain.outgoing import (
    Accepted,
    Letter,
    MailMessage,
    Occasion,
    Provider,
    Recipient,
    SmsMessage,
    Written,
)


class Persons(Protocol):
    """Identity, asked at the moment of sending; `IdentityUnavailable` when it does not answer."""

    def find(self, person_id: UUID) -> Recipient | None: ...
    def provider(self) -> Provider: ...


class SmsSender(Protocol):
    """Blocking, from several threads, within 15 seconds; raises `NotTaken`, `TryLater` or `OutcomeUnknown`."""

    def send(self, message: SmsMessage) -> Accepted: ...

    def find(self, *, notice_id: UUID, to: str, since: datetime) -> Accepted | None:
        """Whether the operator has it after all; None: certainly not. Raises `TryLater` when it cannot say."""


class MailSender(Protocol):
    """Blocking, from several threads, within 30 seconds; raises `NotTaken`, `TryLater` or `OutcomeUnknown`."""

    def send(self, message: MailMessage) -> Accepted: ...


class Texts(Protocol):
    """Swedish and English, by the letter's language."""

    def sms(self, letter: Letter) -> str: ...
    def email(self, letter: Letter) -> Written: ...


class CalendarInvitation(Protocol):
    """iCalendar: a visit's id makes its UID. Several occasions are a series: separate visits, each with its own UID."""

    def request(self, letter: Letter, occasions: Sequence[Occasion], *, to: str, now: datetime) -> tuple[str, str]:
        """The text and its method (REQUEST; PUBLISH where one message cannot hold several invitations)."""

    def cancel(self, letter: Letter, occasions: Sequence[Occasion], *, to: str, now: datetime) -> tuple[str, str]:
        """The text and its method (CANCEL)."""
