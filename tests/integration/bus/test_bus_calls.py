"""Calls: every one gets an answer in time, and none is carried out later or twice."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pika
import pytest

from chassis.aio import Caller
from chassis.topology import CALLS_EXCHANGE, DEADLINE_HEADER
from contracts.booking.calls import BookVisit, EndVisit, ReadVisit, StartVisit
from contracts.refusals import Refused
from tests.integration.bus.listening_service import Notebook, notebook
from tests.integration.bus.process import Process
from tests.integration.bus.wire import Wire

Eventually = Callable[..., None]


class BookPatiently(BookVisit):
    """The same call by someone who waits for as long as a busy machine needs to start a process."""

    TIMEOUT_SECONDS = 60


class ReadImpatiently(ReadVisit):
    """The same call by someone who soon gives up."""

    TIMEOUT_SECONDS = 1


def visit(visit_id: UUID, *, takes_milliseconds: int = 0) -> dict[str, Any]:
    return {
        "visit_id": visit_id,
        "booked_by": uuid4(),
        "name": "Uppföljning",
        "starts_at": datetime.now(UTC),
        "length_minutes": takes_milliseconds,
        "staff_ids": [uuid4()],
        "patient_ids": [uuid4()],
    }


async def test_a_call_is_answered_with_the_replys_values(answering: Process) -> None:
    async with Caller(answering.amqp_url, "test") as caller:
        answer = await caller.call(BookVisit, **visit(uuid4()))

    assert answer == {"position": 7, "visit_ids": []}


async def test_a_refusal_arrives_as_a_refusal(answering: Process) -> None:
    async with Caller(answering.amqp_url, "test") as caller:
        with pytest.raises(Refused) as refused:
            await caller.call(ReadVisit, visit_id=uuid4(), person_id=uuid4())

    assert (refused.value.kind, refused.value.code) == ("not_found", "not_found")


async def test_a_fault_is_told_by_type_and_its_text_goes_nowhere(answering: Process) -> None:
    async with Caller(answering.amqp_url, "test") as caller:
        with pytest.raises(Refused) as refused:
            await caller.call(StartVisit, visit_id=uuid4(), started_by=uuid4())

    assert (refused.value.kind, refused.value.code, refused.value.detail) == ("busy", "failed", "")
    told = answering.log.read_text()
    assert "builtins.RuntimeError" in told
    assert "Anna" not in told


async def test_a_call_the_service_does_not_know_is_refused(answering: Process) -> None:
    async with Caller(answering.amqp_url, "test") as caller:
        with pytest.raises(Refused) as refused:
            await caller.call(EndVisit, visit_id=uuid4(), ended_by=uuid4())

    assert refused.value.code == "unknown_call"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"\xff no json", "unreadable"),
        (b"[]", "unreadable"),
        (b'{"args": [], "kwargs": []}', "invalid"),
        (b'{"args": [], "kwargs": {"visit_id": "x", "started_by": "y", "extra": 1}}', "invalid"),
    ],
)
async def test_a_request_that_breaks_its_contract_is_refused(answering: Process, body: bytes, code: str) -> None:
    reply = await asyncio.to_thread(asked, answering.amqp_url, "booking.start_visit", body, {})

    assert reply["result"]["refused"]["code"] == code


async def test_a_request_past_its_deadline_is_answered_late_and_not_carried_out(answering: Process) -> None:
    visit_id = uuid4()
    body = json.dumps({"args": [], "kwargs": BookVisit.request(visit(visit_id))}).encode()

    headers = {DEADLINE_HEADER: str(time.time() - 1)}
    reply = await asyncio.to_thread(asked, answering.amqp_url, "booking.book_visit", body, headers)

    assert reply["result"]["refused"]["code"] == "late"
    assert not any(str(visit_id) in line for line in notebook(answering.folder).lines())


async def test_a_service_that_is_not_there_is_unavailable_at_once(vhost: str) -> None:
    async with Caller(vhost, "test") as caller:
        with pytest.raises(Refused):
            await caller.call(ReadVisit, visit_id=uuid4(), person_id=uuid4())
        started = time.monotonic()

        with pytest.raises(Refused) as refused:
            await caller.call(ReadVisit, visit_id=uuid4(), person_id=uuid4())

    assert (refused.value.kind, refused.value.code) == ("busy", "unavailable")
    assert time.monotonic() - started < 1


async def test_a_broker_that_is_not_there_makes_every_service_unavailable() -> None:
    async with Caller("amqp://guest:guest@127.0.0.1:1/", "test") as caller:
        started = time.monotonic()

        with pytest.raises(Refused) as refused:
            await caller.call(ReadVisit, visit_id=uuid4(), person_id=uuid4())

    assert refused.value.code == "unavailable"
    assert time.monotonic() - started < BookVisit.TIMEOUT_SECONDS


async def test_a_service_that_does_not_answer_in_time_is_late(vhost: str, service: Process) -> None:
    service.start(vhost)
    os.kill(service.pid, signal.SIGSTOP)
    started = time.monotonic()

    async with Caller(vhost, "test") as caller:
        with pytest.raises(Refused) as refused:
            await caller.call(ReadImpatiently, visit_id=uuid4(), person_id=uuid4())

    assert refused.value.code == "late"
    assert ReadImpatiently.TIMEOUT_SECONDS <= time.monotonic() - started < ReadVisit.TIMEOUT_SECONDS
    os.kill(service.pid, signal.SIGCONT)


async def test_a_service_asked_to_end_finishes_its_command_once_and_replies(
    vhost: str, service: Process, noted: Notebook, eventually: Eventually
) -> None:
    service.start(vhost)
    visit_id = uuid4()
    async with Caller(vhost, "test") as caller:
        booking = asyncio.create_task(caller.call(BookVisit, **visit(visit_id, takes_milliseconds=1000)))
        await asyncio.to_thread(eventually, lambda: noted.lines() == [f"begun {visit_id}"])

        await asyncio.to_thread(service.stop)

        assert await booking == {"position": 7, "visit_ids": []}
    service.start(vhost)
    async with Caller(vhost, "test") as caller:
        await caller.call(BookVisit, **visit(UUID(int=1)))
    begun = [line for line in noted.lines() if line.startswith("begun")]
    assert begun == [f"begun {visit_id}", f"begun {UUID(int=1)}"]


async def test_a_request_survives_its_service_being_killed_and_started_again(
    vhost: str, service: Process, noted: Notebook, eventually: Eventually
) -> None:
    service.start(vhost)
    visit_id = uuid4()
    async with Caller(vhost, "test") as caller:
        booking = asyncio.create_task(caller.call(BookPatiently, **visit(visit_id, takes_milliseconds=300)))
        await asyncio.to_thread(eventually, lambda: noted.lines() == [f"begun {visit_id}"])

        service.kill()
        service.start(vhost, waits=False)

        assert await booking == {"position": 7, "visit_ids": []}


async def test_ten_commands_are_carried_out_side_by_side(answering: Process) -> None:
    async with Caller(answering.amqp_url, "test") as caller:
        started = time.monotonic()

        await asyncio.gather(*(caller.call(BookVisit, **visit(uuid4(), takes_milliseconds=500)) for _ in range(10)))

    assert time.monotonic() - started < 2.5


async def test_a_call_whose_connection_is_cut_is_asked_again(
    vhost: str, service: Process, noted: Notebook, eventually: Eventually
) -> None:
    service.start(vhost)
    visit_id = uuid4()
    async with Wire(vhost) as wire, Caller(wire.url, "test") as caller:
        booking = asyncio.create_task(caller.call(BookVisit, **visit(visit_id, takes_milliseconds=300)))
        await asyncio.to_thread(eventually, lambda: noted.lines() == [f"begun {visit_id}"])

        wire.cut()

        assert await booking == {"position": 7, "visit_ids": []}
    assert noted.lines().count(f"begun {visit_id}") == 2  # which is why every command may be asked twice


def asked(amqp_url: str, routing_key: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """One request of any shape, and the reply."""
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    queue = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_bind(queue, CALLS_EXCHANGE, "replies")
    properties = pika.BasicProperties(reply_to="replies", correlation_id="1", headers=headers)
    channel.basic_publish(CALLS_EXCHANGE, routing_key, body, properties)
    for _, _, reply in channel.consume(queue, inactivity_timeout=5):
        connection.close()
        answer: dict[str, Any] = json.loads(reply or b"{}")
        return answer
    raise AssertionError("no reply")
