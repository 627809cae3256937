"""The matrix of media: every way to go, as unchanged clients of LiveKit take it in either form of the protocol."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL
from typing import Any
from uuid import UUID, uuid4

import pytest
from livekit import rtc
from playwright.async_api import Browser

from tests.integration.media.browser_caller import BrowserCaller, open_page
from tests.integration.media.native_caller import NativeCaller, until
from tests.integration.media.server import MediaProcess
from visit_media.signalling import departures
from visit_media.signalling.departures import Action, Departure

pytestmark = pytest.mark.asyncio(loop_scope="session")
TOLD = [departure for departure in departures.DEPARTURES if departure is not departures.LEFT]

VANISHING = """
import asyncio, sys
from livekit import rtc

async def stay():
    await rtc.Room().connect(*sys.argv[1:])
    await asyncio.Event().wait()

asyncio.run(stay())
"""


def name_of(departure: Departure) -> str:
    return departure.because.value


@pytest.mark.parametrize("departure", TOLD, ids=name_of)
async def test_a_client_that_is_sent_away_stays_away_or_begins_anew_as_it_is_told(
    media: MediaProcess, chromium_browser: Browser, page_address: str, is_single: bool, departure: Departure
) -> None:
    visit_id, native = uuid4(), NativeCaller()
    browser = BrowserCaller(await open_page(chromium_browser, page_address))
    await native.join(media.url, media.token(visit_id, native.person_id), single_peer_connection=is_single)
    await browser.join(media.url, media.token(visit_id, browser.person_id), singlePeerConnection=is_single)
    name = next(name for name in vars(departures) if getattr(departures, name) is departure)

    await media.command(person=str(native.person_id), end=name)
    await media.command(person=str(browser.person_id), end=name)

    if departure.action == Action.DISCONNECT:
        await until(lambda: native.ended_because is not None)
        assert native.ended_because == departure.reason
        assert (await browser.finds(lambda seen: seen["ended"] is not None))["ended"] == departure.reason
    else:
        await media.hears(lambda said: sum(line.get("joined") == str(native.person_id) for line in said) == 2)
        await browser.finds(lambda seen: seen["restarts"] == 1 and seen["state"] == "connected")
        await until(lambda: len(native.room.remote_participants) == 1)
    await gone(media, visit_id, native.person_id, departure.because.value)
    await native.leave()
    await browser.page.context.close()


async def test_whoever_leaves_is_gone_at_once_and_whoever_is_replaced_knows_why(
    media: MediaProcess, is_single: bool
) -> None:
    visit_id, first, other = uuid4(), NativeCaller(), NativeCaller()
    second = NativeCaller(first.person_id)
    for caller in (first, other, second):
        await caller.join(media.url, media.token(visit_id, caller.person_id), single_peer_connection=is_single)

    await until(lambda: first.ended_because == rtc.DisconnectReason.DUPLICATE_IDENTITY)
    await second.leave()
    await until(lambda: not other.room.remote_participants)

    await gone(media, visit_id, first.person_id, "replaced")
    await gone(media, visit_id, first.person_id, "left")
    await other.leave()


async def test_whoever_vanishes_without_a_word_is_lost_to_the_others_after_some_seconds(media: MediaProcess) -> None:
    visit_id, lost, other = uuid4(), uuid4(), NativeCaller()
    await other.join(media.url, media.token(visit_id, other.person_id))
    arguments = (media.url, media.token(visit_id, lost))
    client = await asyncio.create_subprocess_exec(sys.executable, "-c", VANISHING, *arguments, stderr=DEVNULL)
    await until(lambda: str(lost) in other.room.remote_participants)

    client.kill()

    await client.wait()
    await gone(media, visit_id, lost, "lost", seconds=20)
    await until(lambda: not other.room.remote_participants)
    await other.leave()


async def gone(media: MediaProcess, visit_id: UUID, person_id: UUID, reason: str, seconds: float = 20) -> None:
    """Wait until the server has recorded this departure."""
    expected: dict[str, Any] = {"left": str(person_id), "visit": str(visit_id), "reason": reason}
    await media.hears(lambda said: expected in said, seconds)
