"""Who may come in, who has to go, and what happens when the server itself goes."""

from uuid import UUID, uuid4

import pytest
from livekit import rtc
from playwright.async_api import Browser, Error

from tests.integration.media.conftest import Visitors
from tests.integration.media.native_caller import NativeCaller, until
from tests.integration.media.server import MediaProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_ending_a_visit_disconnects_everybody_and_refuses_their_tokens(
    media: MediaProcess, visitors: Visitors, visit_id: UUID, chromium_browser: Browser, page_address: str
) -> None:
    native = await visitors.native()
    [caller] = await visitors.in_browsers(chromium_browser, page_address, {})
    await media.hears(lambda said: sum("joined" in line for line in said) == 2)

    await media.command(close_room=str(visit_id))

    await until(lambda: native.ended_because is not None)
    assert native.ended_because == rtc.DisconnectReason.ROOM_DELETED
    seen = await caller.finds(lambda seen: seen["ended"] is not None)
    assert seen["ended"] == rtc.DisconnectReason.ROOM_DELETED
    await media.hears(lambda said: [line["reason"] for line in said if "left" in line] == ["ended", "ended"])
    with pytest.raises(rtc.ConnectError, match="the visit is over"):
        await NativeCaller(native.person_id).join(media.url, media.token(visit_id, native.person_id))
    with pytest.raises(Error, match="the visit is over"):
        await caller.join(media.url, media.token(visit_id, caller.person_id))


async def test_a_sign_in_that_ends_takes_its_own_connection_along_and_no_other(  # SES-3
    media: MediaProcess, visitors: Visitors, visit_id: UUID
) -> None:
    person, this_sign_in, other_sign_in, other_visit = uuid4(), uuid4(), uuid4(), uuid4()
    here, elsewhere = NativeCaller(person), NativeCaller(person)
    await here.join(media.url, media.token(visit_id, person, this_sign_in))
    await elsewhere.join(media.url, media.token(other_visit, person, other_sign_in))

    await media.command(end_sign_in=str(this_sign_in))

    await until(lambda: here.ended_because is not None)
    assert here.ended_because == rtc.DisconnectReason.PARTICIPANT_REMOVED
    assert elsewhere.ended_because is None
    with pytest.raises(rtc.ConnectError):
        await NativeCaller(person).join(media.url, media.token(visit_id, person, this_sign_in))
    await elsewhere.leave()


async def test_nobody_enters_before_the_visit_has_started(media: MediaProcess, visit_id: UUID) -> None:
    caller = NativeCaller()
    await media.command(visit=str(visit_id), verdict="not_started")

    with pytest.raises(rtc.ConnectError, match="not_started"):
        await caller.join(media.url, media.token(visit_id, caller.person_id))


async def test_after_a_crash_of_the_server_everybody_is_back(
    media: MediaProcess, visitors: Visitors, chromium_browser: Browser, page_address: str
) -> None:
    native = await visitors.native()
    [caller] = await visitors.in_browsers(chromium_browser, page_address, {})
    await native.sees(5)
    await caller.sees(5)

    await media.kill()
    await media.start()

    await native.sees(20)
    await caller.finds(lambda seen: seen["reconnections"] == 1 and seen["video"] and seen["video"][0]["frames"] > 10)
