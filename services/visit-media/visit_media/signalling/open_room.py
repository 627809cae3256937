"""A room with people in it: passes on between their sessions what each one does."""

import time
from collections.abc import Callable
from typing import Final

from livekit.protocol import models, rtc

from visit_media.sfu.metrics import tally
from visit_media.sfu.plane.uplink import Uplink
from visit_media.signalling import protocol
from visit_media.signalling.admission import LeaveReason
from visit_media.signalling.quality import QualityBoard
from visit_media.signalling.rooms import Publication, Room
from visit_media.signalling.session import Session
from visit_media.signalling.speakers import SpeakerBoard

RELAYED_CHANNELS: Final = {"_reliable": models.DataPacket.Kind.RELIABLE, "_lossy": models.DataPacket.Kind.LOSSY}
NOT_RELAYED: Final = ("metrics", "speaker", "")


class OpenRoom:
    """The sessions of one room."""

    def __init__(
        self, state: Room, *, arrived: Callable[[Session], None], left: Callable[[Session, LeaveReason], None]
    ) -> None:
        self.state = state
        self.sessions: dict[str, Session] = {}
        self._arrived = arrived
        self._left = left
        self._speakers = SpeakerBoard()
        self._quality = QualityBoard()

    def take_in(self, session: Session) -> None:
        """Let a session in; an older one of the same person has to go."""
        older = self.sessions.get(session.participant.identity)
        if older is not None:
            farewell = protocol.leave(models.DisconnectReason.DUPLICATE_IDENTITY, rtc.LeaveRequest.Action.DISCONNECT)
            older.end(LeaveReason.REPLACED, farewell)
        self.state.enter(session.participant)
        self.sessions[session.participant.identity] = session

    def take_leave(self, session: Session, reason: LeaveReason) -> None:
        """Let a session go and tell the others."""
        self.state.leave(session.participant)
        if self.sessions.get(session.participant.identity) is session:
            del self.sessions[session.participant.identity]
        if session.participant.is_active:
            self._tell_others(session, protocol.update(session.participant.info(is_gone=True)))
            self._refresh_others(session)
        self._left(session, reason)

    def arrive(self, session: Session) -> None:
        """Show somebody whose media path has come up."""
        self._arrived(session)
        self.show(session)

    def show(self, session: Session) -> None:
        """Tell the others what has changed about somebody, and let them receive what is new."""
        if session.participant.is_active and session.left_because is None:
            self._tell_others(session, protocol.update(session.participant.info()))
            self._refresh_others(session)

    def uplink_of(self, publication: Publication) -> Uplink | None:
        """Return the media of a track, while its publisher is here."""
        session = self.sessions.get(publication.publisher.identity)
        if session is None or session.participant is not publication.publisher:
            return None
        return session.uplink_of(publication)

    def relay(self, session: Session, label: str, raw: bytes) -> None:
        """Pass a data packet on, signed with who really sent it."""
        kind = RELAYED_CHANNELS.get(label)
        if kind is None or not session.participant.grant.can_publish_data:
            return
        try:
            packet = protocol.read_data_packet(raw)
        except protocol.Unreadable:
            tally.messages_dropped += 1
            return
        if protocol.name_of(packet) in NOT_RELAYED:
            return
        packet.kind = kind
        packet.participant_sid = session.participant.sid
        packet.participant_identity = session.participant.identity
        if packet.HasField("user"):
            packet.user.participant_sid = packet.participant_sid
            packet.user.participant_identity = packet.participant_identity
        message = packet.SerializeToString()
        wanted = set(packet.destination_identities)
        for identity, other in list(self.sessions.items()):
            if other is not session and (not wanted or identity in wanted):
                if other.member.peer.send_data(label, message):
                    tally.messages_forwarded += 1
                else:
                    tally.messages_dropped += 1

    def tell_speakers(self, seconds: float) -> None:
        """Say who speaks, when that has changed."""
        levels = {session.participant.sid: self._level(session, seconds) for session in self.sessions.values()}
        changed = self._speakers.changes(levels)
        if changed:
            self._tell_all(rtc.SignalResponse(speakers_changed=rtc.SpeakersChanged(speakers=changed)))

    def tell_quality(self) -> None:
        """Say how well everybody is connected, when that has changed."""
        now = time.monotonic()
        losses = {
            session.participant.sid: session.member.worst_loss(now)
            for session in self.sessions.values()
            if session.participant.is_active
        }
        changed = self._quality.changes(losses)
        if changed:
            self._tell_all(rtc.SignalResponse(connection_quality=rtc.ConnectionQualityUpdate(updates=changed)))

    def _level(self, session: Session, seconds: float) -> float:
        muted = {publication.mid for publication in session.participant.publications.values() if publication.info.muted}
        uplinks = session.member.ingress.uplinks.items()
        return max((uplink.loudness.take(seconds) for mid, uplink in uplinks if mid not in muted), default=0.0)

    def _tell_all(self, response: rtc.SignalResponse) -> None:
        for session in list(self.sessions.values()):
            session.tell(response)

    def _tell_others(self, session: Session, response: rtc.SignalResponse) -> None:
        for other in list(self.sessions.values()):
            if other is not session:
                other.tell(response)

    def _refresh_others(self, session: Session) -> None:
        for other in list(self.sessions.values()):
            if other is not session:
                other.refresh()
