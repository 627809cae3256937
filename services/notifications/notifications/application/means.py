"""The two ways out of the platform: what hinders each, and how a notice becomes its message at the last moment."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from notifications.application.outside import CalendarInvitation, MailSender, SmsSender, Texts
from notifications.domain.notice import Notice
from notifications.domain.outgoing import Accepted, Letter, MailMessage, Provider, Recipient, SmsMessage
from notifications.domain.saying import Saying

WITHDRAWING = ("cancelled", "taken_out")


class Means(Protocol):
    channel: str

    def hindrance(self, to: Recipient, provider: Provider) -> str | None:
        """Why nothing can be sent this way, as a code; None when it can."""

    def send(self, notice: Notice, saying: Saying, to: Recipient, provider: Provider) -> Accepted: ...

    def find(self, notice: Notice, to: Recipient) -> Accepted | None:
        """Whether it was sent after all; None says it is safe to send it again."""


class BySms:
    channel = "sms"

    def __init__(
        self, sender: SmsSender | None, texts: Texts, receipt_address: Callable[[UUID], str], page_url: str
    ) -> None:
        self._sender, self._texts = sender, texts
        self._receipt_address, self._page_url = receipt_address, page_url

    def hindrance(self, to: Recipient, provider: Provider) -> str | None:
        if self._sender is None:
            return "not_configured"
        if not provider.sends_sms:
            return "switched_off"
        return None if to.phone else "no_phone"

    def send(self, notice: Notice, saying: Saying, to: Recipient, provider: Provider) -> Accepted:
        assert self._sender is not None
        message = SmsMessage(
            notice_id=notice.id,
            person_id=notice.person_id,
            to=to.phone or "",
            sender=provider.sms_sender,
            text=self._texts.sms(_letter(notice, saying, to, provider, self._page_url)),
            receipt_url=self._receipt_address(notice.id),
        )
        return self._sender.send(message)

    def find(self, notice: Notice, to: Recipient) -> Accepted | None:
        assert self._sender is not None
        since = notice.began_at or notice.asked_at
        return self._sender.find(notice_id=notice.id, to=to.phone or "", since=since)


class ByEmail:
    channel = "email"

    def __init__(
        self,
        sender: MailSender | None,
        texts: Texts,
        calendar: CalendarInvitation,
        page_url: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._sender, self._texts, self._calendar = sender, texts, calendar
        self._page_url, self._clock = page_url, clock

    def hindrance(self, to: Recipient, provider: Provider) -> str | None:
        if self._sender is None:
            return "not_configured"
        if not provider.sends_email:
            return "switched_off"
        return None if to.email else "no_email"

    def send(self, notice: Notice, saying: Saying, to: Recipient, provider: Provider) -> Accepted:
        assert self._sender is not None
        address = to.email or ""
        letter = _letter(notice, saying, to, provider, self._page_url)
        written = self._texts.email(letter)
        calendar, method = self._invitation(notice, letter, saying, address)
        message = MailMessage(
            notice_id=notice.id,
            person_id=notice.person_id,
            to=address,
            subject=written.subject,
            text=written.text,
            calendar=calendar,
            calendar_method=method,
        )
        return self._sender.send(message)

    def find(self, notice: Notice, to: Recipient) -> Accepted | None:
        """Nobody can be asked; sent again it has the same Message-ID, and mail programs show it once."""
        return None

    def _invitation(
        self, notice: Notice, letter: Letter, saying: Saying, to: str
    ) -> tuple[str, str] | tuple[None, None]:
        is_of_others = notice.kind == "changed" and notice.previous_starts_at is None
        if notice.kind == "reminder" or is_of_others:
            return None, None  # the calendar knows the time already
        write = self._calendar.cancel if notice.kind in WITHDRAWING else self._calendar.request
        return write(letter, saying.occasions, to=to, now=self._clock())


def _letter(notice: Notice, saying: Saying, to: Recipient, provider: Provider, page_url: str) -> Letter:
    return Letter(
        kind=notice.kind,
        language=to.language,
        provider_name=provider.name,
        page_url=page_url,
        is_for_patient="patient" in to.roles,
        starts_at=saying.starts_at,
        length_minutes=saying.length_minutes,
        previous_starts_at=saying.previous_starts_at,
        previous_length_minutes=saying.previous_length_minutes,
        visit_count=len(saying.occasions),
    )
