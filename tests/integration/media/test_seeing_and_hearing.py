"""Unchanged LiveKit clients see and hear each other through our media server."""

from uuid import UUID

from livekit import rtc

from tests.integration.media.browser_caller import energy_in, frames_in
from tests.integration.media.conftest import Visitors
from tests.integration.media.native_caller import COLOUR, LOUDEST, until
from tests.integration.media.server import MediaProcess


async def test_two_python_clients_see_hear_and_write_to_each_other(media: MediaProcess, visitors: Visitors) -> None:
    anna, bo = await visitors.native(), await visitors.native()

    await anna.sees(30)
    await bo.sees(30)
    await anna.room.local_participant.publish_data(b"hej", reliable=True)
    await until(lambda: bo.messages)

    for caller in (anna, bo):
        assert (1280, 720) in caller.sizes
        assert all(abs(seen - sent) < 25 for seen, sent in zip(caller.mean_colour, COLOUR, strict=True))
        assert caller.loudest > LOUDEST / 2
    assert bo.messages == [(str(anna.person_id), b"hej")]
    await until(lambda: str(bo.person_id) in anna.speakers_heard)
    tally = await media.tally()
    assert tally["datagrams_failed"] == tally["packets_malformed"] == 0


async def test_a_browser_and_a_python_client_see_and_hear_each_other(visitors: Visitors, page_address: str) -> None:
    native = await visitors.native()
    [browser] = await visitors.browsers(page_address, 1)

    await native.sees(40)
    seen = await browser.sees(40)
    await browser.do("say('me', 'hej')")
    await until(lambda: native.messages)

    assert native.loudest > 1000
    assert energy_in(seen) > 0
    assert native.messages == [(str(browser.person_id), b"hej")]


async def test_two_browsers_see_and_hear_each_other_at_full_size(visitors: Visitors, page_address: str) -> None:
    anna, bo = await visitors.browsers(page_address, 2)

    for caller in (anna, bo):
        await caller.sees(60)
        seen = await caller.finds(lambda seen: any(video["width"] == 1280 for video in seen["video"]))
        assert energy_in(seen) > 0
        assert seen["video"][0]["freezes"] <= 1
        assert frames_in(seen) > 60
        assert "lost" not in seen["qualities"]
