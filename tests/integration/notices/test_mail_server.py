"""E-mail to a real mail server with STARTTLS and a login, and to one that does everything wrong."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
import trustme

from notifications.adapters import smtp as smtp_adapter
from notifications.adapters.smtp import Smtp, SmtpSettings
from notifications.domain.outgoing import Failure, MailMessage, NotTaken, OutcomeUnknown, TryLater
from tests.fakes.mail_server import PASSWORD, USER, MailServer

KARL = "karl@example.se"
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nSUMMARY:Videobesök\r\nEND:VCALENDAR\r\n"
TEXT = "Hej!\n\nDu har ett nytt videobesök.\n.\n..och en rad med punkter\n"


def settings(server: MailServer) -> SmtpSettings:
    return SmtpSettings(
        host="localhost",
        port=server.port,
        sender="noreply@norrvik.se",
        sender_name="Norrviks vårdcentral",
        user=USER,
        password=PASSWORD,
        authority=server.authority,
        own_host="norrvik.careplatform.se",
    )


def message(to: str = KARL, calendar: str | None = None, method: str | None = None) -> MailMessage:
    return MailMessage(
        notice_id=uuid4(),
        person_id=uuid4(),
        to=to,
        subject="Nytt videobesök hos Norrviks vårdcentral",
        text=TEXT,
        calendar=calendar,
        calendar_method=method,
    )


def parts(email: EmailMessage) -> dict[str, EmailMessage]:
    return {part.get_content_type(): part for part in email.walk()}  # type: ignore[misc]


def test_an_email_arrives_as_it_was_written(mail_server: MailServer) -> None:  # NOT-3
    sent = message()

    accepted = Smtp(settings(mail_server)).send(sent)

    [email] = mail_server.taken
    assert mail_server.receivers == [KARL]
    assert (email["From"], email["To"]) == ("Norrviks vårdcentral <noreply@norrvik.se>", KARL)
    assert (email["Subject"], email.get_content().replace("\r\n", "\n")) == (sent.subject, TEXT)
    assert email["Auto-Submitted"] == "auto-generated"
    assert email["Message-ID"] == f"<{accepted.operator_id}>" == f"<{sent.notice_id}@norrvik.careplatform.se>"


def test_a_notice_that_is_sent_twice_has_one_message_id(mail_server: MailServer) -> None:
    sent = message()

    for _ in range(2):
        Smtp(settings(mail_server)).send(sent)

    first, second = mail_server.taken
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(("method", "kind"), [("REQUEST", "multipart/alternative"), ("PUBLISH", "multipart/mixed")])
def test_an_invitation_comes_in_the_form_that_calendars_take_in(
    mail_server: MailServer, method: str, kind: str
) -> None:  # NOT-2
    Smtp(settings(mail_server)).send(message(calendar=CALENDAR, method=method))

    [email] = mail_server.taken
    invitation = parts(email)["text/calendar"]
    assert email.get_content_type() == kind
    assert (invitation.get_param("method"), invitation.get_content_charset()) == (method, "utf-8")
    assert invitation.get_content().replace("\r\n", "\n") == CALENDAR.replace("\r\n", "\n")
    assert parts(email)["text/plain"].get_content().replace("\r\n", "\n") == TEXT


def test_a_host_with_swedish_letters_is_written_as_the_net_knows_it(mail_server: MailServer) -> None:
    Smtp(settings(mail_server)).send(message(to="karl@räksmörgås.se"))

    assert mail_server.receivers == ["karl@xn--rksmrgs-5wao1o.se"]


@pytest.mark.parametrize(
    "address", ["kärl@example.se", "karl", "karl@", "@example.se", "a@b@c\r\nRCPT TO:<x@y.se>", ""]
)
def test_an_address_that_no_server_takes_is_refused_before_anything_is_sent(
    mail_server: MailServer, address: str
) -> None:
    with pytest.raises(NotTaken) as refused:
        Smtp(settings(mail_server)).send(message(to=address))

    assert (refused.value.code, mail_server.taken) == ("address_cannot_be_used", [])


@pytest.mark.parametrize(
    ("mood", "failure", "code", "was_taken"),
    [
        ("no_such_address", NotTaken, "address_refused", False),
        ("refuse_message", NotTaken, "message_refused", False),
        ("refuse_sender", TryLater, "sender_refused", False),
        ("greylist", TryLater, "server_asks_to_wait", False),
        ("busy", TryLater, "server_asks_to_wait", False),
        ("drop_before_data", TryLater, "connection_lost", False),
        ("drop_after_taking", OutcomeUnknown, "answer_lost", True),
    ],
)
def test_each_refusal_says_whether_it_is_worth_trying_again(
    mail_server: MailServer, mood: str, failure: type[Failure], code: str, was_taken: bool
) -> None:
    mail_server.mood = mood  # type: ignore[assignment]

    with pytest.raises(failure) as failed:
        Smtp(settings(mail_server)).send(message())

    assert (failed.value.code, len(mail_server.taken)) == (code, int(was_taken))


def test_a_greylisting_server_takes_it_the_second_time(mail_server: MailServer) -> None:
    mail_server.mood, sent = "greylist", message()
    with pytest.raises(TryLater):
        Smtp(settings(mail_server)).send(sent)

    Smtp(settings(mail_server)).send(sent)

    assert len(mail_server.taken) == 1


def test_a_wrong_password_sends_nothing(mail_server: MailServer) -> None:
    with pytest.raises(TryLater) as refused:
        Smtp(replace(settings(mail_server), password="wrong")).send(message())

    assert (refused.value.code, mail_server.taken) == ("credentials_refused", [])


def test_a_server_with_another_s_certificate_gets_neither_password_nor_message(
    mail_server: MailServer, tmp_path: Path
) -> None:
    stranger = tmp_path / "stranger.pem"
    trustme.CA().cert_pem.write_to_path(str(stranger))

    for wrong in (replace(settings(mail_server), authority=stranger), replace(settings(mail_server), host="127.0.0.1")):
        with pytest.raises(TryLater) as refused:
            Smtp(wrong).send(message())
        assert refused.value.code == "certificate_wrong"

    assert mail_server.taken == []


def test_a_server_that_offers_no_starttls_is_not_spoken_to_in_the_clear(tmp_path: Path) -> None:
    server = MailServer(tmp_path, offers_starttls=False)
    try:
        with pytest.raises(TryLater) as refused:
            Smtp(settings(server)).send(message())
        in_the_clear = replace(settings(server), starttls=False, user=None, password=None)
        Smtp(in_the_clear).send(message())  # as operations may choose on one machine
    finally:
        server.stop()

    assert (refused.value.code, len(server.taken)) == ("starttls_missing", 1)


def test_a_server_that_is_away_or_says_nothing_has_certainly_not_taken_it(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_adapter, "CONNECT_SECONDS", 0.2)
    with silent_server() as port:
        for wrong in (9, port):
            with pytest.raises(TryLater) as refused:
                Smtp(replace(settings(mail_server), port=wrong)).send(message())
            assert refused.value.code == "server_unreachable"


def test_a_server_that_greets_and_falls_silent_does_not_hold_up_the_others(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_adapter, "PATIENCE_SECONDS", 0.2)
    with silent_server(b"220 mail.test ESMTP\r\n") as port, pytest.raises(TryLater) as refused:
        Smtp(replace(settings(mail_server), port=port)).send(message())

    assert refused.value.code == "connection_lost"


@contextmanager
def silent_server(greeting: bytes = b"") -> Iterator[int]:
    """Takes connections, and says at most its greeting."""
    kept = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connection.sendall(greeting)
            kept.append(connection)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
    for connection in kept:
        connection.close()
