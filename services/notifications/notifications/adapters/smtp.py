"""E-mail by SMTP: STARTTLS with the server's certificate checked, one connection for each message."""

import logging
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as ON_THE_WIRE
from pathlib import Path
from typing import Literal

from chassis.telling import counter, tell
from notifications.domain.outgoing import Accepted, MailMessage, NotTaken, OutcomeUnknown, TryLater

PATIENCE_SECONDS = 25.0
CONNECT_SECONDS = 5.0
LINE_WITH_A_DOT = re.compile(rb"^\.", re.MULTILINE)

Step = Literal["hello", "starttls", "login", "sender", "receiver", "data"]
Failed = NotTaken | TryLater | OutcomeUnknown


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """The provider's mail server; `sender` is the address that notices come from."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = True
    authority: Path | None = None
    """Whose certificates are believed, when not the machine's own list."""
    message_host: str
    """Makes the Message-IDs the world's own."""


class Smtp:
    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._trust = ssl.create_default_context(cafile=settings.authority)
        self._trust.minimum_version = ssl.TLSVersion.TLSv1_2
        self._calls = counter("notifications", "mail_calls", "Messages handed to the mail server", ("outcome",))

    def send(self, message: MailMessage) -> Accepted:
        """One that is refused at once says so; a greylisting server is asked again later, as it wants to be."""
        try:
            receiver = _on_the_wire(message.to)
            written = as_email(message, sender=self._settings.sender, host=self._settings.message_host)
            with self._connected() as conversation:
                conversation.hand_over(receiver, written.as_bytes(policy=ON_THE_WIRE))
        except (NotTaken, TryLater, OutcomeUnknown) as failed:
            self._calls.labels(failed.what).inc()
            tell("mail_failed", level=logging.WARNING, code=failed.code, notice_id=message.notice_id)
            raise
        self._calls.labels("taken").inc()
        return Accepted(str(written["Message-ID"]).strip("<>"))

    @contextmanager
    def _connected(self) -> Iterator["_Conversation"]:
        settings = self._settings
        try:
            smtp = smtplib.SMTP(settings.host, settings.port, timeout=CONNECT_SECONDS)
        except (OSError, smtplib.SMTPException):
            raise TryLater("server_unreachable") from None
        conversation = _Conversation(smtp, settings, self._trust)
        try:
            conversation.begin()
            yield conversation
        finally:
            conversation.end()


class _Conversation:
    """One message's way through RFC 5321; each step has what is left of the time."""

    def __init__(self, smtp: smtplib.SMTP, settings: SmtpSettings, trust: ssl.SSLContext) -> None:
        self._smtp, self._settings, self._trust = smtp, settings, trust
        self._ends_at = time.monotonic() + PATIENCE_SECONDS

    def begin(self) -> None:
        settings = self._settings
        self._step("hello", self._smtp.ehlo, also=(250,))
        if settings.starttls:
            if not self._smtp.has_extn("starttls"):
                raise TryLater("starttls_missing")  # never in the clear, whoever stands between (RFC 3207, 6)
            self._step("starttls", lambda: self._smtp.starttls(context=self._trust))
            self._step("hello", self._smtp.ehlo)
        if settings.user is not None and settings.password is not None:
            user, password = settings.user, settings.password
            self._step("login", lambda: self._smtp.login(user, password))

    def hand_over(self, receiver: str, content: bytes) -> None:
        self._step("sender", lambda: self._smtp.mail(_on_the_wire(self._settings.sender)))
        self._step("receiver", lambda: self._smtp.rcpt(receiver))
        self._step("data", lambda: self._smtp.docmd("DATA"), also=(354,))
        self._hurry()
        try:
            self._smtp.send(LINE_WITH_A_DOT.sub(b"..", content) + b".\r\n")
            code, _ = self._smtp.getreply()
        except (OSError, smtplib.SMTPException):
            raise OutcomeUnknown("answer_lost") from None
        self._judge("data", code)

    def end(self) -> None:
        try:
            self._smtp.sock and self._smtp.sock.settimeout(1.0)
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            pass
        self._smtp.close()
