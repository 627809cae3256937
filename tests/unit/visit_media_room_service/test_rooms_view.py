"""Operators see every room from the inside, and nobody's name or address."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from chassis.aio import HealthServer
from tests.unit.visit_media_signalling.house import House, offer
from visit_media.room_service.rooms_view import rooms_view
from visit_media.sfu.members.forwarding import Forwarding


@pytest_asyncio.fixture
async def house(house: House) -> House:
    """The server over a real plane."""
    forwarding = Forwarding(host="127.0.0.1", port=0, announced_addresses=("127.0.0.1",))
    house.server._forwarding = forwarding
    forwarding.open()
    return house


@pytest_asyncio.fixture
async def address(house: House) -> AsyncIterator[str]:
    health = HealthServer(0, lambda: {"events": True}, rooms_view(house.server))
    await health.start()
    yield f"http://127.0.0.1:{health.port}"
    await health.stop()


async def shown(address: str) -> Any:
    return json.loads(await asyncio.to_thread(lambda: urllib.request.urlopen(address, timeout=5).read()))


async def test_a_room_shows_who_sends_and_is_sent_what_and_how_well(house: House, address: str) -> None:
    anna = await house.client(name="Anna Andersson").connect()
    bo = await house.client().connect()
    sids = await anna.publish()
    await bo.say(offer=offer("chromium_v1_joins", number=2))

    rooms = await shown(f"{address}/rooms")
    room = await shown(f"{address}/rooms/{house.visit_id}")

    assert [(one["visit_id"], one["participants"], one["connected"]) for one in rooms["rooms"]] == [
        (str(house.visit_id), 2, 2)
    ]
    annas, bos = room["participants"]
    assert (annas["person_id"], annas["form"]) == (str(anna.grant.person_id), "one connection")
    assert [track["sid"] for track in annas["tracks"]] == sids
    assert sorted(len(stream["layers"]) for stream in annas["streams"].values()) == [1, 3]
    assert {stream["subscribers"] for stream in annas["streams"].values()} == {1}
    assert sorted(sink["kind"] for sink in bos["sinks"]) == ["audio", "video"]
    assert set(bos["receives"].values()) == set(sids)
    assert bos["paths"][0]["is_connected"]
    assert bos["stay"]["resumes"] == 0
    assert "Anna" not in json.dumps(room)


async def test_there_is_nothing_to_see_where_no_room_is(house: House, address: str) -> None:
    assert await shown(f"{address}/rooms") == {"rooms": []}
    for path in (f"/rooms/{uuid4()}", "/rooms/x", "/roomsandmore"):
        with pytest.raises(urllib.error.HTTPError) as missing:
            await shown(address + path)
        assert missing.value.code == 404
    assert await shown(f"{address}/healthz") == {"alive": True}
