from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import Mapper

from contracts.visit_media.calls import ReplayAttendance
from contracts.visit_media.events import DEPARTURES, LEAVE_REASONS, ParticipantJoined, ParticipantLeft
from visit_media.application import VisitMedia
from visit_media.domain.attendance import Attendance, Departure, Quality
from visit_media.projections.timeline import replayed
from visit_media.publishing import published
from visit_media.signalling.admission import LeaveReason
from visit_media.wiring import REASONS

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
VISIT_ID, ANNA, CECILIA, SESSION = UUID(int=7), UUID(int=1), UUID(int=3), UUID(int=20)


QUALITY = Quality(
    seconds=60,
    worst_loss_permille=84,
    mean_loss_permille=6,
    mean_round_trip_milliseconds=43,
    video_paused_seconds=12,
    resumes=1,
)


def minutes(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


@pytest.fixture
def visit_media() -> VisitMedia:
    return VisitMedia({}, Mapper)


def join(visit_media: VisitMedia, person_id: UUID, connection_id: str, minute: int = 0) -> int:
    return visit_media.join(visit_id=VISIT_ID, person_id=person_id, connection_id=connection_id, now=minutes(minute))


def leave(visit_media: VisitMedia, connection_id: str, minute: int = 1, reason: Any = "left") -> int:
    return visit_media.leave(visit_id=VISIT_ID, connection_id=connection_id, reason=reason, now=minutes(minute))


def present(visit_media: VisitMedia) -> list[UUID]:
    return visit_media.history(VISIT_ID, None)[0]


def test_those_who_came_are_present_until_they_leave(visit_media: VisitMedia) -> None:  # LIF-12
    join(visit_media, ANNA, "a")
    join(visit_media, CECILIA, "c")
    leave(visit_media, "a")

    assert present(visit_media) == [CECILIA]


def test_one_may_leave_and_come_again(visit_media: VisitMedia) -> None:  # LIF-12
    join(visit_media, ANNA, "a")
    leave(visit_media, "a")
    join(visit_media, ANNA, "a2", 2)

    assert present(visit_media) == [ANNA]


def test_a_reload_leaves_no_ghost_behind(visit_media: VisitMedia) -> None:  # TRB-3
    join(visit_media, ANNA, "before")
    join(visit_media, ANNA, "after")
    leave(visit_media, "before", reason="replaced")

    assert present(visit_media) == [ANNA]


def test_being_told_twice_changes_nothing(visit_media: VisitMedia) -> None:
    join(visit_media, ANNA, "a")
    head = join(visit_media, ANNA, "a", 5)
    leave(visit_media, "a")
    leave(visit_media, "a", 9, "connection_lost")
    join(visit_media, ANNA, "a", 10)

    timeline = replayed(*visit_media.history(VISIT_ID, None))["timeline"]
    assert head == 2
    assert [(entry["what"], entry["details"].get("reason")) for entry in timeline] == [
        ("joined", None),
        ("left", "left"),
    ]


def test_a_connection_that_never_came_cannot_go(visit_media: VisitMedia) -> None:
    assert leave(visit_media, "unknown") == 0

    join(visit_media, ANNA, "a")

    assert leave(visit_media, "unknown") == 2


def test_what_a_dead_server_left_open_is_closed_at_the_next_start(visit_media: VisitMedia) -> None:
    other_visit, finished = uuid4(), uuid4()
    join(visit_media, ANNA, "a")
    known_at = visit_media.head
    visit_media.join(visit_id=other_visit, person_id=CECILIA, connection_id="c", now=NOON)
    visit_media.join(visit_id=finished, person_id=CECILIA, connection_id="d", now=NOON)
    visit_media.leave(visit_id=finished, connection_id="d", reason="left", now=NOON)

    closed = visit_media.close_left_open(known_open=[VISIT_ID], known_at=known_at, now=minutes(1))

    assert closed == 2
    assert visit_media.close_left_open(known_open=[VISIT_ID], known_at=0, now=minutes(2)) == 0
    *_, events = visit_media.history(other_visit, None)
    assert events[-1].reason == "server_stopped"


def test_any_moment_of_a_room_can_be_replayed(visit_media: VisitMedia) -> None:
    join(visit_media, ANNA, "a", 0)
    join(visit_media, CECILIA, "c", 5)
    leave(visit_media, "a", 10)

    told = [
        ReplayAttendance.reply(replayed(*visit_media.history(VISIT_ID, minutes(minute)))) for minute in (-1, 0, 7, 10)
    ]

    assert [each["present"] for each in told] == [
        [],
        [str(ANNA)],
        [str(ANNA), str(CECILIA)],
        [str(CECILIA)],
    ]
    assert [len(each["timeline"]) for each in told] == [0, 1, 2, 3]


def test_comings_and_goings_are_published_and_the_beginning_is_not() -> None:
    attendance = Attendance(id=VISIT_ID, timestamp=NOON)
    attendance.join(ANNA, "a", SESSION, NOON)
    attendance.leave("a", "visit_ended", minutes(1))

    told = [published(event) for event in attendance.collect_events()]

    assert [each and each.contract for each in told] == [None, ParticipantJoined, ParticipantLeft]
    assert [each.body["session_id"] for each in told if each] == [str(SESSION), str(SESSION)]


def test_whoever_came_before_sign_ins_were_told_leaves_like_everybody() -> None:
    attendance = Attendance(id=VISIT_ID, timestamp=NOON)
    attendance.collect_events()
    old = Attendance.Joined.__new__(Attendance.Joined)
    kept = {"originator_id": VISIT_ID, "originator_version": 2, "timestamp": NOON}
    old.__dict__.update(kept, person_id=ANNA, connection_id="a")

    old.mutate(attendance)
    attendance.leave("a", "left", minutes(1))

    left: Any = attendance.collect_events()[0]
    assert (left.person_id, left.session_id, attendance.present) == (ANNA, None, [])
    event = published(old)
    assert event is not None
    assert event.body["session_id"] is None


def test_how_somebody_went_and_how_their_connection_was_is_kept_and_told() -> None:
    attendance = Attendance(id=VISIT_ID, timestamp=NOON)
    attendance.join(ANNA, "a", SESSION, NOON)
    attendance.join(CECILIA, "c", SESSION, NOON)
    attendance.collect_events()

    attendance.leave("a", "connection_lost", minutes(1), departure="media_failed", quality=QUALITY)
    attendance.leave("c", "left", minutes(1))

    exactly, roughly = (published(event) for event in attendance.collect_events())
    assert exactly is not None
    assert roughly is not None
    assert (exactly.body["reason"], exactly.body["departure"]) == ("connection_lost", "media_failed")
    assert exactly.body["quality"] == asdict(QUALITY)
    assert (roughly.body["departure"], roughly.body["quality"]) == (None, None)


def test_those_who_are_still_there_stay_when_the_rest_is_closed(visit_media: VisitMedia) -> None:
    join(visit_media, ANNA, "a")
    join(visit_media, CECILIA, "c")

    closed = [
        visit_media.close_left_open(known_open=[VISIT_ID], known_at=0, now=minutes(1), but={"c"}) for _ in range(2)
    ]

    assert closed == [1, 0]
    assert present(visit_media) == [CECILIA]


def test_every_way_to_go_is_told_by_its_name() -> None:
    assert {reason.value for reason in LeaveReason} == set(DEPARTURES) == set(get_args(Departure))


def test_every_reason_of_the_room_has_its_word_in_the_log() -> None:
    assert set(REASONS) == set(LeaveReason)
    assert set(REASONS.values()) <= set(LEAVE_REASONS)
