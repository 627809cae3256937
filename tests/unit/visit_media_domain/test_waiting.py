"""Who waits for a visit to be started: «… väntar»."""

from uuid import UUID, uuid4

import pytest

from contracts.visit_media.calls import ReplayAttendance
from contracts.visit_media.events import WAITING_ENDS, ParticipantStoppedWaiting, ParticipantWaiting
from tests.unit.visit_media_domain.waiting import (
    ANNA,
    KARL,
    MARIA,
    OTHER_PAGE,
    PAGE,
    VISIT,
    Corridor,
    seconds,
    session_of,
)
from visit_media.domain.admitting import Person
from visit_media.domain.refusals import VisitNotFound
from visit_media.projections.timeline import replayed
from visit_media.publishing import published


@pytest.fixture
def corridor() -> Corridor:
    return Corridor()


def test_a_patient_waits_from_the_first_page_to_the_last(corridor: Corridor) -> None:  # LIF-2
    assert corridor.wait() == "booked"
    corridor.wait(page=OTHER_PAGE)
    corridor.wait(at=15)
    corridor.stop(at=20)
    assert corridor.visit_media.waiting(VISIT) == [KARL]

    corridor.stop(page=OTHER_PAGE, at=21)

    assert corridor.told() == [(KARL, ""), (KARL, "left")]


def test_a_page_that_never_waited_stops_nothing(corridor: Corridor) -> None:
    corridor.stop()
    corridor.wait(MARIA)
    corridor.stop(page=uuid4())

    assert corridor.told() == [(MARIA, "")]


@pytest.mark.parametrize("who", [ANNA, UUID(int=9)])
def test_staff_and_strangers_do_not_wait_and_are_told_of_no_visit(corridor: Corridor, who: UUID) -> None:  # GRP-6
    with pytest.raises(VisitNotFound):
        corridor.wait(who)

    assert corridor.events() == []


def test_whoever_was_signed_out_waits_no_more(corridor: Corridor) -> None:  # SES-3
    corridor.ended_sessions.add(session_of(KARL))

    with pytest.raises(VisitNotFound):
        corridor.wait()


def test_one_who_comes_in_waits_no_longer_in_the_same_moment(corridor: Corridor) -> None:  # LIF-2, X-2
    corridor.wait()
    corridor.wait(MARIA)
    corridor.becomes("started")
    corridor.visit_media.join(visit_id=VISIT, person_id=KARL, connection_id="k", now=seconds(5))

    assert corridor.wait(at=6) == "started"
    assert corridor.told() == [(KARL, ""), (MARIA, ""), (KARL, "joined")]


def test_a_start_alone_does_not_end_the_waiting(corridor: Corridor) -> None:  # LIF-2
    corridor.wait()
    corridor.becomes("started")
    corridor.waiting.look_at(VISIT, seconds(1))
    states = [corridor.wait(at=seconds_on) for seconds_on in (20, 40, 60, 80)]
    corridor.sweep(at=81)

    assert states == ["started"] * 4
    assert corridor.visit_media.waiting(VISIT) == [KARL]


def test_nobody_begins_to_wait_for_a_visit_that_has_started(corridor: Corridor) -> None:
    corridor.becomes("started")

    assert corridor.wait() == "started"
    assert (corridor.events(), corridor.pages.rows) == ([], {})


@pytest.mark.parametrize("state", ["ended", "cancelled", "missed"])
def test_the_waiting_ends_with_the_visit(corridor: Corridor, state: str) -> None:  # LIF-7, BOK-3
    corridor.wait()
    corridor.wait(MARIA)
    corridor.becomes(state)
    corridor.waiting.look_at(VISIT, seconds(1))
    corridor.waiting.look_at(VISIT, seconds(2))

    assert corridor.told()[2:] == [(KARL, "visit_over"), (MARIA, "visit_over")]
    assert (corridor.wait(at=3), corridor.pages.rows) == (state, {})


def test_a_patient_taken_out_while_waiting_waits_no_more_and_the_others_do(corridor: Corridor) -> None:  # BOK-6
    corridor.wait()
    corridor.wait(MARIA)
    corridor.becomes("booked", {MARIA})
    corridor.waiting.look_at(VISIT, seconds(1))

    assert corridor.told()[2:] == [(KARL, "not_admitted")]
    with pytest.raises(VisitNotFound):
        corridor.wait(at=2)


