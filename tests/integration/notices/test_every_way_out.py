"""The demo's outbox and the real ways out behave alike: what is taken is known again, and read as it was written."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from chassis.sealing import KeyRing
from chassis.store import Database, Place
from notifications.adapters.outbox import MailOutbox, Outbox, SmsOutbox
from notifications.adapters.sms_46elks import Sms46elks, SmsSettings, sms_client
from notifications.adapters.smtp import Smtp, SmtpSettings
from notifications.application.outside import MailSender, SmsSender
from notifications.domain.outgoing import MailMessage, SmsMessage
from tests.fakes import mail_server as mail
from tests.fakes import sms_operator as sms
from tests.fakes.mail_server import MailServer
from tests.fakes.sms_operator import SmsOperator

KARL, TEXT = "+46701234567", "Norrviks vårdcentral: Ditt videobesök är avbokat."
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"

Texts = Callable[[], list[str]]


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    place = Place.of("notifications", {"CARE_STORE": "sqlite", "CARE_DATA_DIR": str(tmp_path)})
    database, keys = Database(place), KeyRing(place, bytes(range(32)))
    yield Outbox(database, keys)
    keys.database.close()
    database.close()


@pytest.fixture
def client(sms_operator: SmsOperator) -> Iterator[httpx.Client]:
    settings = SmsSettings(url=sms_operator.url, user=sms.USER, password=sms.PASSWORD, sender="Norrvik")
    with sms_client(settings) as client:
        yield client


@pytest.fixture(params=["46elks", "outbox"])
def sms_way(
    request: pytest.FixtureRequest, sms_operator: SmsOperator, client: httpx.Client, outbox: Outbox
) -> tuple[SmsSender, Texts]:
    """A way out for SMS, and what it has taken."""
    if request.param == "outbox":
        return SmsOutbox(outbox), lambda: [each["text"] for each in outbox.page(None, 9)[0]]
    sender = Sms46elks(
        client,
        sender="Norrvik",
        is_known=lambda _: False,
        patience=timedelta(),
        clock=lambda: datetime.now(UTC),
    )
    return sender, lambda: sms_operator.texts_to(KARL)


@pytest.fixture(params=["smtp", "outbox"])
def mail_way(request: pytest.FixtureRequest, mail_server: MailServer, outbox: Outbox) -> tuple[MailSender, Texts]:
    """A way out for e-mail, and what it has taken: subject, text and calendar together."""
    if request.param == "outbox":
        return MailOutbox(outbox), lambda: [
            f"{each['subject']} {each['text']} {each['calendar']}" for each in outbox.page(None, 9)[0]
        ]
    settings = SmtpSettings(
        host="localhost",
        port=mail_server.port,
        sender="noreply@norrvik.se",
        user=mail.USER,
        password=mail.PASSWORD,
        authority=mail_server.authority,
        own_host="norrvik.se",
    )

    def taken() -> list[str]:
        return [
            " ".join([str(each["Subject"]), *(part.get_content() for part in each.walk() if not part.is_multipart())])  # type: ignore[attr-defined]
            for each in mail_server.taken
        ]

    return Smtp(settings), taken


def test_an_sms_is_taken_as_it_was_written_and_known_again(sms_way: tuple[SmsSender, Texts]) -> None:
    sender, texts = sms_way
    began = datetime.now(UTC)
    message = SmsMessage(
        notice_id=uuid4(), person_id=uuid4(), to=KARL, sender="", text=TEXT, receipt_url="https://norrvik.test/r"
    )

    before = sender.find(notice_id=message.notice_id, to=KARL, since=began)
    accepted = sender.send(message)
    after = sender.find(notice_id=message.notice_id, to=KARL, since=began)

    assert (before, after, texts()) == (None, accepted, [TEXT])


def test_an_email_is_taken_with_its_calendar(mail_way: tuple[MailSender, Texts]) -> None:
    sender, texts = mail_way
    message = MailMessage(
        notice_id=uuid4(),
        person_id=uuid4(),
        to="karl@example.se",
        subject="Avbokat videobesök",
        text=TEXT,
        calendar=CALENDAR,
        calendar_method="CANCEL",
    )

    accepted = sender.send(message)

    [taken] = texts()
    assert str(message.notice_id) in accepted.operator_id
    assert taken.replace("\r\n", "\n").split() == f"{message.subject} {TEXT} {CALENDAR}".split()
