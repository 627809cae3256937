"""RoomService: what may be asked and ordered about rooms, one method for each call."""

import time
from datetime import timedelta
from typing import Final
from uuid import UUID

from google.protobuf.message import Message
from livekit.protocol import models, room

from visit_media.room_service.rights import Rights
from visit_media.room_service.twirp import Method, TwirpError
from visit_media.signalling import departures
from visit_media.signalling.authority import Authority
from visit_media.signalling.open_room import OpenRoom
from visit_media.signalling.rooms import MOST_METADATA_BYTES, MOST_PARTICIPANTS, Publication
from visit_media.signalling.server import MediaServer
from visit_media.signalling.session import Session

EMPTY_SECONDS: Final = 300
DEPARTURE_SECONDS: Final = 20
MOST_KEPT_SECONDS: Final = int(timedelta(hours=24).total_seconds())
MOST_ROOMS: Final = 10_000
MOST_PAYLOAD_BYTES: Final = 60_000
NOT_OURS: Final = ("ForwardParticipant", "MoveParticipant", "PerformRpc")


class RoomService:
    """Acts on the media server for one caller, within its rights."""

    def __init__(self, server: MediaServer, rights: Rights) -> None:
        self._server = server
        self._rights = rights

    def method(self, name: str) -> Method:
        """Return the call of this name, or raise TwirpError."""
        calls = {
            "CreateRoom": Method(room.CreateRoomRequest, self.create_room),
            "ListRooms": Method(room.ListRoomsRequest, self.list_rooms),
            "DeleteRoom": Method(room.DeleteRoomRequest, self.delete_room),
            "ListParticipants": Method(room.ListParticipantsRequest, self.list_participants),
            "GetParticipant": Method(room.RoomParticipantIdentity, self.get_participant),
            "RemoveParticipant": Method(room.RoomParticipantIdentity, self.remove_participant),
            "MutePublishedTrack": Method(room.MuteRoomTrackRequest, self.mute_published_track),
            "UpdateParticipant": Method(room.UpdateParticipantRequest, self.update_participant),
            "UpdateSubscriptions": Method(room.UpdateSubscriptionsRequest, self.update_subscriptions),
            "SendData": Method(room.SendDataRequest, self.send_data),
            "UpdateRoomMetadata": Method(room.UpdateRoomMetadataRequest, self.update_room_metadata),
        }
        if name in NOT_OURS:
            raise TwirpError("unimplemented", f"{name} is not offered here")
        if name not in calls:
            raise TwirpError("bad_route", "there is no such method")
        return calls[name]

    def create_room(self, asked: room.CreateRoomRequest) -> models.Room:
        """Open a room, or change one that is open; the people still have to be admitted to its visit."""
        self._rights.need_create()
        visit_id = _id(asked.name)
        if visit_id is None:
            raise TwirpError("invalid_argument", "a room is named by the id of its visit")
        if self._server.is_closed(visit_id):
            raise TwirpError("failed_precondition", "the visit is over")
        if len(asked.metadata.encode()) > MOST_METADATA_BYTES:
            raise TwirpError("invalid_argument", f"metadata is at most {MOST_METADATA_BYTES} bytes long")
        is_new = visit_id not in self._server.rooms
        if is_new and len(self._server.rooms) >= MOST_ROOMS:
            raise TwirpError("resource_exhausted", "there are too many rooms")
        opened = self._server.open_room(visit_id)
        state = opened.state
        if is_new or asked.empty_timeout:
            state.empty_seconds = min(asked.empty_timeout or EMPTY_SECONDS, MOST_KEPT_SECONDS)
        if is_new or asked.departure_timeout:
            state.departure_seconds = min(asked.departure_timeout or DEPARTURE_SECONDS, MOST_KEPT_SECONDS)
        if asked.max_participants:
            state.most_participants = min(asked.max_participants, MOST_PARTICIPANTS)
        if asked.metadata:
            Authority(opened).set_metadata(asked.metadata)
        return state.info()

    def list_rooms(self, asked: room.ListRoomsRequest) -> room.ListRoomsResponse:
        """Return these rooms, or all, as far as they are open."""
        self._rights.need_list()
        names = set(asked.names)
        rooms = (opened.state.info() for opened in self._server.rooms.values())
        return room.ListRoomsResponse(rooms=[info for info in rooms if not names or info.name in names])

    def delete_room(self, asked: room.DeleteRoomRequest) -> Message:
        """Send everybody out and close the room."""
        self._rights.need_create()
        self._server.empty_room(self._room(asked.room))
        return room.DeleteRoomResponse()

    def list_participants(self, asked: room.ListParticipantsRequest) -> room.ListParticipantsResponse:
        """Return who is in a room."""
        self._rights.need_admin(asked.room)
        sessions = self._room(asked.room).sessions.values()
        return room.ListParticipantsResponse(participants=[session.participant.info() for session in sessions])

    def get_participant(self, asked: room.RoomParticipantIdentity) -> models.ParticipantInfo:
        """Return one who is in a room."""
        return self._session(asked.room, asked.identity).participant.info()

    def remove_participant(self, asked: room.RoomParticipantIdentity) -> Message:
        """Send somebody out; every token given out to this person for this room until now is dead."""
        self._rights.need_admin(asked.room)
        visit_id, person_id, now = _id(asked.room), _id(asked.identity), time.time()
        opened = None if visit_id is None else self._server.rooms.get(visit_id)
        session = None if opened is None else opened.sessions.get(asked.identity)
        if visit_id is not None and person_id is not None:
            # By a clock that goes before ours a token may have been given out in what is the future here.
            theirs = 0.0 if session is None else session.participant.grant.issued_at
            self._server.revocations.revoke(visit_id, person_id, issued_until=max(now, theirs), now=now)
        if session is None:
            raise TwirpError("not_found", "participant does not exist")
        session.end(departures.REMOVED)
        return room.RemoveParticipantResponse()

    def mute_published_track(self, asked: room.MuteRoomTrackRequest) -> room.MuteRoomTrackResponse:
        """Turn a track off for all; nobody but its publisher can turn it on again."""
        session = self._session(asked.room, asked.identity)
        publication = self._publication(session, asked.track_sid)
        if publication.info.muted and not asked.muted:
            raise TwirpError("failed_precondition", "remote unmute not enabled")
        if asked.muted:
            Authority(self._room(asked.room)).mute(session, publication, is_muted=True)
        return room.MuteRoomTrackResponse(track=publication.info)

    def update_participant(self, asked: room.UpdateParticipantRequest) -> models.ParticipantInfo:
        """Change what is said of somebody and what they may do."""
        session = self._session(asked.room, asked.identity)
        authority = Authority(self._room(asked.room))
        if asked.metadata or asked.name or asked.attributes:
            said = {"metadata": asked.metadata, "name": asked.name}
            if not authority.describe(session, **said, attributes=asked.attributes):
                raise TwirpError("invalid_argument", f"metadata and attributes are at most {MOST_METADATA_BYTES} bytes")
        if asked.HasField("permission"):
            authority.permit(session, asked.permission)
        return session.participant.info()

    def update_subscriptions(self, asked: room.UpdateSubscriptionsRequest) -> Message:
        """Give somebody tracks, or take them away."""
        session = self._session(asked.room, asked.identity)
        sids = [*asked.track_sids, *(sid for tracks in asked.participant_tracks for sid in tracks.track_sids)]
        Authority(self._room(asked.room)).subscribe(session, sids, is_wanted=asked.subscribe)
        return room.UpdateSubscriptionsResponse()

    def send_data(self, asked: room.SendDataRequest) -> Message:
        """Send a data packet in nobody's name to all, or to those named."""
        self._rights.need_admin(asked.room)
        opened = self._room(asked.room)
        if len(asked.data) > MOST_PAYLOAD_BYTES:
            raise TwirpError("invalid_argument", f"data is at most {MOST_PAYLOAD_BYTES} bytes long")
        sids = set(asked.destination_sids)
        named = {
            session.participant.identity for session in opened.sessions.values() if session.participant.sid in sids
        }
        named.update(asked.destination_identities)
        if named or not sids:
            packet = models.DataPacket(
                kind=asked.kind,
                destination_identities=sorted(named),
                user=models.UserPacket(payload=asked.data, topic=asked.topic or None, nonce=asked.nonce),
            )
            Authority(opened).send(packet, named)
        return room.SendDataResponse()

    def update_room_metadata(self, asked: room.UpdateRoomMetadataRequest) -> models.Room:
        """Change what is said of a room."""
        self._rights.need_admin(asked.room)
        opened = self._room(asked.room)
        if not Authority(opened).set_metadata(asked.metadata):
            raise TwirpError("invalid_argument", f"metadata is at most {MOST_METADATA_BYTES} bytes long")
        return opened.state.info()

    def _room(self, name: str) -> OpenRoom:
        visit_id = _id(name)
        opened = None if visit_id is None else self._server.rooms.get(visit_id)
        if opened is None:
            raise TwirpError("not_found", "requested room does not exist")
        return opened

    def _session(self, name: str, identity: str) -> Session:
        self._rights.need_admin(name)
        session = self._room(name).sessions.get(identity)
        if session is None:
            raise TwirpError("not_found", "participant does not exist")
        return session

    def _publication(self, session: Session, sid: str) -> Publication:
        publication = session.participant.publications.get(sid)
        if publication is None:
            raise TwirpError("not_found", "track does not exist")
        return publication


def _id(name: str) -> UUID | None:
    """The id that a room or an identity is named by, in the one way we write it."""
    try:
        found = UUID(name)
    except ValueError:
        return None
    return found if str(found) == name else None
