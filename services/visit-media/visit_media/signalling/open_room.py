"""A room with people in it: passes on between their sessions what each one does."""

import time
from collections.abc import Iterable
from itertools import count
from typing import Final, Protocol

from livekit.protocol import models, rtc

from visit_media.sfu.members.uplink import Uplink
from visit_media.sfu.metrics import tally
from visit_media.signalling import departures, dynacast, protocol
from visit_media.signalling.admission import LeaveReason
from visit_media.signalling.data import Relay
from visit_media.signalling.departures import Departure
from visit_media.signalling.dynacast import Interest
from visit_media.signalling.quality import QualityBoard
from visit_media.signalling.rooms import Publication, Room
from visit_media.signalling.session import Session
from visit_media.signalling.speakers import SpeakerBoard

GROUPS: Final = count(1)


class Watcher(Protocol):
    """Whoever must know what happens in rooms."""

    def arrived(self, session: Session) -> None:
        """Somebody's media path came up."""
        ...

    def left(self, session: Session, reason: LeaveReason) -> None:
        """Somebody is gone."""
        ...

    def published(self, session: Session, publication: Publication) -> None:
        """A track is there for others to receive."""
        ...

    def unpublished(self, session: Session, publication: Publication) -> None:
        """A track is gone, though its publisher is not."""
        ...


class RoomWatcher(Watcher, Protocol):
    """Whoever must know of rooms, too."""

    def opened(self, room: "OpenRoom") -> None:
        """A room is there, in which nobody is yet."""
        ...

    def closed(self, room: "OpenRoom") -> None:
        """A room is gone; nobody is in it any more."""
        ...


