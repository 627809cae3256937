"""Invitations as a calendar reads them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from notifications.adapters.calendar_invitation import CalendarInvitations
from notifications.domain.outgoing import Occasion
from tests.unit.notifications.letters import MONDAY, letter

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
VISIT, OTHER_VISIT = UUID(int=7), UUID(int=8)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
KARL = "karl@example.se"


def occasion(starts_at: datetime = MONDAY, visit_id: UUID = VISIT, sequence: int = 0, minutes: int = 30) -> Occasion:
    return Occasion(visit_id=visit_id, sequence=sequence, starts_at=starts_at, length_minutes=minutes)


def invitations() -> CalendarInvitations:
    return CalendarInvitations(host="norrvik.careplatform.se", organizer="noreply@norrvik.se")


def invited(*occasions: Occasion, **about: Any) -> tuple[Calendar, str]:
    text, method = invitations().request(letter(**about), occasions or (occasion(),), to=KARL, now=NOW)
    return Calendar.from_ical(text), method


def test_an_invitation_says_when_and_where_and_nothing_of_what_it_is_about() -> None:  # NOT-2, BOK-7
    calendar, method = invited(occasion(sequence=2))

    [event] = calendar.events
    assert (calendar["METHOD"], method) == ("REQUEST", "REQUEST")
    assert event["UID"] == f"{VISIT}@norrvik.careplatform.se"
    assert (event["SEQUENCE"], event["STATUS"], event["SUMMARY"]) == (2, "CONFIRMED", "Videobesök")
    assert event["DTSTART"].dt == MONDAY
    assert event["DTSTART"].params["TZID"] == "Europe/Stockholm"
    assert event["DURATION"].dt == timedelta(minutes=30)
    assert (event["URL"], event["CLASS"]) == ("https://norrvik.careplatform.se", "PRIVATE")
    assert (event["ORGANIZER"], event["ORGANIZER"].params["CN"]) == (
        "mailto:noreply@norrvik.se",
        "Norrviks vårdcentral",
    )


def test_nobody_is_in_an_invitation_but_its_receiver() -> None:  # X-1, GRP-1
    calendar, _ = invited()

    [event] = calendar.events
    assert event["ATTENDEE"] == f"mailto:{KARL}"


def test_a_change_and_a_cancelling_are_about_the_same_event() -> None:  # NOT-1
    [first] = invited(occasion(sequence=0))[0].events
    [moved] = invited(occasion(MONDAY + timedelta(days=1), sequence=1))[0].events
    text, method = invitations().cancel(letter("cancelled"), (occasion(sequence=2),), to=KARL, now=NOW)
    [cancelled] = Calendar.from_ical(text).events

    assert first["UID"] == moved["UID"] == cancelled["UID"]
    assert [each["SEQUENCE"] for each in (first, moved, cancelled)] == [0, 1, 2]
    assert (method, Calendar.from_ical(text)["METHOD"], cancelled["STATUS"]) == ("CANCEL", "CANCEL", "CANCELLED")
    assert cancelled["ATTENDEE"] == f"mailto:{KARL}"


def test_a_series_is_published_as_the_visits_it_is() -> None:  # BOK-7
    series = (occasion(), occasion(MONDAY + timedelta(days=7), OTHER_VISIT))

    calendar, method = invited(*series)
    text, cancelled = invitations().cancel(letter("cancelled", visit_count=2), series, to=KARL, now=NOW)

    assert (method, cancelled) == ("PUBLISH", "PUBLISH")
    assert [event["UID"].partition("@")[0] for event in calendar.events] == [str(VISIT), str(OTHER_VISIT)]
    assert [event.get("ATTENDEE") for event in calendar.events] == [None, None]
    assert [event["STATUS"] for event in Calendar.from_ical(text).events] == ["CANCELLED", "CANCELLED"]


def test_an_english_reader_s_calendar_is_in_english() -> None:
    [event] = invited(language="en")[0].events

    assert (event["SUMMARY"], event["DESCRIPTION"]) == ("Video visit", "Sign in at https://norrvik.careplatform.se")


@pytest.mark.parametrize("year", range(2026, 2037))
def test_the_time_zone_changes_its_clocks_in_the_right_second(year: int) -> None:
    [zone] = invited()[0].walk("VTIMEZONE")

    for part in zone.subcomponents:
        begins = part["DTSTART"].dt
        rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=begins)
        [change] = rule.between(datetime(year, 1, 1), datetime(year, 12, 31))  # noqa: DTZ001
        moment = (change - part["TZOFFSETFROM"].td).replace(tzinfo=UTC)
        before, after = (moment - timedelta(seconds=1)).astimezone(STOCKHOLM), moment.astimezone(STOCKHOLM)
        assert (before.utcoffset(), after.utcoffset()) == (part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td)
        assert after.tzname() == part["TZNAME"]


NIGHTS = (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31))


@given(night=st.sampled_from(NIGHTS), minutes_after=st.integers(-180, 360), length=st.integers(5, 480))
def test_on_both_nights_a_calendar_reads_the_moment_that_was_written(
    night: date, minutes_after: int, length: int
) -> None:
    starts_at = datetime(night.year, night.month, night.day, tzinfo=UTC) + timedelta(minutes=minutes_after)

    [event] = invited(occasion(starts_at, minutes=length))[0].events

    written = event["DTSTART"]
    read = written.dt.replace(tzinfo=STOCKHOLM, fold=0) if written.params.get("TZID") else written.dt
    assert read.astimezone(UTC) == starts_at
    assert event["DURATION"].dt == timedelta(minutes=length)


@given(name=st.text(max_size=100), language=st.sampled_from(["sv", "en", "fi"]))
def test_whatever_a_provider_is_called_its_invitations_can_be_read(name: str, language: str) -> None:
    calendar, _ = invited(provider_name=name, language=language)

    [event] = calendar.events
    assert event["UID"] == f"{VISIT}@norrvik.careplatform.se"
    assert calendar.errors == event.errors == []
