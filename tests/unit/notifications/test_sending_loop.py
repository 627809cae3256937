"""The loop that hands out what is due: a few at a time, none twice, at rest when there is no sense in going on."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.telling import counter
from notifications.application.attempting import NotItsTurn, Paced
from notifications.application.sending import AT_ONCE, PAUSE_SECONDS, REST_SECONDS, Pace, Sending
from notifications.domain.outgoing import IdentityUnavailable
from tests.unit.notifications.house import CECILIA, NINE, PATIENCE, House

IDS = [UUID(int=number) for number in range(10)]


class Queue:
    """A queue that has read the log as far as `read_to`."""

    def __init__(self) -> None:
        self.waiting, self.read_to = list(IDS), 0

    @property
    def head(self) -> int:
        return 7

    def due(self, channel: str, now: datetime, patience: timedelta, limit: int) -> list[UUID]:
        return self.waiting[:limit]

    def count_unsettled(self, channel: str) -> int:
        return len(self.waiting)

    def position(self) -> int:
        return self.read_to


class Attempts:
    """Each attempt waits until it may end."""

    def __init__(self) -> None:
        self.begun: list[UUID] = []
        self.failure: Exception | None = None
        self.may_end = threading.Event()

    def attempt(self, notice_id: UUID) -> None:
        self.begun.append(notice_id)
        self.may_end.wait(10)
        if self.failure is not None:
            raise self.failure


class Loop:
    def __init__(self) -> None:
        self.queue, self.attempts = Queue(), Attempts()
        self.sending = Sending(
            "sms", queue=self.queue, log=self.queue, attempts=self.attempts, patience=PATIENCE, clock=lambda: NINE
        )

    def step_when_all_ended(self, pool: ThreadPoolExecutor) -> float:
        self.attempts.may_end.set()
        for future in list(self.sending._under_way.values()):
            future.exception(10)
        return self.sending.step(pool)


def test_no_more_than_a_few_are_under_way_and_none_twice() -> None:
    loop = Loop()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in range(3):
            loop.sending.step(pool)
        first = set(loop.sending._under_way)
        loop.step_when_all_ended(pool)
        second = set(loop.sending._under_way)

    assert first == set(IDS[:AT_ONCE])
    assert second == set(IDS[AT_ONCE : 2 * AT_ONCE])
    assert len(loop.attempts.begun) == 2 * AT_ONCE


def test_what_has_to_wait_for_another_notice_to_the_same_person_holds_up_nobody_else() -> None:
    loop = Loop()
    loop.attempts.failure = NotItsTurn()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        loop.sending.step(pool)
        assert loop.step_when_all_ended(pool) == PAUSE_SECONDS

    assert loop.attempts.begun == IDS[: 2 * AT_ONCE]


def test_what_has_ended_is_handed_out_again_only_when_the_queue_has_read_of_it() -> None:
    loop = Loop()
    loop.queue.waiting = IDS[:1]
    loop.attempts.may_end.set()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        loop.sending.step(pool)
        for _ in range(3):
            loop.step_when_all_ended(pool)
        before = len(loop.attempts.begun)
        loop.queue.read_to = 7
        loop.step_when_all_ended(pool)

    assert (before, len(loop.attempts.begun)) == (1, 2)


@pytest.mark.parametrize("failure", [IdentityUnavailable(), Paced(), OSError()])
def test_the_loop_rests_and_tries_again_when_an_attempt_could_not_be_made(failure: Exception) -> None:
    loop = Loop()
    loop.queue.waiting = IDS[:1]
    loop.attempts.failure = failure

    with ThreadPoolExecutor(AT_ONCE) as pool:
        pauses = [loop.sending.step(pool), loop.step_when_all_ended(pool), loop.sending.step(pool)]

    assert pauses == [PAUSE_SECONDS, REST_SECONDS, PAUSE_SECONDS]
    assert loop.attempts.begun == [IDS[0], IDS[0]]


def test_the_loop_ends_when_it_is_told_to() -> None:
    loop, stop = Loop(), threading.Event()
    loop.attempts.may_end.set()
    running = threading.Thread(target=loop.sending.run, args=(stop,))
    running.start()

    stop.set()
    running.join(10)

    assert not running.is_alive()


def test_in_any_minute_no_more_are_sent_than_the_provider_may() -> None:
    seconds = [0.0]
    pace = Pace(2, lambda: seconds[0])

    allowed = []
    for second in (0, 10, 20, 59, 60, 61, 71):
        seconds[0] = second
        allowed.append(pace.allows())

    assert allowed == [True, True, False, False, True, False, True]


def test_what_has_to_wait_for_the_next_minute_is_neither_begun_nor_lost(house: House) -> None:
    class Nothing:
        def allows(self) -> bool:
            return False

    house.book()
    attempting: Any = house.attempting["sms"]
    [notice_id] = house.due("sms")
    unpaced, attempting._pace = attempting._pace, Nothing()

    with pytest.raises(Paced):
        attempting.attempt(notice_id)
    before = house.notices.read(notice_id).state
    attempting._pace = unpaced
    house.send()

    assert (before, [each.person_id for each in house.phones.taken]) == ("waiting", [CECILIA])


def test_every_attempt_is_counted_by_way_and_outcome(house: House) -> None:
    counted = counter("notifications", "attempts", "Notices tried", ("channel", "outcome")).labels("sms", "accepted")
    before = counted._value.get()
    house.book()

    house.send()

    assert counted._value.get() == before + 1