class OpenRoom:
    """The sessions of one room, by identity."""

    def __init__(self, state: Room, watcher: Watcher) -> None:
        self.state = state
        self.watcher = watcher
        self.group = next(GROUPS)
        self.sessions: dict[str, Session] = {}
        self.is_changing_places = False
        self._relay = Relay()
        self._speakers = SpeakerBoard()
        self._quality = QualityBoard()
        self._interests: dict[str, Interest] = {}

    def take_in(self, session: Session) -> None:
        """Let a session in; an older one of the same person has to go."""
        older = self.sessions.get(session.participant.identity)
        if older is not None:
            self.is_changing_places = True
            older.end(departures.REPLACED if older.line is not None else departures.LOST)
            self.is_changing_places = False
        self.state.enter(session.participant)
        self.sessions[session.participant.identity] = session

    def take_leave(self, session: Session, departure: Departure) -> None:
        """Let a session go and tell the others."""
        self.state.leave(session.participant, time.time())
        if self.sessions.get(session.participant.identity) is session:
            del self.sessions[session.participant.identity]
        if session.participant.is_active:
            gone = session.participant.info(is_gone=True, because=departure.reason)
            if not session.participant.grant.is_hidden:
                self.state.remember(gone, time.monotonic())
                self._tell_others(session, protocol.update(gone))
            self._refresh_others(session)
        self.watcher.left(session, departure.because)

    def arrive(self, session: Session) -> None:
        """Show somebody whose media path has come up."""
        self.watcher.arrived(session)
        self.show(session)

    def show(self, session: Session, *, to_itself: bool = False) -> None:
        """Tell the others what has changed about somebody, and let them receive what is new."""
        if session.left_because is not None:
            return
        if to_itself:
            session.tell(protocol.update(session.participant.info()))
        if session.participant.is_active:
            if not session.participant.grant.is_hidden:
                self._tell_others(session, protocol.update(session.participant.info()))
            self._refresh_others(session)

    def retell(self, session: Session) -> None:
        """Say to somebody who resumes how everything stands: what was said meanwhile may be lost."""
        participant = session.participant
        gone = self.state.lately_gone(time.monotonic())
        if gone:
            session.tell(protocol.update(*gone))
        others = self.state.others(participant)
        session.tell(protocol.update(participant.info(), *(other.info() for other in others)))
        session.tell(rtc.SignalResponse(room_update=rtc.RoomUpdate(room=self.state.info())))
        speakers = rtc.SpeakersChanged(speakers=self._speakers.speaking())
        session.tell(rtc.SignalResponse(speakers_changed=speakers))
        for sid in session.unpublished:
            session.tell(protocol.track_unpublished(sid))
        for publication in participant.publications.values():
            self._retell_own(session, publication)
        for other in others:
            for publication in other.publications.values():
                self._retell_other(session, publication)

    def uplink_of(self, publication: Publication) -> Uplink | None:
        """Return the media of a track, while its publisher is here."""
        session = self._publisher(publication)
        return session.uplink_of(publication) if session is not None else None

    def receives(self, publication: Publication) -> None:
        """Somebody begins to receive a track: its publisher is told when it is the first time."""
        session = self._publisher(publication)
        if session is not None and not publication.is_received:
            publication.is_received = True
            session.tell(rtc.SignalResponse(track_subscribed=rtc.TrackSubscribed(track_sid=publication.sid)))

    def subscribe(self, session: Session, sids: Iterable[str], *, is_wanted: bool) -> None:
        """Give somebody tracks, or no longer; those that nobody knows are named."""
        chosen = list(sids)
        known = {one.sid for other in self.state.others(session.participant) for one in other.publications.values()}
        for sid in chosen if is_wanted else ():
            if sid not in known:
                missing = rtc.SubscriptionResponse(track_sid=sid, err=models.SubscriptionError.SE_TRACK_NOTFOUND)
                session.tell(rtc.SignalResponse(subscription_response=missing))
        session.subscriptions.choose(chosen, is_wanted=is_wanted)
        session.refresh()

    def permit(self, session: Session, permission: rtc.SubscriptionPermission) -> None:
        """Let only those receive somebody's tracks whom it names, and tell those for whom that is a change."""
        others = [other for other in self.sessions.values() if other is not session]
        publications = list(session.participant.publications.values())
        before = {(o, p.sid): self.state.is_allowed(p, receiver=o.participant) for o in others for p in publications}
        session.participant.receivers.choose(permission)
        for other in others:
            for publication in publications:
                is_allowed = self.state.is_allowed(publication, receiver=other.participant)
                if is_allowed is not before[other, publication.sid]:
                    sid = session.participant.sid
                    other.tell(protocol.permission_update(sid, publication.sid, is_allowed=is_allowed))
            other.refresh()

    def relay(self, session: Session, label: str, raw: bytes) -> None:
        """Pass a data packet on to whom it is for."""
        if not session.participant.grant.can_publish_data or not session.participant.is_active:
            return
        taken = self._relay.take(session.sender, label, raw, time.monotonic())
        if taken is not None:
            destinations, message = taken
            self.send(label, message, destinations, sender=session)

    def send(
        self, label: str, message: bytes, destinations: frozenset[str] = frozenset(), sender: Session | None = None
    ) -> None:
        """Send a data packet to these identities, or to all when none is named."""
        for identity, other in list(self.sessions.items()):
            if other is not sender and (not destinations or identity in destinations):
                if other.outlet.send(label, message):
                    tally.messages_forwarded += 1
                else:
                    tally.messages_dropped += 1

    def replay(self, session: Session, states: Iterable[rtc.DataChannelReceiveState]) -> None:
        """Send somebody who resumed the reliable packets it has not had."""
        now = time.monotonic()
        for message in self._relay.missed(states, session.sender, since=session.began_at, now=now):
            session.outlet.send("_reliable", message)

    def tell_all(self, response: rtc.SignalResponse) -> None:
        """Tell everybody."""
        for session in list(self.sessions.values()):
            session.tell(response)

    def tell_speakers(self, seconds: float) -> None:
        """Say who speaks, when that has changed."""
        levels = {session.participant.sid: self._level(session, seconds) for session in self.sessions.values()}
        changed = self._speakers.changes(levels)
        if changed:
            self.tell_all(rtc.SignalResponse(speakers_changed=rtc.SpeakersChanged(speakers=changed)))
            for session in self.sessions.values():
                others = (one.sid for one in self._speakers.speaking() if one.sid != session.participant.sid)
                session.subscriptions.heard(next(others, None))

    def tell_quality(self) -> None:
        """Say how well everybody is connected, when that has changed."""
        now = time.monotonic()
        scores = {
            session.participant.sid: session.member.quality(now).score
            for session in self.sessions.values()
            if session.participant.is_active
        }
        changed = self._quality.changes(scores)
        if changed:
            self.tell_all(rtc.SignalResponse(connection_quality=rtc.ConnectionQualityUpdate(updates=changed)))

    def tell_interest(self, now: float) -> None:
        """Tell publishers which of their layers are looked at, when that has changed; send what was held back."""
        shown: set[str] = set()
        for session in list(self.sessions.values()):
            session.outlet.flush()
            for publication in session.participant.publications.values():
                uplink = session.uplink_of(publication) if publication.is_video else None
                if uplink is None:
                    continue
                shown.add(publication.sid)
                interest = self._interests.setdefault(publication.sid, Interest())
                rank = interest.change(uplink.wanted_rank, now)
                if rank is not None:
                    session.tell(dynacast.quality_update(publication, rank))
        for sid in set(self._interests) - shown:
            del self._interests[sid]

    def _publisher(self, publication: Publication) -> Session | None:
        session = self.sessions.get(publication.publisher.identity)
        return session if session is not None and session.participant is publication.publisher else None

    def _retell_own(self, session: Session, publication: Publication) -> None:
        if not publication.mid:
            session.tell(protocol.track_published(publication.info, publication.cid))
        if publication.is_silenced:
            session.tell(rtc.SignalResponse(mute=rtc.MuteTrackRequest(sid=publication.sid, muted=True)))
        interest = self._interests.get(publication.sid)
        if interest is not None:
            session.tell(dynacast.quality_update(publication, interest.told))

    def _retell_other(self, session: Session, publication: Publication) -> None:
        sid = publication.publisher.sid
        if not publication.publisher.receivers.are_all:
            is_allowed = self.state.is_allowed(publication, receiver=session.participant)
            session.tell(protocol.permission_update(sid, publication.sid, is_allowed=is_allowed))
        if publication.sid in session.paused:
            session.tell(protocol.stream_state(sid, publication.sid, is_paused=True))

    def _level(self, session: Session, seconds: float) -> float:
        muted = {publication.mid for publication in session.participant.publications.values() if publication.info.muted}
        uplinks = session.member.ingress.uplinks.items()
        return max((uplink.loudness.take(seconds) for mid, uplink in uplinks if mid not in muted), default=0.0)

    def _tell_others(self, session: Session, response: rtc.SignalResponse) -> None:
        for other in list(self.sessions.values()):
            if other is not session:
                other.tell(response)

    def _refresh_others(self, session: Session) -> None:
        for other in list(self.sessions.values()):
            if other is not session:
                other.refresh()
