"""E-mail by SMTP (RFC 5321): STARTTLS with the server's certificate checked, one connection for each message."""

import logging
import re
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.policy import SMTP as ON_THE_WIRE
from pathlib import Path
from typing import Literal

from chassis.telling import counter, tell
from notifications.adapters.email_message import as_email, message_id, on_the_wire
from notifications.domain.outgoing import Accepted, MailMessage, NotTaken, OutcomeUnknown, TryLater

CONNECT_SECONDS = 5.0
PATIENCE_SECONDS = 25.0
"""From the first greeting to the last answer; what is left of it is each step's."""
LINE_WITH_A_DOT = re.compile(rb"^\.", re.MULTILINE)

Step = Literal["hello", "starttls", "login", "sender", "receiver", "data"]
REFUSED_FOR_GOOD = {"receiver": "address_refused", "data": "message_refused"}
REFUSED_UNTIL_MENDED = {
    "hello": "server_refused",
    "starttls": "starttls_missing",
    "login": "credentials_refused",
    "sender": "sender_refused",
}
"""Steps at which a refusal is about us, and no fault of the message's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """The provider's mail server, and the address that notices come from."""

    host: str
    port: int
    sender: str
    sender_name: str = ""
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = True
    authority: Path | None = None
    """Whose certificates are believed, when not those of the machine's own list."""
    own_host: str
    """How we greet the server; makes the Message-IDs the world's own."""


class Smtp:
    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._trust = ssl.create_default_context(cafile=settings.authority)
        self._trust.minimum_version = ssl.TLSVersion.TLSv1_2
        self._calls = counter("notifications", "mail_calls", "Messages handed to the mail server", ("outcome",))

    def send(self, message: MailMessage) -> Accepted:
        settings = self._settings
        try:
            written = as_email(
                message,
                sender=settings.sender,
                sender_name=settings.sender_name,
                host=settings.own_host,
                now=datetime.now(UTC),
            )
            with self._connected() as conversation:
                conversation.hand_over(on_the_wire(message.to), written.as_bytes(policy=ON_THE_WIRE))
        except (NotTaken, TryLater, OutcomeUnknown) as failed:
            self._calls.labels(failed.what).inc()
            tell("mail_failed", level=logging.WARNING, code=failed.code, notice_id=message.notice_id)
            raise
        self._calls.labels("taken").inc()
        return Accepted(message_id(message, settings.own_host).strip("<>"))

    @contextmanager
    def _connected(self) -> Iterator["_Conversation"]:
        settings = self._settings
        try:
            smtp = smtplib.SMTP(settings.host, settings.port, settings.own_host, timeout=CONNECT_SECONDS)
        except (OSError, smtplib.SMTPException):
            raise TryLater("server_unreachable") from None
        conversation = _Conversation(smtp, settings, self._trust)
        try:
            conversation.begin()
            yield conversation
        finally:
            conversation.end()


class _Conversation:
    def __init__(self, smtp: smtplib.SMTP, settings: SmtpSettings, trust: ssl.SSLContext) -> None:
        self._smtp, self._settings, self._trust = smtp, settings, trust
        self._ends_at = time.monotonic() + PATIENCE_SECONDS

    def begin(self) -> None:
        settings = self._settings
        self._step("hello", self._smtp.ehlo)
        if settings.starttls:
            # Never in the clear instead, whoever stands between and takes the offer away (RFC 3207, 6).
            if not self._smtp.has_extn("starttls"):
                raise TryLater("starttls_missing")
            self._step("starttls", lambda: self._smtp.starttls(context=self._trust))
            self._step("hello", self._smtp.ehlo)
        if settings.user is not None and settings.password is not None:
            user, password = settings.user, settings.password
            self._step("login", lambda: self._smtp.login(user, password))

    def hand_over(self, receiver: str, content: bytes) -> None:
        self._step("sender", lambda: self._smtp.mail(on_the_wire(self._settings.sender)))
        self._step("receiver", lambda: self._smtp.rcpt(receiver))
        self._step("data", lambda: self._smtp.docmd("DATA"))
        self._hurry()
        try:
            self._smtp.send(LINE_WITH_A_DOT.sub(b"..", content) + b".\r\n")
            code, _ = self._smtp.getreply()
        except (OSError, smtplib.SMTPException):
            raise OutcomeUnknown("answer_lost") from None  # the server may have it; only its answer is missing
        _judge("data", code)

    def end(self) -> None:
        try:
            self._hurry()
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            pass
        finally:
            self._smtp.close()

    def _step(self, step: Step, act: Callable[[], tuple[int, bytes]]) -> None:
        self._hurry()
        try:
            code, _ = act()
        except smtplib.SMTPResponseException as refused:
            code = refused.smtp_code
        except ssl.SSLError:
            raise TryLater("certificate_wrong" if step == "starttls" else "connection_lost") from None
        except smtplib.SMTPNotSupportedError:
            raise TryLater("login_missing") from None
        except (OSError, smtplib.SMTPException):
            raise TryLater("connection_lost") from None
        _judge(step, code)

    def _hurry(self) -> None:
        """What is left of the time is all that the next step has."""
        if self._smtp.sock is not None:
            self._smtp.sock.settimeout(max(0.1, self._ends_at - time.monotonic()))


def _judge(step: Step, code: int) -> None:
    """What an answer means (RFC 5321, 4.2.1): 4xx is for now, 5xx for good, unless the fault is ours to mend."""
    if 200 <= code < 400:
        return
    if 400 <= code < 500:
        raise TryLater("server_asks_to_wait")
    if step in REFUSED_UNTIL_MENDED:
        raise TryLater(REFUSED_UNTIL_MENDED[step])
    raise NotTaken(REFUSED_FOR_GOOD[step])
