"""A LiveKit cluster as the engine, by its RoomService (Twirp over HTTP, protobuf)."""

import asyncio
import time
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final, TypeVar
from uuid import UUID

import httpx
import jwt
from google.protobuf.message import DecodeError, Message
from livekit.protocol import models, room

from visit_media.adapters.engine import EngineUnavailable, Someone

CALL_SECONDS: Final = 5.0
TOKEN_SECONDS: Final = 60
MOST_AT_ONCE: Final = 8
PATH: Final = "/twirp/livekit.RoomService/"
Reply = TypeVar("Reply", bound=Message)


class LiveKitCluster:
    """Gives orders with tokens that live for a minute and allow no more than the one order."""

    def __init__(self, *, url: str, api_key: str, api_secret: str) -> None:
        self._api_key = api_key
        self._api_secret = api_secret
        limits = httpx.Limits(max_connections=MOST_AT_ONCE)
        self._client = httpx.AsyncClient(base_url=url, timeout=CALL_SECONDS, limits=limits)

    async def close_room(self, visit_id: UUID, reason: str) -> None:
        """Delete the room; a cluster knows no reasons."""
        await self._call("DeleteRoom", room.DeleteRoomRequest(room=str(visit_id)), room.DeleteRoomResponse)

    async def remove_person(self, person_id: UUID, visit_id: UUID | None = None) -> None:
        """Remove the participant from one room, or from all in which it is."""
        if visit_id is not None:
            await self._remove([(visit_id, person_id)])
        else:
            await self._remove([(one.visit_id, one.person_id) for one in await self._where(person_id=person_id)])

    async def end_sign_in(self, session_id: UUID) -> None:
        """Remove those whose token told this sign-in."""
        await self._remove([(one.visit_id, one.person_id) for one in await self._where(session_id=session_id)])

    async def mute(self, visit_id: UUID, person_id: UUID) -> None:
        """Mute every microphone the participant publishes."""
        name, identity = str(visit_id), str(person_id)
        asked = room.RoomParticipantIdentity(room=name, identity=identity)
        info = await self._call("GetParticipant", asked, models.ParticipantInfo)
        for track in info.tracks if info is not None else ():
            if track.source == models.TrackSource.MICROPHONE and not track.muted:
                order = room.MuteRoomTrackRequest(room=name, identity=identity, track_sid=track.sid, muted=True)
                await self._call("MutePublishedTrack", order, room.MuteRoomTrackResponse)

    async def everyone(self) -> list[Someone]:
        """List the participants of all rooms that are named by a visit."""
        rooms = await self._call("ListRooms", room.ListRoomsRequest(), room.ListRoomsResponse)
        names = [one.name for one in rooms.rooms if one.num_participants] if rooms is not None else []
        lists = await asyncio.gather(*(self._participants(name) for name in names))
        found = (someone(name, info) for name, infos in zip(names, lists, strict=True) for info in infos)
        return [one for one in found if one is not None]

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()

    async def _participants(self, name: str) -> Iterable[models.ParticipantInfo]:
        asked = room.ListParticipantsRequest(room=name)
        answer = await self._call("ListParticipants", asked, room.ListParticipantsResponse)
        return () if answer is None else answer.participants

    async def _where(self, *, person_id: UUID | None = None, session_id: UUID | None = None) -> list[Someone]:
        return [
            one
            for one in await self.everyone()
            if (one.person_id == person_id if session_id is None else one.session_id == session_id)
        ]

    async def _remove(self, whom: Iterable[tuple[UUID, UUID]]) -> None:
        for visit_id, person_id in whom:
            asked = room.RoomParticipantIdentity(room=str(visit_id), identity=str(person_id))
            await self._call("RemoveParticipant", asked, room.RemoveParticipantResponse)

    async def _call(self, method: str, message: Message, reply: type[Reply]) -> Reply | None:
        """Return the answer, None when what it is about is not there."""
        name = str(getattr(message, "room", ""))
        headers = {"Authorization": f"Bearer {self._token(name)}", "Content-Type": "application/protobuf"}
        try:
            answer = await self._client.post(PATH + method, content=message.SerializeToString(), headers=headers)
            if answer.status_code == HTTPStatus.NOT_FOUND and answer.json().get("code") == "not_found":
                return None
            answer.raise_for_status()
            return reply.FromString(answer.content)
        except (httpx.HTTPError, DecodeError, ValueError, AttributeError) as failure:
            raise EngineUnavailable(f"{method} failed: {type(failure).__name__}") from None

    def _token(self, name: str) -> str:
        now = int(time.time())
        grants = {"roomAdmin": True, "room": name, "roomCreate": True} if name else {"roomList": True}
        claims = {"iss": self._api_key, "sub": self._api_key, "nbf": now, "exp": now + TOKEN_SECONDS, "video": grants}
        return jwt.encode(claims, self._api_secret, algorithm="HS256")


def someone(name: str, info: models.ParticipantInfo) -> Someone | None:
    """Return who this is, None for a participant that is no person of ours or has gone."""
    if info.state == models.ParticipantInfo.State.DISCONNECTED or info.kind != models.ParticipantInfo.Kind.STANDARD:
        return None
    told = info.attributes
    try:
        return Someone(
            visit_id=UUID(name),
            person_id=UUID(info.identity),
            connection_id=info.sid,
            visit_version=int(told.get("visit_version", "0")),
            is_staff=told.get("staff") == "1",
            session_id=UUID(told["session"]) if "session" in told else None,
        )
    except ValueError:
        return None
