"""An ended visit stays ended, whoever sleeps while it ends."""

import asyncio

from tests.faults.at_the_media_server import connected, media_answers
from tests.faults.caller_at_the_door import PATIENCE_SECONDS, CallerAtTheDoor
from tests.fixtures.platform import TestPlatform
from tools.demo.people import KARL
from tools.platform.answering import answers_http, wait_until


# LIF-7, LIF-8
def test_an_old_token_opens_nothing_although_the_service_slept_through_the_end(
    platform: TestPlatform, staff: CallerAtTheDoor, patient: CallerAtTheDoor
) -> None:
    visit_id = staff.book(KARL)
    staff.done(f"/api/visits/{visit_id}/start")
    joining = patient.done(f"/api/visits/{visit_id}/join")
    assert media_answers(joining["url"], joining["token"]) == 200
    platform.halt("visit-media-service")

    async def be_thrown_out() -> None:
        async with connected(joining) as room:
            thrown_out = asyncio.Event()
            room.on("disconnected", lambda *_: thrown_out.set())
            await asyncio.to_thread(staff.done, f"/api/visits/{visit_id}/end")
            async with asyncio.timeout(5):
                await thrown_out.wait()

    try:
        asyncio.run(be_thrown_out())
        platform.kill("media")
        door = joining["url"].replace("ws", "http", 1)
        wait_until(lambda: answers_http(door), what="the media server", timeout_seconds=PATIENCE_SECONDS)
        assert media_answers(joining["url"], joining["token"]) == 403
    finally:
        platform.resume("visit-media-service")
        platform.wait_ready()
