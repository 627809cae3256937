"""Which picture keeps its quality, and who may be sent none at all."""

from types import SimpleNamespace

import pytest
from livekit.protocol import models, rtc

from tests.unit.visit_media_signalling.house import Client, House, offer
from visit_media.signalling.importance import importance

CAMERA, SCREEN = models.TrackSource.CAMERA, models.TrackSource.SCREEN_SHARE


def shown(width: int = 0, priority: int = 0) -> rtc.UpdateTrackSettings:
    return rtc.UpdateTrackSettings(width=width, height=width * 9 // 16, priority=priority)


def test_pictures_give_way_in_this_order() -> None:
    falling = [
        importance(CAMERA, shown(160, priority=1), speaks=False),
        importance(SCREEN, shown(1920, priority=2), speaks=False),
        importance(SCREEN, shown(1920), speaks=False),
        importance(SCREEN, shown(), speaks=False),
        importance(CAMERA, shown(1280), speaks=True),
        importance(CAMERA, shown(1280), speaks=False),
        importance(CAMERA, shown(640), speaks=True),
        importance(CAMERA, shown(320), speaks=True),
        importance(CAMERA, shown(320), speaks=False),
    ]

    assert falling == sorted(falling, reverse=True)
    assert len(set(falling)) == len(falling)


def test_the_least_that_a_client_chooses_is_more_than_what_it_leaves_to_us() -> None:
    chosen = importance(CAMERA, shown(160, priority=2**32 - 1), speaks=False)

    assert chosen > importance(SCREEN, shown(3000), speaks=True)


async def watching(house: House) -> tuple[Client, Client, str]:
    """Anna publishes; Bo is sent it."""
    anna, bo = await house.client().connect(), await house.client().connect()
    camera, _ = await anna.publish()
    await bo.say(offer=offer("chromium_v1_joins", number=2))
    return anna, bo, camera


def priority_of(viewer: Client, sid: str) -> int:
    deliveries = viewer.session.subscriptions.deliveries.values()
    [downlink] = [one.downlink for one in deliveries if one.publication.sid == sid]
    return int(downlink.wishes[-1]["priority"])


async def test_whoever_begins_to_speak_gives_way_later_and_is_as_the_others_in_the_end(house: House) -> None:
    anna, bo, camera = await watching(house)
    seen = [priority_of(bo, camera)]
    for uplink in anna.session.member.ingress.uplinks.values():
        uplink.loudness = SimpleNamespace(take=lambda _: 0.5)
    house.room.tell_speakers(0.3)
    seen.append(priority_of(bo, camera))
    for uplink in anna.session.member.ingress.uplinks.values():
        uplink.loudness = SimpleNamespace(take=lambda _: 0.0)
    for _ in range(20):
        house.room.tell_speakers(0.3)
    seen.append(priority_of(bo, camera))

    assert seen[0] == seen[2] < seen[1]


async def test_a_picture_shown_large_gives_way_later_than_a_small_one(house: House) -> None:
    _, bo, camera = await watching(house)

    await bo.say(track_setting=rtc.UpdateTrackSettings(track_sids=[camera], width=1280, height=720))
    large = priority_of(bo, camera)
    await bo.say(track_setting=rtc.UpdateTrackSettings(track_sids=[camera], width=200, height=112))

    assert large > priority_of(bo, camera)


@pytest.mark.parametrize("allows", [True, False])
async def test_whether_pictures_may_be_withheld_is_for_the_client_to_say(house: House, allows: bool) -> None:
    await house.client().connect(allows_pause=allows)

    assert house.forwarding.pausing == [allows]
