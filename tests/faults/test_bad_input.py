"""Whatever is thrown at the platform is refused in words, changes nothing, and leaves every process standing."""

import asyncio
import contextlib
import os
import socket
import struct
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus, WebSocketException

from chassis.aio import Caller
from contracts.identity.calls import RegisterPerson
from contracts.refusals import Refused
from tests.faults.at_the_media_server import media_answers
from tests.faults.caller_at_the_door import CallerAtTheDoor
from tests.fixtures.platform import TestPlatform
from tools.demo.people import ANNA, JONAS, KARL, MARIA

LATER = (datetime.now(UTC) + timedelta(days=1)).isoformat()
BOOKING = {
    "name": "Uppföljning",
    "starts_at": LATER,
    "length_minutes": 30,
    "staff_ids": [str(ANNA.id)],
    "patient_ids": [str(KARL.id)],
}


@pytest.fixture(autouse=True)
def nothing_falls(platform: TestPlatform) -> Iterator[None]:
    """Every process that stood before the test stands after it, and is ready."""
    before = {kept.name: kept.pid for kept in platform.kept()}
    yield
    platform.wait_ready()
    assert {kept.name: kept.pid for kept in platform.kept()} == before


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"starts_at": "1999-01-01T10:00:00Z"}, 422, "starts_in_the_past"),
        ({"starts_at": "9999-12-31T23:59:59Z"}, 422, "too_far_ahead"),
        ({"starts_at": "2026-02-30T10:00:00Z"}, 422, "invalid"),
        ({"length_minutes": 0}, 422, "length_out_of_range"),
        ({"length_minutes": 10**9}, 422, "length_out_of_range"),
        ({"name": "   "}, 422, "invalid"),
        ({"patient_ids": [str(uuid.uuid4())]}, 404, "person_unknown"),
        ({"patient_ids": [str(ANNA.id)]}, 422, "person_twice"),
        ({"patient_ids": [str(JONAS.id)]}, 409, "not_a_patient"),
    ],
)
def test_a_booking_that_breaks_a_rule_is_refused_by_the_rules_name(
    staff: CallerAtTheDoor, wrong: dict[str, Any], status: int, code: str
) -> None:  # BOK-7, BOK-10
    before = len(staff.get("/api/visits")["visits"])

    refused = staff.post(f"/api/visits/{uuid.uuid4()}", BOOKING | wrong)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert len(staff.get("/api/visits")["visits"]) == before


def test_the_same_booking_twice_is_one_visit(staff: CallerAtTheDoor) -> None:
    visit_id = uuid.uuid4()
    before = len(staff.get("/api/visits")["visits"])

    first = staff.done(f"/api/visits/{visit_id}", BOOKING)
    staff.done(f"/api/visits/{visit_id}", BOOKING)

    after = staff.get(f"/api/visits?at_least={first['position']}")["visits"]
    assert len(after) == before + 1


def test_another_booking_under_the_same_id_is_refused(staff: CallerAtTheDoor) -> None:
    visit_id = uuid.uuid4()
    staff.done(f"/api/visits/{visit_id}", BOOKING)

    refused = staff.post(f"/api/visits/{visit_id}", BOOKING | {"patient_ids": [str(MARIA.id)]})

    assert (refused.status_code, refused.json()["code"]) == (409, "id_taken")


def test_a_visit_of_others_is_not_found_by_anyone_else(staff: CallerAtTheDoor, other_staff: CallerAtTheDoor) -> None:
    visit_id = staff.book(KARL)  # LIF-6

    for path in ("", "/start", "/end", "/cancel", "/join"):
        refused = other_staff.post(f"/api/visits/{visit_id}{path}", BOOKING if path == "" else None)
        assert refused.status_code == (409 if path == "" else 404), path
    assert staff.visit(visit_id)["state"] == "booked"


def test_a_patient_can_neither_start_nor_end_nor_cancel(staff: CallerAtTheDoor, patient: CallerAtTheDoor) -> None:
    visit_id = staff.book(KARL)  # LIF-1, Q8

    for command in ("start", "end", "cancel"):
        refused = patient.post(f"/api/visits/{visit_id}/{command}")
        assert (refused.status_code, refused.json()["code"]) == (403, "only_staff"), command
    assert staff.visit(visit_id)["state"] == "booked"


