"""Whoever may no longer be there is out at once: of every room, page, tab and device, and stays out (STA-2, SES-3)."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import pytest
from livekit import rtc

from tests.faults.at_the_media_server import connected, media_answers
from tests.faults.caller_at_the_door import PATIENCE_SECONDS, CallerAtTheDoor
from tests.faults.conftest import at_the_door
from tests.faults.open_page import open_page
from tests.faults.people_changed import change_status
from tests.fixtures.platform import TestPlatform
from tools.demo.people import JONAS, KARL, MARIA
from tools.platform.answering import answers_http, wait_until


@pytest.fixture
def other_device(platform: TestPlatform) -> Iterator[CallerAtTheDoor]:
    """The same patient, signed in a second time."""
    yield from at_the_door(platform, KARL)


@pytest.fixture
def joinings(
    staff: CallerAtTheDoor, patient: CallerAtTheDoor, other_device: CallerAtTheDoor
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Two visits that go on; the patient goes to each from another device."""
    visit_ids = [staff.book(KARL) for _ in range(2)]
    for visit_id in visit_ids:
        staff.done(f"/api/visits/{visit_id}/start")
    devices = zip((patient, other_device), visit_ids, strict=True)
    here, there = (device.done(f"/api/visits/{visit_id}/join") for device, visit_id in devices)
    yield here, there
    for visit_id in visit_ids:
        staff.done(f"/api/visits/{visit_id}/end")


def thrown_out_of(room: rtc.Room) -> asyncio.Future[int]:
    """Resolved with the reason when the room is over for this client."""
    over: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def disconnected(reason: int) -> None:
        if not over.done():
            over.set_result(reason)

    room.on("disconnected", disconnected)
    return over


