"""How many may come in, how often, and with how much: every refusal has a status and a sentence."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from livekit.protocol import rtc
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from tests.unit.visit_media_signalling.house import KEY, House
from visit_media.signalling import door, metrics
from visit_media.signalling.admission import Verdict
from visit_media.signalling.limits import MOST_JOINS, MOST_KNOCKS
from visit_media.signalling.tokens import Grant, issue


class OpenHouse:
    """Lets everybody in."""

    async def admit(self, grant: Grant) -> Verdict:
        return Verdict.ADMITTED


class Entrance:
    """A door on the loopback."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.door = door.Door(server=house.server, key=KEY, admission=OpenHouse())

    def token(self, person_id: UUID | None = None) -> str:
        return issue(
            KEY, visit_id=self.house.visit_id, person_id=person_id or uuid4(), visit_version=1, staff=False
        )  # fmt: skip

    async def enter(self, token: str) -> ClientConnection:
        return await connect(f"ws://127.0.0.1:{self.door.port}/rtc?access_token={token}", max_size=None)

    async def ask(self, path: str) -> tuple[int, str]:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.door.port}") as client:
            answer = await client.get(path)
            return answer.status_code, answer.text


@pytest_asyncio.fixture
async def entrance() -> AsyncIterator[Entrance]:
    house = House()
    house.server.open()
    built = Entrance(house)
    await built.door.open("127.0.0.1", 0)
    yield built
    await house.server.close()
    await built.door.close()


async def refusal(entrance: Entrance, token: str) -> tuple[int, str]:
    with pytest.raises(InvalidStatus) as refused:
        await entrance.enter(token)
    return refused.value.response.status_code, (refused.value.response.body or b"").decode()


def counted(answer: str) -> float:
    return float(metrics.JOINS.labels(answer)._value.get())


async def test_a_room_takes_so_many_people_and_whoever_is_in_may_come_again(entrance: Entrance) -> None:
    anna = uuid4()
    await entrance.enter(entrance.token(anna))
    entrance.house.room.state.most_participants = 1
    before = counted("full")

    assert await refusal(entrance, entrance.token()) == (403, "the room is full")

    await entrance.enter(entrance.token(anna))
    assert counted("full") == before + 1


async def test_whoever_comes_too_often_waits_a_moment_and_others_do_not(entrance: Entrance) -> None:
    token = entrance.token()
    for _ in range(MOST_JOINS):
        await entrance.enter(token)
    before = counted("too_often")

    status, text = await refusal(entrance, token)

    assert (status, text) == (429, "too many attempts to join, wait a moment")
    assert counted("too_often") == before + 1
    await entrance.enter(entrance.token())


async def test_whoever_only_asks_is_heard_so_often(entrance: Entrance) -> None:
    path = f"/rtc/validate?access_token={entrance.token()}"

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{entrance.door.port}") as client:
        answers = [(await client.get(path)).status_code for _ in range(MOST_KNOCKS + 1)]

    assert answers == [200] * MOST_KNOCKS + [429]


async def test_a_crowd_is_told_to_try_again(entrance: Entrance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_CONNECTIONS", 1)
    inside = await entrance.enter(entrance.token())

    assert await entrance.ask("/") == (503, "too many connections at once, try again")

    await inside.close()
    await inside.wait_closed()
    assert (await entrance.ask("/"))[0] == 200


async def test_what_says_two_things_or_cannot_be_an_address_is_refused_without_an_error(
    entrance: Entrance, caplog: pytest.LogCaptureFixture
) -> None:
    headers = [("Authorization", "Bearer a"), ("Authorization", "Bearer b")]

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{entrance.door.port}") as client:
        twice = await client.get("/rtc/validate", headers=headers)
        strange = await client.send(client.build_request("GET", "/", extensions={"target": b"//["}))

    assert (twice.status_code, strange.status_code) == (401, 404)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_message_longer_than_a_megabyte_ends_the_line(entrance: Entrance) -> None:
    line = await entrance.enter(entrance.token())

    await line.send(bytes(door.MOST_BYTES_OF_MESSAGE + 1))
    await line.wait_closed()

    assert line.close_code == 1009


async def test_an_address_line_longer_than_any_client_writes_is_not_read(entrance: Entrance) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", entrance.door.port)

    writer.write(b"GET /rtc/validate?access_token=" + b"x" * door.MOST_BYTES_OF_LINE + b" HTTP/1.1\r\n\r\n")

    assert b" 200 " not in await reader.read()
    writer.close()


async def test_a_client_that_says_an_unreadable_thing_is_told_so_and_let_go(entrance: Entrance) -> None:
    line = await entrance.enter(entrance.token())

    await line.send(b"\xff" * 9)
    farewells = [message.leave.reason async for message in heard(line) if message.WhichOneof("message") == "leave"]

    assert len(farewells) == 1


async def heard(line: ClientConnection) -> AsyncIterator[rtc.SignalResponse]:
    async for frame in line:
        assert isinstance(frame, bytes)
        yield rtc.SignalResponse.FromString(frame)
