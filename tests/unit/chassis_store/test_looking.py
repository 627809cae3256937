"""Many who follow one log share their looks at it."""

from typing import Any

from eventsourcing.application import Application

from chassis.following.looking import Looking, looking_at


class Log:
    """A log of which is counted how often it is asked."""

    def __init__(self) -> None:
        self.recorder, self.head, self.asked = self, 0, 0

    def max_notification_id(self) -> int | None:
        self.asked += 1
        return self.head or None


def test_several_looks_within_a_moment_are_one_query() -> None:
    log, now = Log(), [100.0]
    looking = Looking(log, clock=lambda: now[0])  # type: ignore[arg-type]

    found = [looking.is_beyond(0, 0.05) for _ in range(5)]
    log.head, now[0] = 3, 100.04
    too_soon = looking.is_beyond(0, 0.05)
    now[0] = 100.06

    assert (found, too_soon, looking.is_beyond(0, 0.05)) == ([False] * 5, False, True)
    assert log.asked == 2


def test_what_is_known_to_be_there_is_not_asked_for_again() -> None:
    log = Log()
    looking = Looking(log)  # type: ignore[arg-type]
    log.head = 3

    assert [looking.is_beyond(position) for position in (0, 1, 2)] == [True, True, True]
    assert log.asked == 1
    assert not looking.is_beyond(3)
    assert log.asked == 2


def test_those_who_follow_the_same_log_look_together() -> None:
    one, other = Application[Any](), Application[Any]()

    assert looking_at(one) is looking_at(one)
    assert looking_at(one) is not looking_at(other)
