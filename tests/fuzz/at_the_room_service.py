"""Calls of RoomService and webhooks of a cluster, over HTTP without a network."""

import base64
import hashlib
import json
from typing import Any
from uuid import UUID

import httpx
import jwt
from google.protobuf import json_format
from livekit.protocol import models, room
from livekit.protocol.webhook import WebhookEvent

from tests.fuzz.case import Case
from tests.fuzz.target import Target, must, run
from tests.unit.visit_media_signalling.house import KEY, House
from visit_media.room_service.app import METHODS, room_service_app
from visit_media.room_service.ear import PATH, webhook_ear
from visit_media.room_service.twirp import STATUS

KINDS = ("application/json", "application/protobuf", "text/plain")
NAMES = sorted(METHODS)
VISIT = "00000000-0000-0000-0000-000000000007"
RIGHTS: dict[str, Any] = {"roomCreate": True, "roomList": True, "roomAdmin": True, "room": VISIT}
CALLS = {
    "CreateRoom": room.CreateRoomRequest(name=VISIT, empty_timeout=9, max_participants=4, metadata="m"),
    "ListRooms": room.ListRoomsRequest(names=[VISIT]),
    "ListParticipants": room.ListParticipantsRequest(room=VISIT),
    "GetParticipant": room.RoomParticipantIdentity(room=VISIT, identity=VISIT),
    "MutePublishedTrack": room.MuteRoomTrackRequest(room=VISIT, identity=VISIT, track_sid="TR_a", muted=True),
    "UpdateParticipant": room.UpdateParticipantRequest(
        room=VISIT, identity=VISIT, metadata="m", name="n", attributes={"a": "b"},
        permission=models.ParticipantPermission(can_publish=True),
    ),
    "UpdateSubscriptions": room.UpdateSubscriptionsRequest(
        room=VISIT, identity=VISIT, track_sids=["TR_a"], subscribe=True
    ),
    "SendData": room.SendDataRequest(room=VISIT, data=b"data", destination_identities=[VISIT], topic="t"),
    "UpdateRoomMetadata": room.UpdateRoomMetadataRequest(room=VISIT, metadata="m"),
    "RemoveParticipant": room.RoomParticipantIdentity(room=VISIT, identity=VISIT),
}  # fmt: skip


HAPPENED: dict[str, Any] = {
    "room": models.Room(name=VISIT),
    "participant": models.ParticipantInfo(sid="PA_a", identity=VISIT, attributes={"a": "b"}),
}


class RoomService(Target):
    """The first byte names the method, the second the kind of body, the rest is the body."""

    name = "twirp"
    seeds: Case = (
        *(bytes((NAMES.index(name), 1)) + call.SerializeToString() for name, call in CALLS.items()),
        *(bytes((NAMES.index(name), 0)) + json_format.MessageToJson(call).encode() for name, call in CALLS.items()),
    )
    most_messages = 12
    longest = 300_000
    lines_per_message = 15_000
    lines_to_begin = 120_000
    lines_per_byte = 120

    def attempt(self, case: Case) -> None:
        """A caller with every right commands a room with one person in it."""
        run(_call(case))


class Webhooks(Target):
    """The first byte says whether it is signed; the rest is the body."""

    name = "webhooks"
    seeds: Case = tuple(
        bytes((is_signed,)) + json_format.MessageToJson(WebhookEvent(event=name, id="EV_1", **HAPPENED)).encode()
        for name in ("participant_joined", "room_finished")
        for is_signed in (1, 1, 1, 0)
    )
    most_messages = 8
    longest = 300_000
    lines_per_message = 15_000
    lines_to_begin = 120_000
    lines_per_byte = 120

    def attempt(self, case: Case) -> None:
        """Only what is signed is heard."""
        run(_post(case))


async def _call(case: Case) -> None:
    house = House()
    house.visit_id = UUID(VISIT)
    house.server.open()
    bearer = jwt.encode({"iss": KEY.name, "exp": 32_503_680_000, "video": RIGHTS}, KEY.secret, algorithm="HS256")
    transport = httpx.ASGITransport(room_service_app(house.server, KEY))
    try:
        await house.client(person_id=house.visit_id).connect()
        async with httpx.AsyncClient(transport=transport, base_url="http://media.test") as client:
            for message in case:
                name, kind = (NAMES[message[0] % len(NAMES)], KINDS[message[1] % 3]) if len(message) > 1 else ("x", "")
                headers = {"Authorization": f"Bearer {bearer}", "Content-Type": kind}
                path = f"/twirp/livekit.RoomService/{name}"
                answer = await client.post(path, headers=headers, content=message[2:])
                must(answer.status_code in {200, *STATUS.values()} - {500}, f"answered {answer.status_code}")
                must(answer.status_code == 200 or set(json.loads(answer.content)) >= {"code", "msg"}, "no Twirp error")
    finally:
        await house.server.close()
        for task in house.tasks:
            await task


async def _post(case: Case) -> None:
    heard: list[WebhookEvent] = []

    async def hear(event: WebhookEvent) -> None:
        heard.append(event)

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(webhook_ear(KEY, hear)), base_url="http://media.test"
    ) as client:
        for message in case:
            is_signed, body = bool(message) and message[0] % 2 == 1, message[1:]
            digest = base64.b64encode(hashlib.sha256(body if is_signed else b"another").digest()).decode()
            claims = {"iss": KEY.name, "exp": 32_503_680_000, "sha256": digest}
            headers = {"Authorization": jwt.encode(claims, KEY.secret, algorithm="HS256")}
            before = len(heard)
            answer = await client.post(PATH, content=body, headers=headers)
            must(answer.status_code in {200, 400, 401, 413}, f"answered {answer.status_code}")
            must(is_signed or len(heard) == before, "what nobody signed was heard")
