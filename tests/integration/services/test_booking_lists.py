"""Lists of visits on both stores: tabs, pages, stretches of time, two people, overlaps, and all of it made anew."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from booking.application import Booking, Offspring
from booking.domain.participant import Participant
from booking.domain.refusals import CursorUnknown
from booking.domain.stockholm import STOCKHOLM
from booking.projections.contacts import Contacts
from booking.projections.lists import BookingLists, Page
from booking.projections.my_bookings import MyBookings
from booking.projections.overlaps import Overlaps
from booking.projections.visit_rows import described
from chassis.domain import ChangedMeanwhile
from chassis.following.projecting import ProjectionLoop
from chassis.following.rebuilding import rebuild
from chassis.sealing import KeyRing, sealed_by
from chassis.store import Database, Place, open_application
from contracts.booking.calls import ListBookings, ListOverlaps
from tests.stored_events.golden import goldens, mapper
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    EVERYONE,
    MANY_PATIENTS,
    NOW,
    OTHER_PATIENT,
    PATIENT,
    STAFF,
    KnownPeople,
    asked,
)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SUNDAY_AT_NINE = datetime(2026, 10, 18, 9, tzinfo=STOCKHOLM).astimezone(UTC)


class Parts:
    """Booking with its lists, and its follower's loop run by hand."""

    def __init__(self, store: dict[str, str]) -> None:
        place = Place.of("booking", store)
        self.database, self.keys = Database(place), KeyRing(place, bytes(range(32)))
        people = KnownPeople(*EVERYONE, *MANY_PATIENTS)
        self.booking = open_application(Booking, place, sealed_by(self.keys), people=people, keys=self.keys)
        self.my_bookings = MyBookings(self.database, self.keys)
        self.lists, self.overlaps = BookingLists(self.my_bookings), Overlaps(self.my_bookings)
        self.contacts = Contacts(self.my_bookings)
        self.offspring = Offspring(self.booking, self.my_bookings)
        self.loop = ProjectionLoop(self.booking, self.my_bookings)

    def book(self, starts_at: datetime = NOW + HOUR, **changed: Any) -> UUID:
        visit_ids = self.booking.book_visit(**asked(starts_at=starts_at, **changed)).visit_ids
        return visit_ids[0]

    def start(self, visit_id: UUID, at: datetime = NOW) -> UUID:
        self.booking.start_visit(visit_id=visit_id, started_by=STAFF.id, now=at)
        return visit_id

    def end(self, visit_id: UUID, at: datetime = NOW) -> UUID:
        self.booking.end_visit(visit_id=visit_id, ended_by=STAFF.id, now=at)
        return visit_id

    def cancel(self, visit_id: UUID) -> UUID:
        self.booking.cancel_visit(visit_id=visit_id, cancelled_by=STAFF.id, reason="Sjuk", now=NOW)
        return visit_id

    def change(self, visit_id: UUID, by: UUID = STAFF.id, read: int = 1, **changed: Any) -> None:
        visit = self.booking.existing(visit_id)
        names = ("name", "starts_at", "length_minutes", "staff_ids", "patient_ids")
        details = {name: getattr(visit, name) for name in names} | changed
        self.booking.change_visit(visit_id=visit_id, changed_by=by, details_version=read, now=NOW, **details)

    def follow(self) -> None:
        while self.loop.follow_once():
            pass

    def tab(self, tab: str, person: Participant | None = STAFF, now: datetime = NOW, limit: int = 50) -> list[UUID]:
        """All ids of a tab, however many pages it has."""
        person_id = person and person.id
        return all_pages(lambda after: self.lists.tab(tab, person_id, now=now, after=after, limit=limit))

    def close(self) -> None:
        self.booking.close()
        self.database.close()
        self.keys.database.close()


def all_pages(ask: Callable[[str | None], Page]) -> list[UUID]:
    found: list[UUID] = []
    after: str | None = None
    while True:
        page = ask(after)
        found += [visit["id"] for visit in page.visits]
        after = page.next
        if after is None:
            return found
        assert len(page.visits) > 0


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
        times = {"starts_at": starts_at, "length_minutes": minutes}
        found = parts.overlaps.of(person_ids=[person.id], **times, **wanted)
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
        wanted = {"length_minutes": 30, "repeat": {"every_weeks": every_weeks, "times": times}, "except_visit_id": None}
        return [each["visit_id"] for each in parts.overlaps.of(person_ids=[STAFF.id], starts_at=starts_at, **wanted)]

    assert overlaps(SUNDAY_AT_NINE, 1, 200) == series.visit_ids  # BOK-9
    assert overlaps(SUNDAY_AT_NINE, 2, 2) == series.visit_ids[::2]
    assert overlaps(SUNDAY_AT_NINE + 30 * MINUTE, 1, 4) == []


