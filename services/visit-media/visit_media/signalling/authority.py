"""What somebody with authority over a room may do to it and to those in it."""

from collections.abc import Iterable, Mapping
from typing import Final

from livekit.protocol import models, rtc

from visit_media.signalling import data
from visit_media.signalling.open_room import OpenRoom
from visit_media.signalling.rooms import MOST_METADATA_BYTES, Publication
from visit_media.signalling.session import Session
from visit_media.signalling.tokens import regrant

LABELS: Final = {kind: label for label, kind in data.KINDS.items()}


class Authority:
    """Acts on one room; whoever asks has been found to be allowed to."""

    def __init__(self, room: OpenRoom) -> None:
        self._room = room

    def mute(self, session: Session, publication: Publication, *, is_muted: bool) -> None:
        """Turn a track off for all, until its publisher turns it on again, or take back that it was turned off."""
        publication.info.muted = publication.is_silenced = is_muted
        session.tell(rtc.SignalResponse(mute=rtc.MuteTrackRequest(sid=publication.sid, muted=is_muted)))
        self._room.show(session)

    def permit(self, session: Session, permission: models.ParticipantPermission) -> None:
        """Change what a participant may do, now and in its next token; tracks it may not publish any longer go."""
        participant = session.participant
        participant.grant = regrant(participant.grant, permission)
        for publication in list(participant.publications.values()):
            if not participant.grant.may_publish(publication.info.source):
                session.unpublish(publication)
        session.refreshed_at = float("-inf")  # a new token is due
        self._room.show(session, to_itself=True)
        session.refresh()

    def describe(
        self, session: Session, *, metadata: str = "", name: str = "", attributes: Mapping[str, str] | None = None
    ) -> bool:
        """Change what is said of a participant; False when it is more than is allowed."""
        if not session.participant.change(metadata=metadata, name=name, attributes=attributes):
            return False
        session.refreshed_at = float("-inf")
        self._room.show(session, to_itself=True)
        return True

    def subscribe(self, session: Session, sids: Iterable[str], *, is_wanted: bool) -> None:
        """Give a participant tracks, or take them from it."""
        self._room.subscribe(session, sids, is_wanted=is_wanted)

    def send(self, packet: models.DataPacket, destinations: Iterable[str] = ()) -> None:
        """Send a data packet in nobody's name."""
        label = LABELS[packet.kind]
        self._room.send(label, packet.SerializeToString(), frozenset(destinations))

    def set_metadata(self, metadata: str) -> bool:
        """Change what is said of the room; False when it is more than is allowed."""
        if len(metadata.encode()) > MOST_METADATA_BYTES:
            return False
        self._room.state.metadata = metadata
        self._room.tell_all(rtc.SignalResponse(room_update=rtc.RoomUpdate(room=self._room.state.info())))
        return True
