"""An e-mail as it goes out (RFC 5322), with its invitation in the form that calendars take in (RFC 6047)."""

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from notifications.domain.outgoing import MailMessage, NotTaken

FILE_NAME = "videobesok.ics"


def as_email(message: MailMessage, *, sender: str, sender_name: str, host: str, now: datetime) -> EmailMessage:
    """The same notice has the same Message-ID each time: a mailbox that got it twice shows it once."""
    written = EmailMessage()
    written["From"] = Address(display_name=sender_name, addr_spec=sender)
    written["To"] = Address(addr_spec=on_the_wire(message.to))
    written["Subject"] = message.subject
    written["Date"] = format_datetime(now)
    written["Message-ID"] = message_id(message, host)
    written["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence is answered to us
    written["X-Auto-Response-Suppress"] = "All"
    written.set_content(message.text, cte="quoted-printable")
    if message.calendar is None or message.calendar_method is None:
        return written
    method = {"method": message.calendar_method}
    if message.calendar_method == "PUBLISH":
        written.add_attachment(message.calendar, subtype="calendar", params=method, filename=FILE_NAME, cte="base64")
    else:
        written.add_alternative(message.calendar, subtype="calendar", params=method, cte="base64")
    return written


def message_id(message: MailMessage, host: str) -> str:
    return f"<{message.notice_id}@{host}>"


def on_the_wire(address: str) -> str:
    """The address in ASCII: its host by IDNA. One with other letters before the @ is for servers with SMTPUTF8 only."""
    name, _, host = address.rpartition("@")
    try:
        name.encode("ascii")
        wired = f"{name}@{host.encode('idna').decode('ascii')}"
        Address(addr_spec=wired)
    except (UnicodeError, ValueError, IndexError, MessageError):
        raise NotTaken("address_cannot_be_used") from None
    return wired
