"""Both engines go through the same cases: our own server in this process, and a cluster over its RoomService."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from livekit.protocol import models

from tests.fixtures.free_ports import free_port
from tests.unit.visit_media_signalling.house import KEY, Client, House, settle
from visit_media.adapters.engine import Engine, EngineUnavailable, Someone
from visit_media.adapters.livekit_cluster import LiveKitCluster, someone
from visit_media.room_service.app import room_service_app
from visit_media.room_service.builtin import Builtin
from visit_media.room_service.serving import ApiServer

SESSION = UUID(int=20)
SOMEBODY = str(UUID(int=21))
REMOVED = models.DisconnectReason.PARTICIPANT_REMOVED


@pytest_asyncio.fixture(params=["builtin", "livekit"])
async def engine(request: pytest.FixtureRequest, house: House) -> AsyncIterator[Engine]:
    if request.param == "builtin":
        yield Builtin(house.server)
        return
    served = ApiServer(room_service_app(house.server, KEY))
    await served.open("127.0.0.1", 0)
    cluster = LiveKitCluster(url=f"http://127.0.0.1:{served.port}", api_key=KEY.name, api_secret=KEY.secret)
    yield cluster
    await cluster.close()
    await served.close()


async def person(house: House, session_id: UUID | None = None) -> Client:
    """Somebody in the room, whose token tells their sign-in as the gateway's tokens do."""
    attributes = {"staff": "0", "visit_version": "1"} | ({"session": str(session_id)} if session_id else {})
    return await house.client(session_id=session_id, attributes=attributes).connect()


def goodbyes(client: Client) -> list[Any]:
    return [leave.reason for leave in client.all("leave")]


async def test_everyone_is_listed_with_what_their_token_told(house: House, engine: Engine) -> None:
    anna, bo = await person(house, SESSION), await person(house)

    there = await engine.everyone()

    assert sorted(there, key=lambda one: one.connection_id) == sorted(
        [
            Someone(house.visit_id, anna.grant.person_id, anna.sid, 1, is_staff=False, session_id=SESSION),
            Someone(house.visit_id, bo.grant.person_id, bo.sid, 1, is_staff=False),
        ],
        key=lambda one: one.connection_id,
    )


async def test_closing_a_room_sends_everybody_out(house: House, engine: Engine) -> None:
    anna, bo = await person(house), await person(house)

    await engine.close_room(house.visit_id, "ended")
    await settle()

    assert goodbyes(anna) == goodbyes(bo) == [models.DisconnectReason.ROOM_DELETED]
    assert await engine.everyone() == []


@pytest.mark.parametrize("from_all", [False, True])
async def test_removing_a_person_leaves_the_others_alone(house: House, engine: Engine, from_all: bool) -> None:
    anna, bo = await person(house), await person(house)

    await engine.remove_person(anna.grant.person_id, None if from_all else house.visit_id)
    await settle()

    assert (goodbyes(anna), goodbyes(bo)) == ([REMOVED], [])


async def test_a_sign_in_that_ends_takes_its_connections_along(house: House, engine: Engine) -> None:
    anna, bo = await person(house, SESSION), await person(house, uuid4())

    await engine.end_sign_in(SESSION)
    await settle()

    assert (goodbyes(anna), goodbyes(bo)) == ([REMOVED], [])


async def test_muting_turns_off_the_microphone_and_not_the_camera(house: House, engine: Engine) -> None:
    anna = await person(house)
    _, microphone = await anna.publish()

    for _ in range(2):
        await engine.mute(house.visit_id, anna.grant.person_id)
    await settle()

    assert [(one.sid, one.muted) for one in anna.all("mute")] == [(microphone, True)]


async def test_orders_about_what_is_not_there_change_nothing(house: House, engine: Engine) -> None:
    anna = await person(house)

    await engine.close_room(uuid4(), "ended")
    await engine.remove_person(uuid4(), house.visit_id)
    await engine.remove_person(uuid4())
    await engine.end_sign_in(uuid4())
    await engine.mute(house.visit_id, uuid4())
    await settle()

    assert goodbyes(anna) == []
    assert len(await engine.everyone()) == 1


async def test_a_cluster_that_does_not_answer_or_not_sensibly_is_unavailable(address: str) -> None:
    for url, secret in (
        (f"http://127.0.0.1:{free_port()}", KEY.secret),
        (address, "y" * 40),
        (address + "/x", KEY.secret),
    ):
        cluster = LiveKitCluster(url=url, api_key=KEY.name, api_secret=secret)
        with pytest.raises(EngineUnavailable) as unavailable:
            await cluster.everyone()
        await cluster.close()
        assert secret not in str(unavailable.value)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("lobby", {}),
        (SOMEBODY, {"identity": "agent-7"}),
        (SOMEBODY, {"kind": models.ParticipantInfo.Kind.AGENT}),
        (SOMEBODY, {"state": models.ParticipantInfo.State.DISCONNECTED}),
        (SOMEBODY, {"attributes": {"visit_version": "many"}}),
    ],
)
def test_who_is_no_person_in_a_visit_is_not_one_of_ours(name: str, changed: dict[str, Any]) -> None:
    info = models.ParticipantInfo(**{"identity": str(uuid4()), "sid": "PA_1", **changed})

    assert someone(name, info) is None
