"""What happens in rooms, as events of LiveKit's webhooks."""

import secrets
import time
from collections.abc import Callable
from typing import Final

from livekit.protocol import models, webhook

from visit_media.signalling.admission import LeaveReason
from visit_media.signalling.departures import DEPARTURES
from visit_media.signalling.open_room import OpenRoom
from visit_media.signalling.rooms import Publication
from visit_media.signalling.server import MediaServer
from visit_media.signalling.session import Session

BECAUSE: Final = {departure.because: departure.reason for departure in DEPARTURES}


class Happenings:
    """Watches the server; of each person and track the coming is told once, then the going.

    `tell` gets the room's sid, within which order matters, and the event.
    """

    def __init__(self, server: MediaServer, tell: Callable[[str, webhook.WebhookEvent], None]) -> None:
        self._server = server
        self._tell = tell
        self._here: set[str] = set()
        self._tracks: set[str] = set()

    def opened(self, room: OpenRoom) -> None:
        """A room is there."""
        self._say("room_started", room)

    def closed(self, room: OpenRoom) -> None:
        """A room is gone."""
        self._say("room_finished", room)

    def arrived(self, session: Session) -> None:
        """Somebody's media path came up: they and what they have published are there."""
        participant = session.participant
        if participant.sid in self._here:
            return
        self._here.add(participant.sid)
        self._say("participant_joined", self._room_of(session), participant=participant.info())
        for publication in participant.publications.values():
            if publication.mid:
                self.published(session, publication)

    def left(self, session: Session, reason: LeaveReason) -> None:
        """Somebody is gone, with their tracks; of one who never came nothing is told."""
        participant = session.participant
        if participant.sid not in self._here:
            return
        for publication in participant.publications.values():
            self.unpublished(session, publication)
        self._here.discard(participant.sid)
        gone = participant.info(is_gone=True, because=BECAUSE[reason])
        self._say("participant_left", self._room_of(session), participant=gone)

    def published(self, session: Session, publication: Publication) -> None:
        """A track is there; of one whose publisher is not, it is told with their coming."""
        if session.participant.sid in self._here and publication.sid not in self._tracks:
            self._tracks.add(publication.sid)
            self._say_track("track_published", session, publication)

    def unpublished(self, session: Session, publication: Publication) -> None:
        """A track is gone."""
        if publication.sid in self._tracks:
            self._tracks.discard(publication.sid)
            self._say_track("track_unpublished", session, publication)

    def _say_track(self, name: str, session: Session, publication: Publication) -> None:
        self._say(name, self._room_of(session), participant=session.participant.info(), track=_copied(publication.info))

    def _room_of(self, session: Session) -> OpenRoom:
        return self._server.rooms[session.participant.grant.visit_id]

    def _say(
        self,
        name: str,
        room: OpenRoom,
        participant: models.ParticipantInfo | None = None,
        track: models.TrackInfo | None = None,
    ) -> None:
        event = webhook.WebhookEvent(
            event=name,
            id="EV_" + secrets.token_hex(8),
            created_at=int(time.time()),
            room=room.state.info(),
            participant=participant,
            track=track,
        )
        self._tell(room.state.sid, event)


def _copied(info: models.TrackInfo) -> models.TrackInfo:
    copy = models.TrackInfo()
    copy.CopyFrom(info)
    return copy
