"""Many who follow one log share what they read of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, Notification

from chassis.following.looking import KEPT_SECONDS, Looking, looking_at
from tests.unit.chassis_store.diary import NOON, Note


class Log:
    """A log of which is counted how often it is read."""

    def __init__(self) -> None:
        self.recorder, self.mapper = self, Mapper[UUID](Application[UUID]().construct_transcoder())
        self.head, self.asked, self.now = 0, 0, 100.0

    def select_notifications(
        self, start: int, limit: int, stop: int | None, *, inclusive_of_start: bool
    ) -> Sequence[Notification]:
        self.asked += 1
        assert not inclusive_of_start
        return [self._told(position) for position in range(start + 1, min(start + limit, stop or self.head) + 1)]

    def _told(self, position: int) -> Notification:
        written = Note(id=UUID(int=position), colour="blue", words=None, timestamp=NOON).collect_events()[0]
        stored = self.mapper.to_stored_event(written)
        return Notification(stored.originator_id, 1, stored.topic, stored.state, position)


def looked(log: Log) -> Looking:
    return Looking(log, clock=lambda: log.now)  # type: ignore[arg-type]


def positions(looking: Looking, after: int, limit: int = 10, oldest_seconds: float = 0.0) -> list[int]:
    return [each.position for each in looking.beyond(after, limit, oldest_seconds)]


def test_several_looks_within_a_moment_are_one_query() -> None:
    log = Log()
    looking = looked(log)

    found = [positions(looking, 0, oldest_seconds=0.05) for _ in range(5)]
    log.head, log.now = 3, 100.04
    too_soon = positions(looking, 0, oldest_seconds=0.05)
    log.now = 100.06

    assert (found, too_soon, positions(looking, 0, oldest_seconds=0.05)) == ([[]] * 5, [], [1, 2, 3])
    assert log.asked == 2


def test_what_one_has_read_the_others_get_too() -> None:
    log = Log()
    looking = looked(log)
    log.head = 3

    assert [positions(looking, after) for after in (0, 1, 2, 0)] == [[1, 2, 3], [2, 3], [3], [1, 2, 3]]
    assert log.asked == 1
    assert positions(looking, 3) == []
    assert log.asked == 2


def test_each_event_is_opened_once_for_all() -> None:
    log = Log()
    looking = looked(log)
    log.head = 1

    (one,), (other,) = looking.beyond(0, 10), looking.beyond(0, 10)

    assert one.event is other.event
    assert one.event.originator_id == UUID(int=1)


def test_a_full_page_does_not_say_that_the_log_ends_there() -> None:
    log = Log()
    looking = looked(log)
    log.head = 5

    assert positions(looking, 0, limit=3) == [1, 2, 3]
    assert positions(looking, 3, limit=3, oldest_seconds=1.0) == [4, 5]
    assert positions(looking, 1, limit=3) == [2, 3, 4]
    assert log.asked == 2


def test_who_is_far_behind_reads_for_himself() -> None:
    log = Log()
    looking = looked(log)
    log.head = 100
    positions(looking, 90)

    assert positions(looking, 20, limit=2) == [21, 22]
    assert positions(looking, 90) == list(range(91, 101))


def test_what_was_opened_is_not_handed_out_later() -> None:
    log = Log()
    looking = looked(log)
    log.head = 3
    positions(looking, 0)

    log.now += KEPT_SECONDS + 0.1

    assert positions(looking, 0) == [1, 2, 3]
    assert log.asked == 2


def test_those_who_follow_the_same_log_look_together() -> None:
    one, other = Application[Any](), Application[Any]()

    assert looking_at(one) is looking_at(one)
    assert looking_at(one) is not looking_at(other)
