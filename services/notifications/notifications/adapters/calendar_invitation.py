"""Calendar invitations (RFC 5545, RFC 5546): one visit's time for one receiver, and nobody else in it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, vCalAddress, vText, vUri

from notifications.adapters.spoken_times import STOCKHOLM, comes_twice
from notifications.adapters.texts import one_line
from notifications.domain.outgoing import Letter, Occasion

PRODUCT = "-//CarePlatform//Video visits//SV"
SUMMARY = {"sv": "Videobesök", "en": "Video visit"}
DESCRIPTION = {"sv": "Logga in på {url}", "en": "Sign in at {url}"}
STOCKHOLM_SINCE_1996 = """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
"""Written out, because the library's own begins summer time an hour late (RFC 5545, 3.6.5: by the clock before it)."""


class CalendarInvitations:
    """`host` makes the visits' ids the world's own; `organizer` is the address that the e-mails come from."""

    def __init__(self, *, host: str, organizer: str) -> None:
        self._host, self._organizer = host, organizer

    def request(self, letter: Letter, occasions: Sequence[Occasion], *, to: str, now: datetime) -> tuple[str, str]:
        """REQUEST, which a calendar takes in by itself; a series is several visits, and one REQUEST holds one."""
        return self._written(letter, occasions, "REQUEST" if len(occasions) == 1 else "PUBLISH", to=to, now=now)

    def cancel(self, letter: Letter, occasions: Sequence[Occasion], *, to: str, now: datetime) -> tuple[str, str]:
        """CANCEL, or for several visits PUBLISH of what is cancelled: one CANCEL, too, holds one."""
        method = "CANCEL" if len(occasions) == 1 else "PUBLISH"
        return self._written(letter, occasions, method, to=to, now=now, is_cancelled=True)

    def _written(
        self,
        letter: Letter,
        occasions: Sequence[Occasion],
        method: str,
        *,
        to: str,
        now: datetime,
        is_cancelled: bool = False,
    ) -> tuple[str, str]:
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", method)
        calendar.add_component(Timezone.from_ical(STOCKHOLM_SINCE_1996))
        for occasion in occasions:
            event = self._event(letter, occasion, now)
            event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
            if method != "PUBLISH":  # RFC 5546, 3.2.1: what is published invites nobody
                event.add("attendee", _attendee(to))
            calendar.add_component(event)
        return calendar.to_ical().decode(), method

    def _event(self, letter: Letter, occasion: Occasion, now: datetime) -> Event:
        language = letter.language if letter.language in SUMMARY else "sv"
        event = Event()
        event.add("uid", f"{occasion.visit_id}@{self._host}")
        event.add("sequence", occasion.sequence)
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", _start(occasion.starts_at))
        # A duration is exact, whatever the clocks do that night; an end on the clock is not.
        event.add("duration", timedelta(minutes=occasion.length_minutes))
        event.add("summary", SUMMARY[language])
        event.add("description", DESCRIPTION[language].format(url=letter.page_url))
        event.add("url", vUri(letter.page_url))
        event.add("class", "PRIVATE")
        organizer = vCalAddress(f"mailto:{self._organizer}")
        organizer.params["CN"] = vText(one_line(letter.provider_name).replace('"', "'"))
        event.add("organizer", organizer)
        return event


def _attendee(address: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{address}")
    for name, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "FALSE")):
        attendee.params[name] = vText(value)
    return attendee


def _start(starts_at: datetime) -> datetime:
    """On Stockholm's clock; in UTC when that clock shows it for the second time, which no local time can say."""
    local = starts_at.astimezone(STOCKHOLM)
    return starts_at.astimezone(UTC) if comes_twice(starts_at) and local.fold else local
