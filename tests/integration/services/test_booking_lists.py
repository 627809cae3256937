"""Lists of visits on both stores: tabs, pages, stretches of time, two people, overlaps."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from booking.domain.participant import Participant
from booking.domain.refusals import CursorUnknown
from booking.domain.stockholm import STOCKHOLM
from contracts.booking.calls import ListBookings, ListOverlaps
from tests.integration.services.booking_parts import HOUR, MINUTE, Parts, all_pages
from tests.unit.booking.visits import ADMINISTRATOR, COLLEAGUE, NOW, OTHER_PATIENT, PATIENT, STAFF, asked

SUNDAY_AT_NINE = datetime(2026, 10, 18, 9, tzinfo=STOCKHOLM).astimezone(UTC)


@pytest.fixture
def parts(store: dict[str, str]) -> Iterator[Parts]:
    parts = Parts(store)
    yield parts
    parts.close()


def test_the_three_tabs_hold_every_visit_once(parts: Parts) -> None:  # BOK-5, BOK-8, LIF-4, Q2, Q3
    soon, later = parts.book(NOW + HOUR), parts.book(NOW + 2 * HOUR)
    begun = parts.book(NOW, length_minutes=60)
    passed, missed = parts.book(NOW, length_minutes=20), parts.book(NOW + MINUTE, length_minutes=10)
    first, second = parts.start(parts.book(NOW)), parts.start(parts.book(NOW + 5 * HOUR))
    ended = parts.end(parts.start(parts.book(NOW + 2 * MINUTE)))
    cancelled = parts.cancel(parts.book(NOW + 90 * HOUR))
    now = NOW + 30 * MINUTE
    parts.booking.mark_missed(visit_id=missed, marked_by=STAFF.id, now=now)
    parts.follow()

    for person in (STAFF, PATIENT, None):
        for limit in (50, 1):
            assert parts.tab("future", person, now, limit) == [begun, soon, later]
            assert parts.tab("ongoing", person, now, limit) == [first, second]
            assert parts.tab("earlier", person, now, limit) == [cancelled, ended, missed, passed]
    assert parts.tab("future", COLLEAGUE, now) == parts.tab("earlier", OTHER_PATIENT, now) == []
    at_the_end = NOW + 60 * MINUTE
    assert parts.tab("future", STAFF, at_the_end) == [soon, later]
    assert parts.tab("earlier", STAFF, at_the_end)[3:] == sorted([begun, passed], reverse=True)
    page = parts.lists.tab("earlier", None, now=now, after=None, limit=2)
    assert ListBookings.reply(page._asdict() | {"position": 1})["next"] == page.next


def test_pages_go_on_where_they_were_whatever_comes_and_goes(parts: Parts) -> None:  # BOK-8
    same_time = [parts.book(NOW + HOUR) for _ in range(5)]
    parts.follow()
    first = parts.lists.tab("future", STAFF.id, now=NOW, after=None, limit=2)
    shown = [visit["id"] for visit in first.visits]

    parts.cancel(shown[1])
    new = parts.book(NOW + 2 * HOUR)
    parts.follow()
    rest = all_pages(lambda after: parts.lists.tab("future", STAFF.id, now=NOW, after=after or first.next, limit=2))

    assert shown == sorted(same_time)[:2]
    assert rest == [*sorted(same_time)[2:], new]
    for unknown in ("", "_", f"x_{uuid4()}", "1_x", f"{10**30}_{uuid4()}"):
        with pytest.raises(CursorUnknown):
            parts.lists.tab("future", STAFF.id, now=NOW, after=unknown, limit=2)


def test_a_stretch_of_time_holds_every_visit_that_touches_it(parts: Parts) -> None:  # BOK-8
    before = parts.book(NOW, length_minutes=60)
    into, inside = parts.book(NOW + 30 * MINUTE, length_minutes=480), parts.cancel(parts.book(NOW + 2 * HOUR))
    behind = parts.book(NOW + 3 * HOUR)
    parts.follow()

    def between(since: datetime | None, until: datetime | None, limit: int = 50) -> list[UUID]:
        return all_pages(lambda after: parts.lists.between(STAFF.id, since, until, after=after, limit=limit))

    for limit in (50, 1):
        assert between(NOW + HOUR, NOW + 3 * HOUR, limit) == [into, inside]
    assert between(NOW + HOUR - MINUTE, NOW + HOUR) == [before, into]
    assert between(NOW + 3 * HOUR, None) == [into, behind]
    assert between(None, NOW + 30 * MINUTE) == [before]
    for far in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        assert len(between(far, None)) + len(between(None, far)) == 4


def test_the_history_of_two_holds_what_they_had_together_the_latest_first(parts: Parts) -> None:  # CON-1, BOK-8
    both = [STAFF.id, COLLEAGUE.id]
    ended = parts.end(parts.start(parts.book(NOW, staff_ids=both)))
    cancelled = parts.cancel(parts.book(NOW + HOUR, patient_ids=[PATIENT.id, OTHER_PATIENT.id]))
    ahead = parts.book(NOW + 2 * HOUR)
    others = parts.book(NOW + 3 * HOUR, patient_ids=[OTHER_PATIENT.id])
    parts.follow()

    def history(one: Participant, other: Participant, limit: int = 50) -> list[UUID]:
        return all_pages(lambda after: parts.lists.between_two(one.id, other.id, after=after, limit=limit))

    for limit in (50, 1):
        assert history(STAFF, PATIENT, limit) == history(PATIENT, STAFF, limit) == [ahead, cancelled, ended]
    assert history(STAFF, COLLEAGUE) == [ended]
    assert history(STAFF, OTHER_PATIENT) == [others, cancelled]
    assert history(PATIENT, OTHER_PATIENT) == history(COLLEAGUE, OTHER_PATIENT) == []


def test_whoever_was_replaced_finds_the_visit_nowhere_and_the_new_one_everywhere(parts: Parts) -> None:  # BOK-6
    visit_id, moved = parts.book(), NOW + 4 * HOUR
    parts.follow()
    parts.change(visit_id, ADMINISTRATOR.id, staff_ids=[COLLEAGUE.id], starts_at=moved)
    parts.follow()

    assert parts.tab("future", STAFF) == []
    assert parts.tab("future", COLLEAGUE) == parts.tab("future", None) == [visit_id]
    [listed] = parts.lists.latest(PATIENT.id)
    assert (listed["starts_at"], listed["staff_ids"], listed["details_version"]) == (moved, [COLLEAGUE.id], 2)
    assert (parts.my_bookings.count_open(STAFF.id), parts.my_bookings.count_open(COLLEAGUE.id)) == (0, 1)


def test_overlaps_are_times_that_are_taken_ahead_or_now_and_nobody_is_stopped(parts: Parts) -> None:  # BOK-9
    at = NOW + HOUR
    taken, going_on = parts.book(at), parts.start(parts.book(at + 30 * MINUTE, patient_ids=[OTHER_PATIENT.id]))
    parts.cancel(parts.book(at))
    parts.end(parts.start(parts.book(at)))
    parts.follow()

    def overlaps(starts_at: datetime, minutes: int, person: Participant = STAFF, **changed: Any) -> list[UUID]:
        wanted: dict[str, Any] = {"repeat": None, "except_visit_id": None} | changed
        wanted |= {"starts_at": starts_at, "length_minutes": minutes}
        found = parts.overlaps.of(person_ids=[person.id], **wanted)
        assert ListOverlaps.reply({"overlaps": found})
        return [each["visit_id"] for each in found]

    assert overlaps(at, 31) == overlaps(at - HOUR, 200) == [taken, going_on]
    assert overlaps(at, 31, except_visit_id=taken) == [going_on]
    assert overlaps(at, 30) == overlaps(at - MINUTE, 2) == overlaps(at, 31, PATIENT) == [taken]
    assert overlaps(at + HOUR, 30) == overlaps(at - HOUR, 60) == overlaps(at, 31, COLLEAGUE) == []
    parts.book(at)


def test_overlaps_of_a_series_are_found_at_the_time_of_day_over_a_night_of_changing_clocks(parts: Parts) -> None:
    series = parts.booking.book_visit(**asked(starts_at=SUNDAY_AT_NINE, repeat={"every_weeks": 1, "times": 4}))
    parts.follow()

    def overlaps(starts_at: datetime, every_weeks: int, times: int) -> list[UUID]:
        found = parts.overlaps.of(
            person_ids=[STAFF.id],
            starts_at=starts_at,
            length_minutes=30,
            repeat={"every_weeks": every_weeks, "times": times},
            except_visit_id=None,
        )
        return [each["visit_id"] for each in found]

    assert overlaps(SUNDAY_AT_NINE, 1, 200) == series.visit_ids  # BOK-9
    assert overlaps(SUNDAY_AT_NINE, 2, 2) == series.visit_ids[::2]
    assert overlaps(SUNDAY_AT_NINE + 30 * MINUTE, 1, 4) == []
