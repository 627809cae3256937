"""Whatever a client or a stranger sends, others notice nothing and the sender gets a clear answer."""

import asyncio
import base64
import os
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from livekit.protocol import models, rtc
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.integration.media.server import MediaProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")


def join_request(**fields: Any) -> str:
    inner = rtc.JoinRequest(**fields).SerializeToString()
    wrapped = rtc.WrappedJoinRequest(join_request=inner).SerializeToString()
    return base64.urlsafe_b64encode(wrapped).decode()


async def enter(media: MediaProcess, visit_id: UUID, **fields: Any) -> ClientConnection:
    address = f"{media.url}/rtc/v1?join_request={join_request(**fields)}"
    token = media.token(visit_id, uuid4())
    return await connect(address, additional_headers={"Authorization": f"Bearer {token}"}, max_size=None)


async def heard(connection: ClientConnection) -> rtc.SignalResponse:
    frame = await asyncio.wait_for(connection.recv(), 5)
    assert isinstance(frame, bytes)
    return rtc.SignalResponse.FromString(frame)


async def everything_from(connection: ClientConnection) -> None:
    async with asyncio.timeout(10):
        while True:
            await connection.recv()


def http(media: MediaProcess) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=media.url.replace("ws:", "http:"), timeout=10)


async def test_a_join_is_answered_first_and_pings_ever_after(media: MediaProcess, visit_id: UUID) -> None:
    async with await enter(media, visit_id) as connection:
        assert (await heard(connection)).WhichOneof("message") == "join"
        for unneeded in (
            rtc.SignalRequest(sync_state=rtc.SyncState()),
            rtc.SignalRequest(subscription_permission=rtc.SubscriptionPermission(all_participants=True)),
            rtc.SignalRequest(),
        ):
            await connection.send(unneeded.SerializeToString())
        await connection.send(rtc.SignalRequest(ping=7).SerializeToString())
        await connection.send(rtc.SignalRequest(ping_req=rtc.Ping(timestamp=5, rtt=1)).SerializeToString())

        assert (await heard(connection)).pong == 7
        assert (await heard(connection)).WhichOneof("message") == "pong"
        assert (await heard(connection)).pong_resp.last_ping_timestamp == 5


async def test_what_is_not_allowed_is_answered(media: MediaProcess, visit_id: UUID) -> None:
    async with await enter(media, visit_id) as connection:
        await heard(connection)
        request = rtc.UpdateParticipantMetadata(name="me", request_id=9)
        await connection.send(rtc.SignalRequest(update_metadata=request).SerializeToString())

        answer = (await heard(connection)).request_response

        assert (answer.request_id, answer.reason) == (9, rtc.RequestResponse.Reason.NOT_ALLOWED)


async def test_a_client_that_wants_to_resume_is_told_to_connect_anew(media: MediaProcess, visit_id: UUID) -> None:
    async with await enter(media, visit_id, reconnect=True, participant_sid="PA_before") as connection:
        answer = (await heard(connection)).leave

        assert answer.action == rtc.LeaveRequest.Action.RECONNECT
        assert answer.reason == models.DisconnectReason.STATE_MISMATCH


@pytest.mark.parametrize(
    "frame",
    ids=["no_protobuf", "no_offer", "no_json"],
    argvalues=[
        b"\xff" * 64,
        rtc.SignalRequest(offer=rtc.SessionDescription(type="offer", sdp="not an offer")).SerializeToString(),
        "{not json",
    ],
)
async def test_an_unreadable_message_ends_that_conversation_only(
    media: MediaProcess, visit_id: UUID, frame: bytes | str
) -> None:
    async with await enter(media, visit_id) as other, await enter(media, visit_id) as connection:
        await heard(connection)
        await heard(other)

        await connection.send(frame)
        with pytest.raises(ConnectionClosed):
            await everything_from(connection)
        await other.send(rtc.SignalRequest(ping=1).SerializeToString())

        assert (await heard(other)).pong == 1


async def test_ten_megabytes_are_not_read_and_the_others_go_on(media: MediaProcess, visit_id: UUID) -> None:
    connection = await enter(media, visit_id)
    async with await enter(media, visit_id) as other:
        await heard(other)
        sending = asyncio.ensure_future(connection.send(os.urandom(10_000_000)))

        with pytest.raises(ConnectionClosed):
            await everything_from(connection)
        await other.send(rtc.SignalRequest(ping=1).SerializeToString())

        assert (await heard(other)).pong == 1
        await asyncio.wait([sending])
        assert sending.exception() is None or isinstance(sending.exception(), ConnectionClosed)


async def test_forged_and_expired_tokens_are_refused_with_a_sentence(media: MediaProcess, visit_id: UUID) -> None:
    good = jwt.decode(media.token(visit_id, uuid4()), options={"verify_signature": False})
    past = datetime.now(UTC) - timedelta(hours=1)
    forged = {
        "not valid": jwt.encode(good, "another secret of the right length!!"),
        "expired": jwt.encode({**good, "exp": past}, media.key.secret),
        "token is not valid": jwt.encode(good, "", algorithm="none"),
        "joining a room": jwt.encode({**good, "video": {}}, media.key.secret),
    }
    async with http(media) as client:
        for sentence, token in forged.items():
            with pytest.raises(InvalidStatus) as refused:
                await connect(f"{media.url}/rtc/v1?access_token={token}&join_request={join_request()}")
            validated = await client.get("/rtc/v1/validate", params={"access_token": token})

            assert refused.value.response.status_code == validated.status_code == 401
            assert sentence in validated.text
            assert validated.headers["Access-Control-Allow-Origin"] == "*"


async def test_every_path_has_its_answer(media: MediaProcess, visit_id: UUID) -> None:
    token = media.token(visit_id, uuid4())
    async with http(media) as client:
        long_request = join_request(metadata="x" * 40_000)
        good = {"access_token": token, "join_request": join_request()}
        answers = {
            "ok": await client.get("/"),
            "valid": await client.get("/rtc/v1/validate", params=good),
            "preflight": await client.options("/rtc/v1/validate"),
            "old": await client.get("/rtc/validate", params=good),
            "unknown": await client.get("/twirp"),
            "malformed": await client.get("/rtc/v1/validate", params={**good, "join_request": "&&&"}),
            "long": await client.get("/rtc/v1/validate", params={**good, "join_request": long_request}),
        }
        await media.command(visit=str(visit_id), verdict="not_in_the_visit")
        answers["foreign"] = await client.get("/rtc/v1/validate", params=good)

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "ok": 200,
        "valid": 200,
        "preflight": 204,
        "old": 200,
        "unknown": 404,
        "malformed": 400,
        "long": 200,
        "foreign": 403,
    }
    assert "requested room" not in answers["unknown"].text


async def test_garbage_on_the_media_port_disturbs_nobody(media: MediaProcess, visit_id: UUID) -> None:
    loop = asyncio.get_running_loop()
    stranger, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=("127.0.0.1", media.udp_port)
    )
    for first in range(256):
        stranger.sendto(bytes((first,)) + os.urandom(200))
    stranger.close()

    async with await enter(media, visit_id) as connection:
        assert (await heard(connection)).WhichOneof("message") == "join"
    tally = await media.tally()

    assert tally["datagrams_received"] >= 200
    assert tally["datagrams_failed"] == 0


async def test_a_line_that_breaks_is_cleaned_up_after_a_while_and_the_server_ends_well(
    media: MediaProcess, visit_id: UUID
) -> None:
    connection = await enter(media, visit_id)
    await heard(connection)
    connection.transport.abort()

    assert await media.stop() == 0