def test_two_starting_at_once_start_it_once(platform: TestPlatform, staff: CallerAtTheDoor) -> None:
    visit_id = staff.book(KARL)

    statuses = asyncio.run(staff.at_once(f"/api/visits/{visit_id}/start", times=8))

    assert statuses == [200] * 8
    assert staff.visit(visit_id)["version"] == 2


@pytest.mark.parametrize(
    "number", ["198507099806", "000000-0000", "20261301-2395", "robert'); drop table", "", "1" * 500]
)
def test_a_wrong_personnummer_is_refused(platform: TestPlatform, number: str) -> None:  # USR-1
    async def register() -> None:
        async with Caller(platform.environment["CARE_AMQP_URL"], "tests") as caller:
            await caller.call(
                RegisterPerson,
                person_id=uuid.uuid4(),
                registered_by=ANNA.id,
                personnummer=number,
                name="Någon Annan",
                roles=["patient"],
            )

    with pytest.raises(Refused) as refused:
        asyncio.run(register())

    assert refused.value.kind == "invalid"


def test_ten_megabytes_are_refused_at_the_door(platform: TestPlatform) -> None:
    answer = httpx.post(f"{platform.url}/api/sign-in/demo", content=b"x" * 10_000_000, timeout=10)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, "not the secret at all, though long enough"),
        ({"exp": 1_000_000}, None),
        ({"iss": "somebody else"}, None),
        ({"video": {"roomJoin": True}}, None),
        ({"sub": "not an id"}, None),
        ({"sub": str(MARIA.id)}, None),
    ],
)
def test_a_forged_expired_or_foreign_token_opens_no_room(
    platform: TestPlatform, staff: CallerAtTheDoor, change: dict[str, Any], key: str | None
) -> None:
    visit_id = staff.book(KARL)
    staff.done(f"/api/visits/{visit_id}/start")
    joining = staff.done(f"/api/visits/{visit_id}/join")
    secret = (platform.plan.secrets / "media_api_secret").read_text().strip()
    claims = jwt.decode(joining["token"], secret, algorithms=["HS256"], issuer="care")

    forged = jwt.encode(claims | change, key or secret, algorithm="HS256")

    assert media_answers(joining["url"], forged) in (401, 403)
    assert media_answers(joining["url"], jwt.encode(claims, "", algorithm="none")) in (401, 403)
    assert media_answers(joining["url"], joining["token"]) == 200
    staff.done(f"/api/visits/{visit_id}/end")


def test_noise_on_the_media_port_disturbs_nobody(platform: TestPlatform) -> None:
    address = ("127.0.0.1", platform.plan.ports["media_udp"])
    stun = struct.pack("!HHI", 1, 0xFFFF, 0x2112A442)
    noise = [
        b"",
        b"\x00",
        stun,
        stun + os.urandom(12),
        stun + os.urandom(1400),
        b"\x80" * 11,
        b"\x16\xfe\xfd" + os.urandom(60),
    ]

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for datagram in [*noise, *(os.urandom(length) for length in range(1, 1400, 7))]:
            sender.sendto(datagram, address)


def test_noise_on_the_signalling_port_disturbs_nobody(platform: TestPlatform, staff: CallerAtTheDoor) -> None:
    visit_id = staff.book(KARL)
    staff.done(f"/api/visits/{visit_id}/start")
    joining = staff.done(f"/api/visits/{visit_id}/join")

    asyncio.run(send_noise(joining))

    assert media_answers(joining["url"], joining["token"]) == 200
    staff.done(f"/api/visits/{visit_id}/end")


async def send_noise(joining: dict[str, Any]) -> None:
    """What is no request is refused at the door; after a proper one, whatever follows hurts only its sender."""
    for join_request in ("AAAA", "%FF%FE", "x" * 50_000):
        with pytest.raises(InvalidStatus) as refused:
            await converse(joining, f"&join_request={join_request}", b"")
        assert refused.value.response.status_code == 400, join_request
    for message in (b"", b"\xff" * 100, b"\x0a\x05\x0a\x03v=0", os.urandom(5000), b"x" * 10_000_000):
        # Hanging up on this is a fair answer; in mid-sending, the client library stumbles over its own feet.
        with contextlib.suppress(WebSocketException, OSError, TimeoutError, AttributeError):
            await converse(joining, "", message)


async def converse(joining: dict[str, Any], query: str, message: bytes) -> None:
    address = f"{joining['url']}/rtc/v1?access_token={joining['token']}{query}"
    async with asyncio.timeout(5), connect(address) as socket_:
        await socket_.recv()
        await socket_.send(message)
        await socket_.recv()
