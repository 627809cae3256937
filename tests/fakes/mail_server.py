"""A real mail server (aiosmtpd) on the loopback, in a thread, with STARTTLS and a login; a test says how it behaves."""

import email
import email.policy
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.fixtures.free_ports import free_port

USER, PASSWORD = "norrvik", "mail s3cret"

Mood = Literal[
    "well",
    "greylist",
    "no_such_address",
    "refuse_message",
    "busy",
    "drop_before_data",
    "drop_after_taking",
    "refuse_sender",
]


class MailServer:
    """Runs until `stop`; `taken` is what it has, in order."""

    def __init__(self, folder: Path, *, offers_starttls: bool = True) -> None:
        authority = trustme.CA()
        self.authority, self.port = folder / "mail-ca.pem", free_port()
        authority.cert_pem.write_to_path(str(self.authority))
        trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("localhost").configure_cert(trust)
        self.begin_anew()
        tls: dict[str, Any] = {"tls_context": trust, "require_starttls": True} if offers_starttls else {}
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            authenticator=_authenticated,
            auth_required=offers_starttls,
            auth_require_tls=True,
            ident="mail.test",
            **tls,
        )
        self._controller.start()

    def begin_anew(self) -> None:
        self.taken: list[EmailMessage] = []
        self.receivers: list[str] = []
        self.mood: Mood = "well"
        self.seen: set[tuple[str, str]] = set()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if self.mood == "refuse_sender":
            return "553 5.7.1 Sender address not yours"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if self.mood == "no_such_address":
            return "550 5.1.1 No such user"
        if self.mood == "drop_before_data":
            _drop(server)
        sought = (envelope.mail_from or "", address)
        if self.mood == "greylist" and sought not in self.seen:
            self.seen.add(sought)
            return "451 4.7.1 Greylisted, please try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.mood == "busy":
            return "452 4.3.1 Insufficient system storage"
        if self.mood == "refuse_message":
            return "554 5.7.1 Message refused"
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        self.receivers += envelope.rcpt_tos
        if self.mood == "drop_after_taking":
            _drop(server)
        return "250 OK"


def _authenticated(server: SMTP, session: Session, envelope: Envelope, mechanism: str, told: Any) -> AuthResult:
    is_right = isinstance(told, LoginPassword) and (told.login, told.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=is_right)


def _drop(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.abort()
