from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from booking.domain.lineage import Lineage
from booking.domain.participant import Participant
from booking.domain.refusals import (
    IdTaken,
    LengthOutOfRange,
    NameMissing,
    NotAPatient,
    OnlyStaff,
    PersonNotActive,
    StartsInThePast,
    TooFarAhead,
    VisitAlreadyStarted,
    VisitCancelled,
    VisitEnded,
    VisitNotFound,
    VisitNotStarted,
)
from booking.domain.visit import Visit
from chassis.domain import Refusal
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    LATER,
    LONG_AFTER,
    NOW,
    OTHER_PATIENT,
    PATIENT,
    STAFF,
    STARTS_AT,
    book,
    details_of,
    in_state,
)


def test_staff_book_a_visit_of_their_own() -> None:  # BOK-1, BOK-7
    visit = book(name="  Återbesök ")

    [booked] = visit.collect_events()
    assert isinstance(booked, Visit.Booked)
    assert (booked.name, booked.starts_at, booked.length_minutes) == ("Återbesök", STARTS_AT, 30)
    assert (booked.staff_ids, booked.patient_ids, booked.booked_by) == ([STAFF.id], [PATIENT.id], STAFF.id)
    assert booked.timestamp == NOW


def test_the_start_is_kept_in_universal_time() -> None:
    in_stockholm = STARTS_AT.astimezone(timezone(timedelta(hours=1)))

    assert book(starts_at=in_stockholm).starts_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize("person", [PATIENT, ADMINISTRATOR])
def test_only_staff_take_part_as_staff(person: Participant) -> None:  # BOK-1, ROL-1
    with pytest.raises(OnlyStaff):
        book(staff=[person], patients=[OTHER_PATIENT], booker=ADMINISTRATOR)


@pytest.mark.parametrize("status", ["inactive", "removed"])
def test_only_active_persons_book_and_are_booked(status: str) -> None:  # BOK-10, STA-2, STA-3
    with pytest.raises(PersonNotActive):
        book(patients=[replace(PATIENT, status=status)])
    with pytest.raises(PersonNotActive):
        book(staff=[replace(STAFF, status=status)])


def test_the_one_who_is_booked_is_a_patient() -> None:  # BOK-7
    with pytest.raises(NotAPatient):
        book(patients=[COLLEAGUE])


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"name": "  "}, NameMissing),
        ({"length_minutes": 4}, LengthOutOfRange),
        ({"length_minutes": 481}, LengthOutOfRange),
        ({"length_minutes": -30}, LengthOutOfRange),
        ({"starts_at": NOW - timedelta(minutes=5, seconds=1)}, StartsInThePast),
        ({"starts_at": datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))}, StartsInThePast),
        ({"starts_at": NOW + timedelta(days=1461)}, TooFarAhead),
        ({"starts_at": datetime.max.replace(tzinfo=timezone(-timedelta(hours=12)))}, TooFarAhead),
    ],
)
def test_absurd_times_and_lengths_are_refused(changed: dict[str, Any], refused: type[Refusal]) -> None:  # BOK-7
    with pytest.raises(refused):
        book(**changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"length_minutes": 5},
        {"length_minutes": 480},
        {"starts_at": NOW - timedelta(minutes=5)},
        {"starts_at": NOW + timedelta(days=1460)},
    ],
)
def test_the_outermost_times_and_lengths_are_allowed(changed: dict[str, Any]) -> None:  # BOK-7
    assert book(**changed).state == "booked"


def test_asking_again_with_the_same_id_must_mean_the_same_visit() -> None:
    visit = book()
    same = details_of(name="Återbesök ", starts_at=STARTS_AT.astimezone(timezone(timedelta(hours=2))))

    visit.check_was_booked_as(same, False, STAFF.id, Lineage())

    others = (
        replace(same, name="Nybesök"),
        replace(same, length_minutes=45),
        replace(same, patient_ids=(OTHER_PATIENT.id,)),
    )
    for other in others:
        with pytest.raises(IdTaken):
            visit.check_was_booked_as(other, False, STAFF.id, Lineage())
    with pytest.raises(IdTaken):
        visit.check_was_booked_as(same, True, STAFF.id, Lineage())
    with pytest.raises(IdTaken):
        visit.check_was_booked_as(same, False, COLLEAGUE.id, Lineage())


def test_staff_start_a_visit() -> None:  # LIF-1
    visit = in_state("booked")

    visit.start(STAFF, STARTS_AT)

    [started] = visit.collect_events()
    assert isinstance(started, Visit.Started)
    assert (started.started_by, started.timestamp) == (STAFF.id, STARTS_AT)
    assert (started.staff_ids, started.patient_ids) == ([STAFF.id], [PATIENT.id])


