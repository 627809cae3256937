"""The lists say of every visit what the log says, whoever wrote to it at once, and the same when they are made anew."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest

from booking.domain.participant import Participant
from booking.projections.visit_rows import described
from chassis.domain import ChangedMeanwhile
from chassis.following.rebuilding import rebuild
from tests.integration.services.booking_parts import HOUR, Parts
from tests.stored_events.golden import goldens, mapper
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    MANY_PATIENTS,
    NOW,
    OTHER_PATIENT,
    PATIENT,
    STAFF,
    asked,
)


@pytest.fixture
def parts(store: dict[str, str]) -> Iterator[Parts]:
    parts = Parts(store)
    yield parts
    parts.close()


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
    groups: list[dict[str, Any]] = [
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
