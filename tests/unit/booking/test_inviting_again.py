"""«Bjud in alla igen»: a visit that ended too early goes on as another one (Q11)."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from booking.application import Booking, Offspring
from booking.domain.refusals import (
    NobodyToInvite,
    OnlyStaff,
    PersonNotActive,
    TooLateToInvite,
    VisitAlreadyStarted,
    VisitCancelled,
    VisitNotFound,
    VisitNotStarted,
)
from booking.publishing import published
from chassis.domain import Refusal
from contracts.booking.events import VisitBooked, VisitStarted
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    LONG_AFTER,
    NOW,
    OTHER_PATIENT,
    PATIENT,
    STAFF,
    STARTS_AT,
    KnownPeople,
    asked,
    booking,
)

ENDED_AT = STARTS_AT + timedelta(minutes=10, seconds=30)
VISIT_ID = UUID(int=700)


class NoGroups:
    def catch_up(self, at_least: int | None) -> int:
        return at_least or 0

    def ids_of_small_groups(self, origin_id: UUID) -> list[UUID]:
        return []


class Ended:
    """A group visit of two and two that ended after ten minutes and a half."""

    def __init__(self, ended_at: datetime = ENDED_AT, **changed: Any) -> None:
        self.booking: Booking = booking()
        self.offspring = Offspring(self.booking, NoGroups())
        people = {"staff_ids": [STAFF.id, COLLEAGUE.id], "patient_ids": [PATIENT.id, OTHER_PATIENT.id]}
        self.booking.book_visit(**asked(visit_id=VISIT_ID, **(people | changed)))
        self.booking.start_visit(visit_id=VISIT_ID, started_by=STAFF.id, now=STARTS_AT)
        self.booking.end_visit(visit_id=VISIT_ID, ended_by=STAFF.id, now=ended_at)

    def again(self, by: UUID = STAFF.id, now: datetime | None = None) -> UUID:
        now = now or ENDED_AT + timedelta(seconds=20)
        return self.offspring.invite_again(visit_id=VISIT_ID, invited_by=by, now=now).visit_id

    def becomes_inactive(self, person_id: UUID) -> None:
        people = self.booking._people
        assert isinstance(people, KnownPeople)
        people.people[person_id] = replace(people.people[person_id], status="inactive")


def test_everyone_is_in_a_new_visit_that_is_already_started() -> None:  # LIF-9, Q11
    ended, now = Ended(), ENDED_AT + timedelta(seconds=20)

    again = ended.booking.existing(ended.again(now=now))

    assert again.id == uuid.uuid5(VISIT_ID, "invited again")
    assert (again.state, again.is_group, again.name, again.started) == ("started", True, "Återbesök", (STAFF.id, now))
    assert (again.staff_ids, again.patient_ids) == ([STAFF.id, COLLEAGUE.id], [PATIENT.id, OTHER_PATIENT.id])
    assert (again.starts_at, again.length_minutes) == (now, 20)


def test_both_visits_know_of_each_other() -> None:  # LIF-9, Q11, X-2
    ended = Ended()

    again_id = ended.again()

    origin, again = ended.booking.existing(VISIT_ID), ended.booking.existing(again_id)
    assert (origin.state, origin.again_id) == ("ended", again_id)
    assert (again.lineage.origin_id, again.lineage.origin_cause) == (VISIT_ID, "invited_again")


def test_it_is_told_as_booked_and_started_and_nothing_more_of_the_ended_one() -> None:
    ended = Ended()

    again_id = ended.again()

    told = [published(event) for event in ended.booking.events.get(again_id)]
    assert [each.contract for each in told if each] == [VisitBooked, VisitStarted]
    assert told[0] is not None
    assert (told[0].body["origin_id"], told[0].body["origin_cause"]) == (str(VISIT_ID), "invited_again")
    [*_, last] = ended.booking.events.get(VISIT_ID)
    assert published(last) is None


def test_asked_twice_by_one_and_by_two_it_is_one_visit_also_when_the_time_is_over() -> None:  # Q11
    ended = Ended()

    with ThreadPoolExecutor(4) as pool:
        made = [pool.submit(ended.again, by) for by in (STAFF.id, COLLEAGUE.id, STAFF.id, COLLEAGUE.id)]
    again_ids = {each.result() for each in made}

    assert again_ids == {ended.again(now=LONG_AFTER)}
    assert ended.booking.head == 6


@pytest.mark.parametrize(
    ("ended_at", "minutes"),
    [
        (STARTS_AT + timedelta(minutes=1), 29),
        (STARTS_AT + timedelta(minutes=5, seconds=1), 25),
        (STARTS_AT + timedelta(minutes=29), 5),
        (STARTS_AT + timedelta(hours=3), 5),
        (NOW, 30),
    ],
)
def test_it_is_as_long_as_what_was_left_and_five_minutes_at_least(ended_at: datetime, minutes: int) -> None:  # LIF-10
    ended = Ended(ended_at)

    again = ended.booking.existing(ended.again(now=ended_at))

    assert again.length_minutes == minutes


def test_after_two_minutes_it_is_too_late() -> None:  # Q11
    ended = Ended()

    with pytest.raises(TooLateToInvite):
        ended.again(now=ENDED_AT + timedelta(minutes=2, seconds=1))
    ended.again(now=ENDED_AT + timedelta(minutes=2))


def test_whoever_is_no_longer_active_is_not_invited_again() -> None:  # BOK-10, Q7, Q11
    ended = Ended()
    ended.becomes_inactive(PATIENT.id)
    ended.becomes_inactive(COLLEAGUE.id)

    again = ended.booking.existing(ended.again())

    assert (again.staff_ids, again.patient_ids) == ([STAFF.id], [OTHER_PATIENT.id])


def test_without_a_patient_there_is_nobody_to_invite() -> None:  # Q11
    ended = Ended(patient_ids=[PATIENT.id])
    ended.becomes_inactive(PATIENT.id)

    with pytest.raises(NobodyToInvite):
        ended.again()


@pytest.mark.parametrize(
    ("person_id", "refused"),
    [(PATIENT.id, OnlyStaff), (ADMINISTRATOR.id, VisitNotFound), (UUID(int=99), VisitNotFound)],
)
def test_only_staff_of_the_ended_visit_invite_again(person_id: UUID, refused: type[Refusal]) -> None:  # Q11, LIF-6
    ended = Ended()

    with pytest.raises(refused):
        ended.again(by=person_id)
    ended.again()
    with pytest.raises(refused):
        ended.again(by=person_id)


def test_staff_who_are_no_longer_active_invite_nobody() -> None:  # STA-2
    ended = Ended()
    ended.becomes_inactive(STAFF.id)

    with pytest.raises(PersonNotActive):
        ended.again()


def test_only_an_ended_visit_is_opened_again() -> None:  # Q11
    application = booking()
    offspring = Offspring(application, NoGroups())
    application.book_visit(**asked(visit_id=VISIT_ID))

    def again() -> None:
        offspring.invite_again(visit_id=VISIT_ID, invited_by=STAFF.id, now=NOW)

    with pytest.raises(VisitNotStarted):
        again()
    application.start_visit(visit_id=VISIT_ID, started_by=STAFF.id, now=NOW)
    with pytest.raises(VisitAlreadyStarted):
        again()
    other = asked(visit_id=UUID(int=701))
    application.book_visit(**other)
    application.cancel_visit(visit_id=UUID(int=701), cancelled_by=STAFF.id, reason=None, now=NOW)
    with pytest.raises(VisitCancelled):
        offspring.invite_again(visit_id=UUID(int=701), invited_by=STAFF.id, now=NOW)


def test_the_visit_that_came_of_it_may_be_ended_too_early_too() -> None:  # Q11
    ended = Ended()
    again_id = ended.again()
    later = ENDED_AT + timedelta(minutes=1)
    ended.booking.end_visit(visit_id=again_id, ended_by=COLLEAGUE.id, now=later)

    third = ended.offspring.invite_again(visit_id=again_id, invited_by=STAFF.id, now=later).visit_id

    assert ended.booking.existing(third).lineage.origin_id == again_id
