"""The live stream: nobody misses an event, nobody gets another's."""

import asyncio
from uuid import uuid4

from gateway.live import WAITING_EVENTS_MAX, Hub

KARL, MARIA, SESSION = uuid4(), uuid4(), uuid4()


async def taken(hub: Hub, count: int, last_event_id: str) -> list[str]:
    names = []
    async for told in hub.follow(KARL, SESSION, last_event_id):
        names.append(told.name)
        if len(names) == count:
            break
    return names


def here(hub: Hub, number: int = 0) -> str:
    return f"{hub.run}-{number}"


async def test_an_event_reaches_whom_it_concerns():  # LIF-2
    hub = Hub()
    page = asyncio.create_task(taken(hub, 1, here(hub)))
    await asyncio.sleep(0)

    hub.tell("presence", {}, [MARIA])
    hub.tell("visit", {}, [KARL, MARIA])

    assert await asyncio.wait_for(page, 1) == ["visit"]


async def test_a_page_that_reconnects_gets_what_it_missed():
    hub = Hub()
    hub.tell("first", {}, [KARL])
    hub.tell("others", {}, [MARIA])
    hub.tell("second", {}, [KARL])

    assert await taken(hub, 2, here(hub, 0)) == ["first", "second"]
    assert await taken(hub, 1, here(hub, 1)) == ["second"]


async def test_a_page_from_before_a_restart_is_told_to_refetch():
    hub = Hub()
    hub.tell("visit", {}, [KARL])

    assert await taken(hub, 1, "00000000-1") == ["resync"]
    assert await taken(hub, 1, "") == ["resync"]
    assert await taken(hub, 1, here(hub, 99)) == ["resync"]
    assert await taken(hub, 1, "not an id at all") == ["resync"]


async def test_a_page_that_cannot_keep_up_is_told_to_refetch_and_costs_no_more():
    hub = Hub()
    page = asyncio.create_task(taken(hub, 1, here(hub)))
    await asyncio.sleep(0)

    for _ in range(WAITING_EVENTS_MAX + 1):
        hub.tell("visit", {}, [KARL])

    assert await asyncio.wait_for(page, 1) == ["resync"]


async def test_an_ended_session_ends_its_pages():  # SES-3
    hub = Hub()
    page = asyncio.create_task(taken(hub, 1, here(hub)))
    await asyncio.sleep(0)

    hub.end_session(SESSION)

    assert await asyncio.wait_for(page, 1) == ["signed_out"]


async def test_a_page_that_is_gone_is_forgotten():
    hub = Hub()
    page = asyncio.create_task(taken(hub, 1, here(hub)))
    await asyncio.sleep(0)
    assert hub.open_pages == 1

    page.cancel()
    await asyncio.gather(page, return_exceptions=True)

    assert hub.open_pages == 0


async def test_an_event_is_written_once_for_all_pages_with_its_place_in_the_stream():
    hub = Hub()
    first, second = (asyncio.create_task(anext(hub.follow(KARL, SESSION, here(hub)))) for _ in range(2))
    await asyncio.sleep(0)

    hub.tell("visit", {"state": "started"}, [KARL])
    told = await asyncio.wait_for(asyncio.gather(first, second), 1)

    assert told[0].sent is told[1].sent
    assert told[0].sent.decode().split("\r\n") == [
        f"id: {hub.run}-1",
        "event: visit",
        'data: {"state": "started"}',
        "",
        "",
    ]
