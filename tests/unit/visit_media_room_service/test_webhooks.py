"""What happens in rooms reaches webhooks signed and in order, whatever they answer, and nobody waits for them."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from livekit.protocol import models
from livekit.protocol.webhook import WebhookEvent
from prometheus_client import REGISTRY

from tests.fixtures.free_ports import free_port
from tests.unit.visit_media_room_service.webhook_ear import Ear
from tests.unit.visit_media_signalling.house import KEY, House
from visit_media.room_service import webhooks as webhooks_module
from visit_media.room_service.happenings import Happenings
from visit_media.room_service.webhooks import CONTENT_TYPE, Webhooks
from visit_media.signalling import departures

AT_ONCE = (0.0, 0.0)


@pytest_asyncio.fixture
async def ear() -> AsyncIterator[Ear]:
    built = Ear()
    yield built
    await built.close()


@pytest_asyncio.fixture
async def webhooks(ear: Ear) -> AsyncIterator[Webhooks]:
    built = Webhooks([await ear.open()], KEY, AT_ONCE)
    yield built
    await built.close()


def outcomes(name: str) -> float:
    return REGISTRY.get_sample_value("visit_media_webhooks_total", {"outcome": name}) or 0.0


def event(name: str) -> WebhookEvent:
    return WebhookEvent(event=name)


async def test_a_whole_visit_is_told_in_order_and_livekits_own_receiver_believes_it(
    house: House, ear: Ear, webhooks: Webhooks
) -> None:
    house.server.watchers.append(Happenings(house.server, webhooks.tell))

    anna = await house.client().connect()
    sids = await anna.publish()
    anna.session.connected()  # its path came up anew
    anna.session.end(departures.MEDIA_FAILED)

    told = await ear.after(8)
    assert told[:4] == ["room_started", "participant_joined", "track_published", "track_published"]
    assert told[4:] == ["track_unpublished", "track_unpublished", "participant_left", "room_finished"]
    assert ear.kinds == {CONTENT_TYPE}
    assert {one.room.name for one in ear.heard} == {str(house.visit_id)}
    assert [one.track.sid for one in ear.heard[2:4]] == sids
    joined, left = ear.heard[1].participant, ear.heard[6].participant
    assert joined.identity == left.identity == str(anna.grant.person_id)
    assert left.disconnect_reason == models.DisconnectReason.MEDIA_FAILURE
    assert len({one.id for one in ear.heard}) == 8


async def test_the_room_goes_on_when_somebody_only_changes_places(house: House, ear: Ear, webhooks: Webhooks) -> None:
    house.server.watchers.append(Happenings(house.server, webhooks.tell))
    anna = await house.client().connect()

    await house.client(anna.grant.person_id).connect()

    assert await ear.after(4) == ["room_started", "participant_joined", "participant_left", "participant_joined"]


async def test_of_one_whose_media_never_came_nothing_is_told(house: House, ear: Ear, webhooks: Webhooks) -> None:
    house.server.watchers.append(Happenings(house.server, webhooks.tell))

    anna = await house.client().join()
    anna.session.end(departures.NEVER_CAME)

    assert await ear.after(2) == ["room_started", "room_finished"]


async def test_what_is_not_taken_is_told_again_before_what_came_later(ear: Ear, webhooks: Webhooks) -> None:
    ear.statuses = [500, 429]

    for name in ("room_started", "participant_joined"):
        webhooks.tell("RM_1", event(name))

    assert await ear.after(2) == ["room_started", "participant_joined"]
    assert not ear.statuses


async def test_what_is_refused_or_never_answered_is_given_up_and_counted(ear: Ear, webhooks: Webhooks) -> None:
    ear.statuses = [500, 500, 500, 400]
    before = outcomes("given_up"), outcomes("refused")

    for name in ("room_started", "participant_joined", "participant_left"):
        webhooks.tell("RM_1", event(name))

    assert await ear.after(1) == ["participant_left"]
    assert (outcomes("given_up"), outcomes("refused")) == (before[0] + 1, before[1] + 1)


async def test_one_that_is_not_there_holds_up_neither_the_others_nor_the_end(ear: Ear) -> None:
    nobody = f"http://127.0.0.1:{free_port()}/"
    webhooks = Webhooks([nobody, await ear.open()], KEY, AT_ONCE)
    before = outcomes("given_up")

    webhooks.tell("RM_1", event("room_started"))
    await webhooks.close()

    assert await ear.after(1) == ["room_started"]
    assert outcomes("given_up") == before + 1


async def test_more_than_can_wait_is_dropped_counted_and_told_with_the_next(
    ear: Ear, webhooks: Webhooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks_module, "MOST_WAITING", 1)
    before = outcomes("dropped")

    for name in ("room_started", "participant_joined", "participant_left"):
        webhooks.tell("RM_1", event(name))
    await ear.after(1)
    await asyncio.wait(webhooks._tasks)
    webhooks.tell("RM_1", event("room_finished"))

    assert await ear.after(2) == ["room_started", "room_finished"]
    assert outcomes("dropped") == before + 2
    assert [one.num_dropped for one in ear.heard] == [0, 2]
