from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from booking.application import Booking
from booking.domain.refusals import IdTaken, PersonNotActive, PersonUnknown, VisitNotFound
from booking.domain.visit import Visit
from booking.projections.timeline import replayed
from booking.projections.visit_rows import described
from contracts.booking.calls import ReadVisit, ReplayVisit
from tests.unit.booking.visits import COLLEAGUE, LATER, NOW, OTHER_PATIENT, PATIENT, STAFF, STARTS_AT, asked, booking

VISIT_ID = UUID(int=77)


def book(application: Booking, **changed: Any) -> int:
    return application.book_visit(**asked(visit_id=VISIT_ID) | changed).position


def test_booking_twice_with_the_same_id_books_once() -> None:  # BOK-1
    application = booking()

    first, second = book(application), book(application, now=LATER + timedelta(days=1))

    assert (first, second, application.head) == (1, 1, 1)


def test_an_id_that_belongs_to_another_visit_is_refused() -> None:
    application = booking()
    book(application)

    with pytest.raises(IdTaken):
        book(application, patient_ids=[OTHER_PATIENT.id])


def test_people_nobody_has_heard_of_cannot_be_booked() -> None:
    with pytest.raises(PersonUnknown):
        book(booking(), patient_ids=[uuid4()])


def test_visits_of_one_person_may_overlap() -> None:  # BOK-9
    application = booking()

    book(application)

    assert book(application, visit_id=uuid4()) == 2


def test_many_who_start_at_once_all_succeed_and_it_starts_once() -> None:  # LIF-1
    application = booking()
    book(application)

    with ThreadPoolExecutor(8) as pool:
        started = [
            pool.submit(application.start_visit, visit_id=VISIT_ID, started_by=STAFF.id, now=STARTS_AT)
            for _ in range(8)
        ]

    assert {each.result().position for each in started} == {2}
    assert application.head == 2


def test_a_start_and_an_end_tell_whom_they_concern() -> None:  # LIF-1
    application = booking()
    book(application)

    started = application.start_visit(visit_id=VISIT_ID, started_by=STAFF.id, now=STARTS_AT)
    ended = application.end_visit(visit_id=VISIT_ID, ended_by=STAFF.id, now=LATER)
    ended_again = application.end_visit(visit_id=VISIT_ID, ended_by=STAFF.id, now=LATER)

    assert {each.concerned_ids for each in (started, ended, ended_again)} == {(STAFF.id, PATIENT.id)}
    assert [each.position for each in (started, ended, ended_again)] == [2, 3, 3]


def test_one_whose_status_changed_since_the_booking_starts_nothing() -> None:  # STA-2
    application = booking()
    book(application)
    application._people.people[STAFF.id] = replace(STAFF, status="inactive")  # type: ignore[attr-defined]

    with pytest.raises(PersonNotActive):
        application.start_visit(visit_id=VISIT_ID, started_by=STAFF.id, now=STARTS_AT)


@pytest.mark.parametrize("stranger", [COLLEAGUE.id, OTHER_PATIENT.id, UUID(int=9)])
def test_a_visit_and_one_that_does_not_exist_sound_the_same_to_a_stranger(stranger: UUID) -> None:  # GRP-6
    application = booking()
    book(application)

    for visit_id in (VISIT_ID, uuid4()):
        with pytest.raises(VisitNotFound):
            application.visit(visit_id, stranger)
        with pytest.raises(VisitNotFound):
            application.start_visit(visit_id=visit_id, started_by=stranger, now=NOW)


def test_a_visit_is_told_as_the_contract_says() -> None:  # BOK-8
    application = booking()
    book(application)
    application.cancel_visit(visit_id=VISIT_ID, cancelled_by=STAFF.id, reason="Sjuk", now=LATER)

    told = ReadVisit.reply({"visit": described(application.visit(VISIT_ID, PATIENT.id)), "position": 2})["visit"]

    assert (told["state"], told["cancel_reason"], told["version"]) == ("cancelled", "Sjuk", 2)
    assert told["started_at"] is None


def test_any_moment_of_a_visit_can_be_replayed() -> None:
    application = booking()
    book(application)
    application.start_visit(visit_id=VISIT_ID, started_by=STAFF.id, now=STARTS_AT)
    application.end_visit(visit_id=VISIT_ID, ended_by=STAFF.id, now=LATER)

    moments = [NOW - timedelta(seconds=1), NOW, STARTS_AT, LATER - timedelta(seconds=1), LATER, None]
    told = [ReplayVisit.reply(replayed(*application.history(VISIT_ID, at))) for at in moments]

    assert [each["state"] for each in told] == ["not_booked", "booked", "started", "started", "ended", "ended"]
    assert [entry["what"] for entry in told[-1]["timeline"]] == ["booked", "started", "ended"]
    assert {entry["person_id"] for entry in told[-1]["timeline"]} == {str(STAFF.id)}
    assert "Återbesök" not in str(told)


def test_a_visit_that_never_was_has_no_history() -> None:
    with pytest.raises(VisitNotFound):
        booking().history(uuid4(), None)


def test_the_log_finds_only_visits() -> None:
    application = booking()
    book(application)

    assert isinstance(application.find(Visit, VISIT_ID), Visit)