def test_a_patient_of_the_visit_cannot_start_end_or_cancel_it() -> None:  # LIF-1, LIF-6
    for act in (Visit.start, Visit.end):
        with pytest.raises(OnlyStaff):
            act(in_state("started"), PATIENT, LATER)
    with pytest.raises(OnlyStaff):
        in_state("booked").cancel(PATIENT, None, NOW)  # Q8


@pytest.mark.parametrize("person", [COLLEAGUE, OTHER_PATIENT, ADMINISTRATOR])
def test_for_one_who_does_not_belong_there_is_no_visit(person: Participant) -> None:  # LIF-6, GRP-6
    for act in (Visit.start, Visit.end):
        with pytest.raises(VisitNotFound):
            act(in_state("started"), person, LATER)


@pytest.mark.parametrize("person", [COLLEAGUE, OTHER_PATIENT])
def test_nobody_but_staff_of_the_visit_and_administrators_cancels_it(person: Participant) -> None:  # BOK-3, Q8
    with pytest.raises(VisitNotFound):
        in_state("booked").cancel(person, None, NOW)


def test_an_administrator_cancels_any_visit_that_has_not_started() -> None:  # BOK-3, Q4
    visit = in_state("booked")

    visit.cancel(ADMINISTRATOR, "Sjuk", NOW)

    [cancelled] = visit.collect_events()
    assert isinstance(cancelled, Visit.Cancelled)
    assert (visit.state, cancelled.cancelled_by) == ("cancelled", ADMINISTRATOR.id)
    with pytest.raises(PersonNotActive):
        in_state("booked").cancel(replace(ADMINISTRATOR, status="inactive"), None, NOW)


def test_staff_who_are_no_longer_active_start_nothing() -> None:  # STA-2
    with pytest.raises(PersonNotActive):
        in_state("booked").start(replace(STAFF, status="inactive"), STARTS_AT)


def test_a_visit_may_be_started_early_and_long_after_its_time() -> None:  # LIF-3, Q2
    early, late = in_state("booked"), in_state("booked")

    early.start(STAFF, NOW)
    late.start(STAFF, LONG_AFTER)

    assert (early.state, late.state) == ("started", "started")


def test_a_started_visit_is_ongoing_until_staff_end_it_even_days_later() -> None:  # LIF-4, LIF-11, Q2
    visit = in_state("started")

    visit.end(STAFF, LONG_AFTER)

    [ended] = visit.collect_events()
    assert isinstance(ended, Visit.Ended)
    assert (ended.ended_by, ended.timestamp) == (STAFF.id, LONG_AFTER)


def test_starting_a_started_visit_and_ending_an_ended_one_change_nothing() -> None:  # LIF-1, LIF-7
    started, ended, cancelled = in_state("started"), in_state("ended"), in_state("cancelled")

    started.start(STAFF, LATER)
    ended.end(STAFF, LATER)
    cancelled.cancel(STAFF, "igen", LATER)

    assert [*started.collect_events(), *ended.collect_events(), *cancelled.collect_events()] == []


def test_an_ended_visit_is_never_opened_again() -> None:  # LIF-8
    with pytest.raises(VisitEnded):
        in_state("ended").start(STAFF, LATER)


@pytest.mark.parametrize(
    ("state", "command", "refused"),
    [
        ("booked", "end", VisitNotStarted),
        ("cancelled", "start", VisitCancelled),
        ("cancelled", "end", VisitCancelled),
        ("started", "cancel", VisitAlreadyStarted),
        ("ended", "cancel", VisitEnded),
    ],
)
def test_commands_that_come_in_the_wrong_state_are_refused(  # LIF-4, Q2
    state: str, command: str, refused: type[Refusal]
) -> None:
    visit = in_state(state)
    acts: dict[str, Callable[[], None]] = {
        "start": lambda: visit.start(STAFF, LATER),
        "end": lambda: visit.end(STAFF, LATER),
        "cancel": lambda: visit.cancel(STAFF, None, LATER),
    }

    with pytest.raises(refused):
        acts[command]()

    assert visit.collect_events() == []


def test_a_visit_that_never_started_may_be_cancelled_after_its_time() -> None:  # Q2, Q4
    visit = in_state("booked")

    visit.cancel(STAFF, "  Uteblev ", LONG_AFTER)

    [cancelled] = visit.collect_events()
    assert isinstance(cancelled, Visit.Cancelled)
    assert (cancelled.reason, cancelled.cancelled_by, visit.state) == ("Uteblev", STAFF.id, "cancelled")


def test_replay_gives_what_was_decided_and_decides_nothing_again() -> None:
    visit = book()
    visit.start(STAFF, STARTS_AT)
    visit.end(STAFF, LATER)
    told: list[Any] = list(visit.collect_events())
    replayed: Any = None

    for event in told:
        replayed = event.mutate(replayed)

    assert replayed == visit
