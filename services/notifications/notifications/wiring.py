"""From the environment to the objects of notifications."""

import os
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from eventsourcing.persistence import Mapper

from chassis.sealing import KeyRing, read_secret
from chassis.store import Bookmarks, Database, Place, open_application
from notifications.adapters.outbox import MailOutbox, Outbox, SmsOutbox
from notifications.adapters.receipts import ReceiptAddresses
from notifications.application.asked import Receipts, Replays
from notifications.application.hearing import Hearing
from notifications.application.means import ByEmail, BySms
from notifications.application.notices import Notices
from notifications.application.outside import MailSender, Persons, SmsSender
from notifications.application.reminding import Reminding, SteadyClock
from notifications.application.sending import Pace, Sending
from notifications.projections.known import Known
from notifications.projections.own_notices import OwnNotices
from notifications.projections.sent_notices import SentNotices


@cache
def notices() -> Notices:
    return open_application(Notices, place(), Mapper)


@cache
def known() -> Known:
    return Known(database())


@cache
def own_notices() -> OwnNotices:
    return OwnNotices(database())


@cache
def sent_notices() -> SentNotices:
    return SentNotices(database())


@cache
def hearing() -> Hearing:
    return Hearing(notices(), known())


@cache
def receipts() -> ReceiptAddresses:
    return ReceiptAddresses(read_secret(secrets_folder(), "receipt_key"), public_url())


def recorded_receipts() -> Receipts:
    return Receipts(notices(), receipts())


def replays() -> Replays:
    return Replays(notices(), [own_notices(), sent_notices()])


@cache
def outbox() -> Outbox | None:
    """What would have been sent, in the demo alone."""
    return Outbox(database(), keys()) if os.environ.get("CARE_DEMO") == "1" else None


def reminding() -> Reminding:
    return Reminding(notices(), known(), SteadyClock())


def sending() -> list[Sending]:
    """One loop for each way out, whether or not it is configured: what cannot be sent is said to be held back."""
    # What texts, calendars and operators need takes memory that the process which answers can do without.
    from notifications.adapters.calendar_invitation import CalendarInvitations
    from notifications.adapters.texts import Texts

    persons, texts = _persons(), Texts()
    calendar = CalendarInvitations(host=own_host(), organizer=mail_address())
    by_sms = BySms(_sms_sender(), texts, receipts().address, public_url())
    by_email = ByEmail(_mail_sender(), texts, calendar, public_url(), _now)
    return [_sending(by_sms, persons, "CARE_SMS_PER_MINUTE"), _sending(by_email, persons, "CARE_EMAIL_PER_MINUTE")]


def _sending(means: BySms | ByEmail, persons: Persons, limit: str) -> Sending:
    from notifications.application.attempting import Attempting

    attempting = Attempting(
        notices(),
        persons=persons,
        visits=known(),
        past=sent_notices(),
        means=means,
        pace=Pace(int(os.environ.get(limit, "100"))),
        clock=_now,
    )
    return Sending(
        means.channel,
        queue=sent_notices(),
        log=notices(),
        attempts=attempting,
        patience=timedelta(seconds=float(os.environ.get("CARE_SENDING_PATIENCE_SECONDS", "60"))),
        clock=_now,
    )


def _persons() -> Persons:
    from chassis.following.calling import BlockingCaller
    from notifications.adapters.asking_identity import AskingIdentity

    return AskingIdentity(BlockingCaller(amqp_url(), "notifications"))


def _sms_sender() -> SmsSender | None:
    """46elks when it is configured, else the demo's outbox, else nobody."""
    user = os.environ.get("CARE_SMS_USER")
    if user:
        from notifications.adapters.sms_46elks import IN_PRODUCTION, Sms46elks, SmsSettings, sms_client

        settings = SmsSettings(
            url=os.environ.get("CARE_SMS_URL", IN_PRODUCTION),
            user=user,
            password=_secret_text("sms_password"),
            sender=os.environ.get("CARE_SMS_SENDER", "Vard"),
        )
        known_ids = sent_notices().is_of_a_notice
        return Sms46elks(sms_client(settings), sender=settings.sender, is_known=known_ids)
    kept = outbox()
    return None if kept is None else SmsOutbox(kept)


def _mail_sender() -> MailSender | None:
    """The provider's mail server when it is configured, else the demo's outbox, else nobody."""
    host = os.environ.get("CARE_SMTP_HOST")
    if host:
        from notifications.adapters.smtp import Smtp, SmtpSettings

        user, authority = os.environ.get("CARE_SMTP_USER"), os.environ.get("CARE_SMTP_AUTHORITY")
        settings = SmtpSettings(
            host=host,
            port=int(os.environ.get("CARE_SMTP_PORT", "587")),
            sender=mail_address(),
            user=user or None,
            password=_secret_text("smtp_password") if user else None,
            starttls=os.environ.get("CARE_SMTP_STARTTLS", "1") != "0",
            authority=Path(authority) if authority else None,
            own_host=own_host(),
        )
        return Smtp(settings)
    kept = outbox()
    return None if kept is None else MailOutbox(kept)


@cache
def bookmarks() -> Bookmarks:
    return Bookmarks(database())


@cache
def database() -> Database:
    return Database(place())


@cache
def keys() -> KeyRing:
    return KeyRing(place(), read_secret(secrets_folder(), "master_key"))


def place() -> Place:
    return Place.of("notifications", os.environ)


def secrets_folder() -> Path:
    return Path(os.environ["CARE_SECRETS_DIR"])


def amqp_url() -> str:
    return os.environ["CARE_AMQP_URL"]


def public_url() -> str:
    """Where people sign in, and where operators bring their receipts."""
    return os.environ.get("CARE_PUBLIC_URL", "http://localhost")


def own_host() -> str:
    return urlsplit(public_url()).hostname or "localhost"


def mail_address() -> str:
    """Where e-mails come from, and who invites."""
    return os.environ.get("CARE_SMTP_SENDER") or f"no-reply@{own_host()}"


def health_port() -> int:
    return int(os.environ.get("CARE_HEALTH_PORT", "0"))


def _secret_text(name: str) -> str:
    return (secrets_folder() / name).read_text().strip()


def _now() -> datetime:
    return datetime.now(UTC)
