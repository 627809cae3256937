"""Processes that are killed, brokers that are restarted: nothing is lost, and order is kept."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from chassis.aio import Caller, Listener
from chassis.following.parking import Parking
from chassis.store import Delivery
from contracts.booking.calls import BookVisit
from contracts.identity.events import UserRegistered, UserStatusChanged
from contracts.message import Event
from contracts.refusals import Refused
from tests.fixtures.broker import TestBroker
from tests.fixtures.heard_positions import HeardPositions
from tests.integration.bus.listening_service import FAILS
from tests.integration.bus.people import People, change_often
from tests.integration.bus.process import Process
from tests.integration.bus.test_bus_calls import visit
from tests.integration.bus.test_bus_hearing import BOOKINGS_PLAN

Eventually = Callable[..., None]

PEOPLE = (UserRegistered, UserStatusChanged)


class Listened:
    """What a listener was told, by name."""

    def __init__(self) -> None:
        self.names: list[str] = []

    async def on_event(self, event: type[Event], delivery: Delivery, fields: dict[str, object]) -> None:
        self.names.append(event.NAME)

    async def on_gap(self) -> None:
        self.names.append("gap")


def test_relay_and_reader_killed_in_turn_lose_nothing_and_keep_the_order(
    vhost: str, service: Process, follower: Process, people: People, heard: HeardPositions, eventually: Eventually
) -> None:
    service.start(vhost)
    follower.start(vhost)
    told: list[int] = []
    for round_number in range(5):
        told += change_often(people, 100)
        victim = (follower, service)[round_number % 2]
        some_of_these = len(told) - 90
        eventually(lambda enough=some_of_these: len(heard.in_order()) > enough)
        victim.kill()
        victim.start(vhost, waits=False)

    eventually(lambda: len(heard.in_order()) >= 500)

    assert heard.in_order() == told


async def test_everything_finds_its_way_back_after_a_broker_restart(
    own_broker: TestBroker,
    service: Process,
    follower: Process,
    people: People,
    heard: HeardPositions,
    eventually: Eventually,
) -> None:
    listened = Listened()
    service.start(own_broker.url)
    follower.start(own_broker.url)
    async with (
        Caller(own_broker.url, "test") as caller,
        Listener(own_broker.url, "test", PEOPLE, listened.on_event, listened.on_gap) as listener,
    ):
        await asyncio.to_thread(eventually, lambda: listener.is_ready)
        before = change_often(people, 10)
        await asyncio.to_thread(eventually, lambda: len(listened.names) == 10)

        await asyncio.to_thread(own_broker.stop)
        meanwhile = change_often(people, 10)
        with pytest.raises(Refused):
            await caller.call(BookVisit, **visit(uuid4()))
        assert service.is_alive()
        assert not service.is_ready()
        assert follower.is_alive()
        own_broker.start()  # in this thread: a process ends with the thread that started it
        await asyncio.to_thread(service.wait_until_ready)
        await asyncio.to_thread(follower.wait_until_ready)
        await asyncio.to_thread(eventually, lambda: listener.is_ready and caller.is_ready)

        after = change_often(people, 10)
        await asyncio.to_thread(eventually, lambda: len(heard.in_order()) >= 30)
        assert heard.in_order() == before + meanwhile + after
        assert await caller.call(BookVisit, **visit(uuid4())) == {"position": 7, "visit_ids": []}
        await asyncio.to_thread(eventually, lambda: listened.names[-10:] == listened.names[:10])
        assert listened.names.count("gap") == 1


def test_what_fails_after_a_broker_restart_is_parked_whole(
    own_broker: TestBroker, service: Process, follower: Process, people: People, tmp_path: Path, eventually: Eventually
) -> None:
    (tmp_path / "failing").touch()
    service.start(own_broker.url)
    follower.start(own_broker.url)
    people.register(FAILS)
    parking = Parking(own_broker.url)
    eventually(lambda: len(parking.list(BOOKINGS_PLAN.parked)) == 1)
    own_broker.restart()
    service.wait_until_ready()

    [replayed] = parking.replay(BOOKINGS_PLAN.parked, None)

    eventually(lambda: len(parking.list(BOOKINGS_PLAN.parked)) == 1)
    [parked] = parking.list(BOOKINGS_PLAN.parked)
    assert (parked.message_id, parked.event, parked.attempts) == (replayed.message_id, "user_registered", 4)


def test_processes_started_before_their_broker_wait_for_it(
    own_broker: TestBroker,
    service: Process,
    follower: Process,
    people: People,
    heard: HeardPositions,
    eventually: Eventually,
) -> None:
    own_broker.stop()
    service.start(own_broker.url, waits=False)
    follower.start(own_broker.url, waits=False)
    eventually(lambda: service.is_alive() and follower.is_alive())
    assert not service.is_ready()
    assert not follower.is_ready()

    own_broker.start()

    told = change_often(people, 5)
    eventually(lambda: len(heard.in_order()) == 5)
    assert heard.in_order() == told


def test_processes_can_be_ended_while_their_broker_is_away(
    own_broker: TestBroker, service: Process, follower: Process, people: People, eventually: Eventually
) -> None:
    service.start(own_broker.url)
    follower.start(own_broker.url)
    own_broker.stop()
    eventually(lambda: not service.is_ready() and not follower.is_ready())

    for process in (service, follower):
        os.kill(process.pid, signal.SIGTERM)

    eventually(lambda: service.has_ended and follower.has_ended, timeout_seconds=8)


def test_processes_can_be_ended_before_they_ever_reached_a_broker(
    service: Process, follower: Process, people: People, eventually: Eventually
) -> None:
    nowhere = "amqp://guest:guest@127.0.0.1:1/"
    service.start(nowhere, waits=False)
    follower.start(nowhere, waits=False)
    eventually(lambda: service.is_alive() and follower.is_alive())

    for process in (service, follower):
        os.kill(process.pid, signal.SIGTERM)

    eventually(lambda: service.has_ended and follower.has_ended, timeout_seconds=8)


async def test_a_broker_out_of_memory_delays_events_and_loses_none(
    own_broker: TestBroker,
    service: Process,
    follower: Process,
    people: People,
    heard: HeardPositions,
    eventually: Eventually,
) -> None:
    service.start(own_broker.url)
    follower.start(own_broker.url)
    async with Caller(own_broker.url, "test") as caller:
        await caller.call(BookVisit, **visit(uuid4()))

        with out_of_memory(own_broker):
            with pytest.raises(Refused) as refused:
                await caller.call(BookVisit, **visit(uuid4()))
            told = change_often(people, 50)

        assert refused.value.code in ("late", "unavailable")
        await asyncio.to_thread(eventually, lambda: len(heard.in_order()) == 50)
        assert heard.in_order() == told
        assert await caller.call(BookVisit, **visit(uuid4())) == {"position": 7, "visit_ids": []}


@contextmanager
def out_of_memory(broker: TestBroker) -> Iterator[None]:
    """The broker takes nothing from anyone who publishes; it neither refuses nor answers."""
    broker.node._evaluate("vm_memory_monitor:set_vm_memory_high_watermark(0.00001).")
    yield
    broker.node._evaluate("vm_memory_monitor:set_vm_memory_high_watermark(0.4).")


def test_a_follower_whose_store_is_gone_ends_rather_than_pretend(
    vhost: str, follower: Process, people: People, eventually: Eventually
) -> None:
    follower.start(vhost)

    with people.recorder.datastore.transaction(commit=True) as cursor:  # type: ignore[attr-defined]
        cursor.execute("DROP TABLE stored_events")

    eventually(lambda: follower.has_ended)
    assert "loop_died" in follower.log.read_text()