# STA-2, STA-3, TRB-3
def test_one_who_is_no_longer_active_is_out_of_every_room_and_page_on_every_device(
    platform: TestPlatform,
    patient: CallerAtTheDoor,
    other_device: CallerAtTheDoor,
    joinings: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    async def be_thrown_out() -> None:
        async with AsyncExitStack() as stack:
            rooms = [await stack.enter_async_context(connected(joining)) for joining in joinings]
            pages = [await stack.enter_async_context(open_page(who)) for who in (patient, patient, other_device)]
            over = [thrown_out_of(room) for room in rooms]
            await change_status(platform, KARL, "inactive")
            async with asyncio.timeout(PATIENCE_SECONDS):
                assert await asyncio.gather(*over) == [rtc.DisconnectReason.PARTICIPANT_REMOVED] * 2
            for page in pages:
                await page.hears("signed_out")

    try:
        asyncio.run(be_thrown_out())
        assert [media_answers(joining["url"], joining["token"]) for joining in joinings] == [403, 403]
        assert [who.is_signed_out for who in (patient, other_device)] == [True, True]
    finally:
        asyncio.run(change_status(platform, KARL, "active"))


# SES-3
def test_signing_out_ends_the_call_of_this_sign_in_and_of_no_other(
    patient: CallerAtTheDoor, joinings: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    here, there = joinings

    async def sign_out_here() -> None:
        async with connected(here) as this_room, connected(there) as other_room, open_page(patient) as other_tab:
            this_call, other_call = thrown_out_of(this_room), thrown_out_of(other_room)
            answer = await asyncio.to_thread(patient.post, "/api/sign-out")
            assert answer.status_code == 204
            await other_tab.hears("signed_out")
            async with asyncio.timeout(PATIENCE_SECONDS):
                assert await this_call == rtc.DisconnectReason.PARTICIPANT_REMOVED
            assert not other_call.done()
            assert other_room.isconnected()

    asyncio.run(sign_out_here())
    assert (media_answers(here["url"], here["token"]), media_answers(there["url"], there["token"])) == (403, 200)


# SES-3
def test_an_old_media_token_after_sign_out_is_refused_although_the_service_slept_and_the_server_died(
    platform: TestPlatform, patient: CallerAtTheDoor, joinings: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    here, _ = joinings
    platform.halt("visit-media-service")

    async def sign_out_in_a_call() -> None:
        async with connected(here) as room:
            over = thrown_out_of(room)
            await asyncio.to_thread(patient.post, "/api/sign-out")
            async with asyncio.timeout(PATIENCE_SECONDS):
                await over

    try:
        asyncio.run(sign_out_in_a_call())
        platform.kill("media")
        door = here["url"].replace("ws", "http", 1)
        wait_until(lambda: answers_http(door), what="the media server", timeout_seconds=PATIENCE_SECONDS)
        assert media_answers(here["url"], here["token"]) == 403
    finally:
        platform.resume("visit-media-service")
        platform.wait_ready()


# SES-3
def test_a_sign_out_that_the_media_server_slept_through_counts_when_it_wakes(
    platform: TestPlatform, patient: CallerAtTheDoor, joinings: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    here, _ = joinings

    async def sign_out_while_it_sleeps() -> None:
        async with connected(here) as room:
            over = thrown_out_of(room)
            await asyncio.to_thread(platform.kill, "media")
            await asyncio.to_thread(patient.post, "/api/sign-out")
            async with asyncio.timeout(PATIENCE_SECONDS):
                await over

    asyncio.run(sign_out_while_it_sleeps())
    platform.wait_ready()
    assert media_answers(here["url"], here["token"]) == 403


def changed(caller: CallerAtTheDoor, visit_id: str, **people: list[str]) -> None:
    """The visit with other people than before."""
    visit = caller.visit(visit_id)
    details = {name: visit[name] for name in ("details_version", "name", "starts_at", "length_minutes")}
    staff_ids, patient_ids = ([person["id"] for person in visit[who]] for who in ("staff", "patients"))
    belonging = {"staff_ids": staff_ids, "patient_ids": patient_ids}
    caller.done(f"/api/visits/{visit_id}/change", details | belonging | people)


# BOK-6
def test_staff_who_were_replaced_are_out_of_the_room_and_whoever_came_instead_comes_in(
    staff: CallerAtTheDoor, other_staff: CallerAtTheDoor
) -> None:
    visit_id = staff.book(KARL)
    staff.done(f"/api/visits/{visit_id}/start")
    here = staff.done(f"/api/visits/{visit_id}/join")

    async def be_replaced() -> None:
        async with connected(here) as room, open_page(staff) as old_page, open_page(other_staff) as new_page:
            over = thrown_out_of(room)
            await asyncio.to_thread(changed, staff, visit_id, staff_ids=[str(JONAS.id)])
            async with asyncio.timeout(PATIENCE_SECONDS):
                assert await over == rtc.DisconnectReason.PARTICIPANT_REMOVED
            await old_page.hears("visit", visit_id=visit_id, is_taken_out=True)
            await new_page.hears("visit", visit_id=visit_id, state="started")

    asyncio.run(be_replaced())
    there = other_staff.done(f"/api/visits/{visit_id}/join")
    assert (media_answers(here["url"], here["token"]), media_answers(there["url"], there["token"])) == (403, 200)
    assert staff.post(f"/api/visits/{visit_id}/join").status_code == 404
    other_staff.done(f"/api/visits/{visit_id}/end")


# BOK-6, LIF-2
def test_a_patient_who_is_taken_out_while_waiting_waits_no_more_and_everyone_learns_it(
    staff: CallerAtTheDoor, patient: CallerAtTheDoor
) -> None:
    visit_id, page = staff.book(KARL), {"wait_id": str(uuid4())}
    of_karl = {"visit_id": visit_id, "person_id": str(KARL.id)}

    async def be_taken_out() -> None:
        async with open_page(staff) as staffs_page, open_page(patient) as patients_page:
            waits = await asyncio.to_thread(patient.done, f"/api/visits/{visit_id}/wait", page)
            assert waits == {"state": "booked"}
            await staffs_page.hears("presence", **of_karl, state="waiting")
            await asyncio.to_thread(changed, staff, visit_id, patient_ids=[str(MARIA.id)])
            await patients_page.hears("visit", visit_id=visit_id, is_taken_out=True)
            await staffs_page.hears("presence", **of_karl, state="stopped_waiting")
            assert "presence" not in {name for name, _ in patients_page.heard}

    asyncio.run(be_taken_out())
    assert patient.post(f"/api/visits/{visit_id}/wait", page).status_code == 404
    assert patient.once("GET", f"/api/visits/{visit_id}").status_code == 404
    staff.done(f"/api/visits/{visit_id}/cancel")
