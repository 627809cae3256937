"""From the environment to the objects of notifications."""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

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

Read = TypeVar("Read")


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
    from notifications.adapters.sending_configuration import mail_sender, own_host
    from notifications.adapters.texts import Texts

    persons, texts = _persons(), Texts()
    _, organizer = _configured(mail_sender)
    calendar = CalendarInvitations(host=own_host(os.environ), organizer=organizer)
    by_sms = BySms(_sms_sender(), texts, receipts().address, public_url())
    by_email = ByEmail(_mail_sender(), texts, calendar, public_url(), _now)
    return [_sending(by_sms, persons, "CARE_SMS_PER_MINUTE"), _sending(by_email, persons, "CARE_EMAIL_PER_MINUTE")]


def _sending(means: BySms | ByEmail, persons: Persons, limit: str) -> Sending:
    from notifications.adapters.turns import Turns
    from notifications.application.attempting import Attempting

    attempting = Attempting(
        notices(),
        persons=persons,
        visits=known(),
        past=sent_notices(),
        means=means,
        turns=Turns(database(), 2 * _patience()),
        pace=Pace(int(os.environ.get(limit, "100"))),
        clock=_now,
    )
    return Sending(
        means.channel,
        queue=sent_notices(),
        log=notices(),
        attempts=attempting,
        patience=_patience(),
        clock=_now,
    )


def _patience() -> timedelta:
    """No attempt takes longer, nor what an operator does with it."""
    return timedelta(seconds=float(os.environ.get("CARE_SENDING_PATIENCE_SECONDS", "60")))


def _persons() -> Persons:
    from chassis.following.calling import BlockingCaller
    from notifications.adapters.asking_identity import AskingIdentity

    return AskingIdentity(BlockingCaller(amqp_url(), "notifications"))


def _sms_sender() -> SmsSender | None:
    """46elks when it is configured, else the demo's outbox, else nobody."""
    from notifications.adapters.sending_configuration import sms_settings
    from notifications.adapters.sms_46elks import Sms46elks, sms_client

    settings = _configured(sms_settings)
    if settings is not None:
        return Sms46elks(
            sms_client(settings),
            sender=settings.sender,
            is_known=_is_of_a_notice,
            patience=_patience(),
            clock=_now,
        )
    kept = outbox()
    return None if kept is None else SmsOutbox(kept)


def _is_of_a_notice(operator_id: str) -> bool:
    """By all that stands in the log now: what another thread noted a moment ago counts."""
    sent_notices().catch_up(notices().head)
    return sent_notices().is_of_a_notice(operator_id)


def _mail_sender() -> MailSender | None:
    """The provider's mail server when it is configured, else the demo's outbox, else nobody."""
    from notifications.adapters.sending_configuration import smtp_settings
    from notifications.adapters.smtp import Smtp

    settings = _configured(smtp_settings)
    if settings is not None:
        return Smtp(settings)
    kept = outbox()
    return None if kept is None else MailOutbox(kept)


def _configured(read: Callable[[Mapping[str, str]], Read]) -> Read:
    """Whoever set it up wrongly reads one sentence, and the process does not start."""
    from notifications.adapters.sending_configuration import WronglyConfigured

    try:
        return read(os.environ)
    except WronglyConfigured as wrong:
        sys.exit(f"notifications does not start: {wrong}")


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


def health_port() -> int:
    return int(os.environ.get("CARE_HEALTH_PORT", "0"))


def _now() -> datetime:
    return datetime.now(UTC)