def test_one_who_was_brought_in_again_waits_again(corridor: Corridor) -> None:
    corridor.wait()
    corridor.becomes("booked", {MARIA})
    corridor.waiting.look_at(VISIT, seconds(1))
    corridor.becomes("booked")
    corridor.wait(at=2)

    assert corridor.told() == [(KARL, ""), (KARL, "not_admitted"), (KARL, "")]


def test_one_who_is_no_longer_active_waits_for_nothing(corridor: Corridor) -> None:  # STA-2
    corridor.wait()
    corridor.people[KARL] = Person("inactive", {"patient"})
    corridor.waiting.look_after(KARL, seconds(1))

    assert corridor.told()[1:] == [(KARL, "not_admitted")]


def test_signing_out_ends_the_waiting_of_that_sign_in_only(corridor: Corridor) -> None:  # SES-3
    corridor.wait()
    corridor.pages.begin((VISIT, KARL), OTHER_PAGE, session_of(MARIA), seconds(0))
    corridor.waiting.sign_in_over(session_of(KARL), seconds(1))
    assert corridor.visit_media.waiting(VISIT) == [KARL]

    corridor.waiting.sign_in_over(session_of(MARIA), seconds(2))

    assert corridor.told()[1:] == [(KARL, "not_admitted")]


def test_one_who_is_not_heard_of_for_long_is_lost(corridor: Corridor) -> None:
    corridor.wait()
    corridor.wait(MARIA)
    corridor.wait(MARIA, at=20)
    corridor.sweep(at=45)
    assert corridor.visit_media.waiting(VISIT) == [KARL, MARIA]

    corridor.sweep(at=46)
    corridor.sweep(at=47)

    assert corridor.told()[2:] == [(KARL, "lost")]


def test_one_whose_pages_were_forgotten_is_found_by_the_next_sweep(corridor: Corridor) -> None:
    corridor.wait()
    corridor.pages.rows.clear()

    corridor.sweep(at=30)
    corridor.sweep(at=46)

    assert corridor.told()[1:] == [(KARL, "lost")]


def test_a_page_that_comes_while_the_last_one_goes_is_not_overlooked(corridor: Corridor) -> None:
    corridor.wait()
    corridor.pages.as_the_last_one_goes = lambda: corridor.pages.begin(
        (VISIT, KARL), OTHER_PAGE, session_of(KARL), seconds(1)
    )

    corridor.stop()

    assert corridor.visit_media.waiting(VISIT) == [KARL]


def test_a_visit_that_ends_while_somebody_begins_to_wait_leaves_nobody_behind(corridor: Corridor) -> None:
    def end() -> None:
        corridor.becomes("ended")
        corridor.waiting.look_at(VISIT, seconds(0))

    corridor.after_looking = [end]

    corridor.wait()

    assert corridor.told() == [(KARL, ""), (KARL, "visit_over")]


def test_a_sign_out_while_somebody_begins_to_wait_leaves_nobody_behind(corridor: Corridor) -> None:  # SES-3
    corridor.after_looking = [lambda: None, lambda: corridor.ended_sessions.add(session_of(KARL))]

    corridor.wait()

    assert corridor.told() == [(KARL, ""), (KARL, "not_admitted")]


def test_any_moment_of_the_waiting_can_be_replayed(corridor: Corridor) -> None:
    corridor.wait()
    corridor.wait(MARIA, at=10)
    corridor.visit_media.join(
        visit_id=VISIT, person_id=KARL, connection_id="k", session_id=session_of(KARL), now=seconds(20)
    )

    told = [
        ReplayAttendance.reply(replayed(*corridor.visit_media.history(VISIT, seconds(at)))) for at in (-1, 0, 15, 20)
    ]

    assert [each["waiting"] for each in told] == [[], [str(KARL)], [str(KARL), str(MARIA)], [str(MARIA)]]
    assert [each["present"] for each in told] == [[], [], [], [str(KARL)]]
    assert [entry["what"] for entry in told[-1]["timeline"]] == [
        "began_waiting",
        "began_waiting",
        "joined",
        "stopped_waiting",
    ]


def test_waiting_is_told_to_others_and_its_room_is_not(corridor: Corridor) -> None:
    corridor.wait()
    corridor.stop()

    told = [published(event) for event in corridor.events()]

    assert [each and each.contract for each in told] == [ParticipantWaiting, ParticipantStoppedWaiting]
    assert told[1] is not None
    assert told[1].body["reason"] in WAITING_ENDS
    assert PAGE.hex not in str(told)
