"""Twirp as others speak it: JSON, errors, and what is no call at all."""

from typing import Any

import httpx
import jwt
import pytest

from tests.unit.visit_media_signalling.house import KEY, House
from visit_media.room_service.app import room_service_app

ADDRESS = "http://media.test"
SERVICE = "/twirp/livekit.RoomService/"
ADMIN: dict[str, Any] = {"roomCreate": True, "roomList": True}


@pytest.fixture
def api(house: House) -> httpx.ASGITransport:
    """RoomService without a network."""
    return httpx.ASGITransport(room_service_app(house.server, KEY))


def token(secret: str = KEY.secret, /, **video: Any) -> str:
    return jwt.encode({"iss": KEY.name, "exp": 32_503_680_000, "video": video}, secret, algorithm="HS256")


async def call(
    api: httpx.ASGITransport, method: str, body: Any, bearer: str, kind: str = "application/json"
) -> httpx.Response:
    async with httpx.AsyncClient(transport=api, base_url=ADDRESS) as client:
        headers = {"Authorization": f"Bearer {bearer}".strip(), "Content-Type": kind}
        content = {"json": body} if isinstance(body, dict) else {"content": body}
        return await client.post(SERVICE + method, headers=headers, **content)


@pytest.mark.parametrize("spelling", ["empty_timeout", "emptyTimeout"])
async def test_json_is_understood_in_both_spellings_and_unknown_fields_are_let_by(
    house: House, api: httpx.ASGITransport, spelling: str
) -> None:
    body = {"name": str(house.visit_id), spelling: 9, "later": 1}

    answer = await call(api, "CreateRoom", body, token(**ADMIN))

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert (answer.json()["name"], answer.json()["empty_timeout"]) == (str(house.visit_id), 9)


@pytest.mark.parametrize(
    ("method", "bearer", "status", "code"),
    [
        ("ListRooms", "", 401, "unauthenticated"),
        ("ListRooms", "nonsense", 401, "unauthenticated"),
        ("ListRooms", token("y" * 40, **ADMIN), 401, "unauthenticated"),
        ("ListRooms", token(roomCreate=True), 403, "permission_denied"),
        ("CreateRoom", token(roomList=True), 403, "permission_denied"),
        ("DeleteRoom", token(roomAdmin=True, room="r"), 403, "permission_denied"),
        ("ListParticipants", token(**ADMIN), 403, "permission_denied"),
        ("ListParticipants", token(roomAdmin=True, room="another"), 403, "permission_denied"),
        ("RemoveParticipant", token(room="r", roomJoin=True), 403, "permission_denied"),
        ("SendData", token(roomAdmin="yes", room="r"), 403, "permission_denied"),
        ("MoveParticipant", token(**ADMIN), 501, "unimplemented"),
        ("Nothing", token(**ADMIN), 404, "bad_route"),
    ],
)
async def test_what_is_not_granted_or_not_there_is_refused_as_twirp_says(
    api: httpx.ASGITransport, method: str, bearer: str, status: int, code: str
) -> None:
    answer = await call(api, method, {"room": "r", "name": "r"}, bearer)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == {"code", "msg"}


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed"),
        (b'{"names": 3}', "application/json; charset=utf-8", 400, "malformed"),
        (b"\xff\xfe", "application/json", 400, "malformed"),
        (b'{"a":' * 5000, "application/json", 400, "malformed"),
        (b"\xff\xff\xff", "application/protobuf", 400, "malformed"),
        (b"names=1", "application/x-www-form-urlencoded", 404, "bad_route"),
        (b" " * 300_000, "application/json", 429, "resource_exhausted"),
    ],
)
async def test_what_cannot_be_read_is_refused_and_breaks_nothing(
    api: httpx.ASGITransport, body: bytes, kind: str, status: int, code: str
) -> None:
    answer = await call(api, "ListRooms", body, token(**ADMIN), kind)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await call(api, "ListRooms", {}, token(**ADMIN))).json() == {"rooms": []}


async def test_only_post_to_the_service_is_a_call(api: httpx.ASGITransport) -> None:
    async with httpx.AsyncClient(
        transport=api, base_url=ADDRESS, headers={"Authorization": f"Bearer {token(**ADMIN)}"}
    ) as client:
        answers = [
            await client.get(SERVICE + "ListRooms"),
            await client.post("/"),
            await client.get("/settings/regions"),
        ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "bad_route")] * 3
