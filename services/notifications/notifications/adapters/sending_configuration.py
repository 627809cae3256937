"""How operations has set up SMS and e-mail, read from the environment with a sentence for each thing that is wrong."""

from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from notifications.adapters.email_message import on_the_wire
from notifications.adapters.phone_numbers import is_sender
from notifications.adapters.sms_46elks import IN_PRODUCTION, SmsSettings
from notifications.adapters.smtp import SmtpSettings
from notifications.domain.outgoing import NotTaken

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SUBMISSION_PORT = 587

Environment = Mapping[str, str]


class WronglyConfigured(Exception):
    """A sentence for whoever runs the platform; it names variables, never what they hold."""


def sms_settings(environment: Environment) -> SmsSettings | None:
    """None where no SMS operator is set up."""
    if not _is_begun(environment, "CARE_SMS_URL", "CARE_SMS_USER"):
        return None
    url = environment.get("CARE_SMS_URL") or IN_PRODUCTION
    if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in LOOPBACK:
        raise WronglyConfigured("CARE_SMS_URL must begin with https://.")
    own = urlsplit(_text(environment, "CARE_PUBLIC_URL"))
    if own.scheme != "https" and own.hostname not in LOOPBACK:
        raise WronglyConfigured(
            "CARE_PUBLIC_URL must begin with https://, since the SMS operator brings receipts there."
        )
    sender = _text(environment, "CARE_SMS_SENDER")
    if not is_sender(sender):
        raise WronglyConfigured(
            "CARE_SMS_SENDER must be 3 to 11 letters and figures that begin with a letter, or a number in E.164."
        )
    user = _text(environment, "CARE_SMS_USER")
    return SmsSettings(url=url, user=user, password=_secret(environment, "sms_password"), sender=sender)


def smtp_settings(environment: Environment) -> SmtpSettings | None:
    """None where no mail server is set up."""
    if not _is_begun(environment, "CARE_SMTP_HOST"):
        return None
    host, user = environment["CARE_SMTP_HOST"], environment.get("CARE_SMTP_USER") or None
    starttls = environment.get("CARE_SMTP_STARTTLS", "1") != "0"
    if not starttls and (host not in LOOPBACK or user is not None):
        raise WronglyConfigured("CARE_SMTP_STARTTLS may only be 0 for a server on this machine that asks for no login.")
    name, sender = mail_sender(environment)
    return SmtpSettings(
        host=host,
        port=_port(environment.get("CARE_SMTP_PORT") or str(SUBMISSION_PORT)),
        sender=sender,
        sender_name=name,
        user=user,
        password=_secret(environment, "smtp_password") if user is not None else None,
        starttls=starttls,
        authority=_authority(environment),
        own_host=own_host(environment),
    )


def mail_sender(environment: Environment) -> tuple[str, str]:
    """The name and address that e-mails come from, and that invites; one that is never read where none is set up."""
    written = environment.get("CARE_SMTP_FROM")
    if not written and not environment.get("CARE_SMTP_HOST"):
        return "", f"no-reply@{own_host(environment)}"
    name, address = parseaddr(_text(environment, "CARE_SMTP_FROM"))
    try:
        return name, on_the_wire(address)
    except NotTaken:
        raise WronglyConfigured("CARE_SMTP_FROM must be an e-mail address, alone or as Name <address>.") from None


def own_host(environment: Environment) -> str:
    """Makes the ids of messages and calendar events the world's own."""
    return urlsplit(environment.get("CARE_PUBLIC_URL", "")).hostname or "localhost"


def _is_begun(environment: Environment, *names: str) -> bool:
    return any(environment.get(name) for name in names)


def _text(environment: Environment, name: str) -> str:
    value = environment.get(name)
    if not value:
        raise WronglyConfigured(f"{name} is missing.")
    return value


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise WronglyConfigured("CARE_SMTP_PORT must be a port.")
    return int(text)


def _secret(environment: Environment, name: str) -> str:
    try:
        secret = (Path(_text(environment, "CARE_SECRETS_DIR")) / name).read_text().strip()
    except OSError:
        raise WronglyConfigured(f"The file {name} in CARE_SECRETS_DIR cannot be read.") from None
    if not secret:
        raise WronglyConfigured(f"The file {name} in CARE_SECRETS_DIR is empty.")
    return secret


def _authority(environment: Environment) -> Path | None:
    written = environment.get("CARE_SMTP_CA")
    if not written:
        return None
    file = Path(written)
    try:
        file.open("rb").close()
    except OSError:
        raise WronglyConfigured("The file that CARE_SMTP_CA names cannot be read.") from None
    return file