def everything_happens(parts: Parts) -> Sequence[UUID]:
    """At least one of every stored event; the ids of all visits."""
    series = parts.booking.book_visit(**asked(starts_at=NOW + HOUR, repeat={"every_weeks": 1, "times": 3})).visit_ids
    parts.booking.cancel_visit(visit_id=series[1], cancelled_by=STAFF.id, reason="Sjuk", scope="following", now=NOW)
    changed, missed, back = (parts.book() for _ in range(3))
    parts.change(changed, name="Nytt namn", patient_ids=[PATIENT.id, OTHER_PATIENT.id])
    for visit_id in (missed, back):
        parts.booking.mark_missed(visit_id=visit_id, marked_by=STAFF.id, now=NOW + 2 * HOUR)
    parts.booking.take_back_missed(visit_id=back, taken_back_by=STAFF.id, now=NOW + 2 * HOUR)
    gone = Participant(PATIENT.id, PATIENT.roles, "inactive")
    parts.booking.take_out(visit_id=back, person=gone, taken_out_by=ADMINISTRATOR.id, now=NOW)
    patient_ids = [each.id for each in MANY_PATIENTS[:4]]
    big = parts.start(parts.book(patient_ids=patient_ids))
    groups = [
        {"visit_id": uuid4(), "name": "Grupp", "staff_ids": [], "patient_ids": patient_ids[half : half + 2]}
        for half in (0, 2)
    ]
    parts.offspring.open_small_groups(visit_id=big, opened_by=STAFF.id, groups=groups, now=NOW)
    parts.end(big)
    again = parts.offspring.invite_again(visit_id=big, invited_by=STAFF.id, now=NOW).visit_id
    return [*series, changed, missed, back, big, *(group["visit_id"] for group in groups), again]


def test_the_lists_say_of_every_visit_what_the_log_says_also_when_they_are_made_anew(
    parts: Parts, capsys: pytest.CaptureFixture[str]
) -> None:  # BOK-8, X-2
    visit_ids = everything_happens(parts)
    parts.follow()

    listed = {visit["id"]: visit for visit in parts.lists.latest(STAFF.id)}

    assert listed == {visit_id: described(parts.booking.existing(visit_id)) for visit_id in visit_ids}
    assert sorted(parts.tab("future") + parts.tab("ongoing") + parts.tab("earlier")) == sorted(visit_ids)
    assert rebuild(parts.booking, [parts.my_bookings]) == 0
    assert json.loads(capsys.readouterr().out)["equal"]


def test_a_series_and_small_groups_are_listed_by_where_they_come_from_and_ended_together(parts: Parts) -> None:
    *series, _, _, back, big, first, second, _ = everything_happens(parts)  # GRP-4, GRP-6
    parts.follow()

    assert [visit["id"] for visit in parts.lists.series(series[0])] == series
    groups = parts.lists.small_groups(big)
    assert sorted(visit["id"] for visit in groups) == sorted([first, second])
    assert {(visit["state"], visit["origin_id"], visit["is_group"]) for visit in groups} == {("started", big, True)}
    assert [visit["id"] for visit in parts.lists.needing_action(10)] == [back]
    assert parts.tab("ongoing", MANY_PATIENTS[0]) != parts.tab("ongoing", MANY_PATIENTS[3])
    assert parts.offspring.end_small_groups(visit_id=big, ended_by=STAFF.id, now=NOW).ended == 2
    parts.follow()
    assert {visit["state"] for visit in parts.lists.small_groups(big)} == {"ended"}


def test_what_was_stored_before_there_were_groups_is_listed(parts: Parts) -> None:
    old = [each for each in goldens() if each.path.name.startswith("Visit.") and each.path.stem.endswith(".v1")]
    events: list[Any] = [mapper().to_domain_event(each.stored) for each in old]
    first_id = next(each.originator_id for each in events if each.originator_version == 1)
    life = sorted((each for each in events if each.originator_id == first_id), key=lambda each: each.originator_version)

    with parts.database.writing() as connection:
        for event in life:
            parts.my_bookings.apply(connection, event)

    [visit] = parts.lists.latest(life[0].staff_ids[0])
    assert (visit["id"], visit["state"], visit["is_group"], visit["series_id"]) == (first_id, "ended", False, None)
    assert visit["details_version"] == 1


def test_of_many_who_change_the_same_visit_at_once_one_does_and_the_others_hear_of_it(parts: Parts) -> None:  # BOK-3
    visit_id = parts.book()

    def change(minutes: int) -> bool:
        try:
            parts.change(visit_id, length_minutes=minutes)
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(change, (40, 50, 60, 70)))

    assert outcomes.count(True) == 1
    visit = parts.booking.existing(visit_id)
    assert (visit.version, visit.length_minutes) == (2, (40, 50, 60, 70)[outcomes.index(True)])


def test_invited_again_by_many_at_once_and_groups_opened_twice_are_there_once(parts: Parts) -> None:  # Q11, GRP-4
    ended = parts.end(parts.start(parts.book(staff_ids=[STAFF.id, COLLEAGUE.id])))
    before = parts.booking.head

    def again(person: Participant) -> UUID:
        return parts.offspring.invite_again(visit_id=ended, invited_by=person.id, now=NOW).visit_id

    with ThreadPoolExecutor(4) as pool:
        again_ids = set(pool.map(again, (STAFF, COLLEAGUE, STAFF, COLLEAGUE)))

    assert len(again_ids) == 1
    assert parts.booking.head == before + 3  # booked and started, and the old one knows of it
