"""What a client may ask for, one handler for each message of the protocol."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from livekit.protocol import models, rtc

from visit_media.sfu.allowance import Allowance
from visit_media.signalling import departures, metrics, protocol
from visit_media.signalling.joining import Join
from visit_media.signalling.limits import MOST_BYTES_OF_TRACK
from visit_media.signalling.rooms import MOST_PUBLICATIONS, Publication

if TYPE_CHECKING:
    from visit_media.signalling.open_room import OpenRoom
    from visit_media.signalling.session import Session

REQUESTS_PER_SECOND: Final = 100.0
REQUESTS_AT_ONCE: Final = 1_000.0
OCTETS_PER_SECOND: Final = 500_000.0
OCTETS_AT_ONCE: Final = 16_000_000.0
TOLD_TO_ALL: Final = frozenset(("mute", "update_metadata", "update_audio_track", "update_video_track", "add_track"))
COST_OF_TELLING_ALL: Final = 5.0
"""Everybody else in the room is told of these, so a client may ask for fewer of them."""
KNOWN_FEATURES: Final = frozenset(models.AudioTrackFeature.values())
Answer = rtc.RequestResponse
Reasons = rtc.RequestResponse.Reason


class Requests:
    """Acts on one client's wishes, or says why not."""

    def __init__(self, session: "Session", room: "OpenRoom") -> None:
        self._session = session
        self._room = room
        self._allowance = Allowance(per_second=REQUESTS_PER_SECOND, burst=REQUESTS_AT_ONCE)
        self._octets = Allowance(per_second=OCTETS_PER_SECOND, burst=OCTETS_AT_ONCE)
        self._handlers = self._table()

    def take(self, request: rtc.SignalRequest) -> None:
        """Do what one message asks for; what we do not know or need is no reason to hang up."""
        name, now = protocol.name_of(request), time.monotonic()
        cost = COST_OF_TELLING_ALL if name in TOLD_TO_ALL else 1.0
        if not self._allowance.take(cost, now) or not self._octets.take(request.ByteSize(), now):
            self._session.end(departures.REFUSED)
            return
        handler = self._handlers.get(name)
        if handler is not None:
            handler(request)

    def join(self, join: Join) -> None:
        """Do what was asked for with the knock at the door."""
        participant = self._session.participant
        if participant.grant.can_update_own_metadata and not join.is_resuming:
            participant.change(metadata=join.metadata, attributes=join.attributes)
        for request in join.tracks:
            self._add_track(request)
        if join.sync_state is not None:
            self._sync(join.sync_state)
        if join.offer is not None:
            self._offer(join.offer)

    def _table(self) -> dict[str, Callable[[rtc.SignalRequest], None]]:
        session = self._session
        return {
            "offer": lambda request: self._offer(request.offer),
            "answer": lambda request: self._answer(request.answer),
            "add_track": lambda request: self._add_track(request.add_track),
            "mute": lambda request: self._mute(request.mute),
            "subscription": lambda request: self._subscribe(request.subscription),
            "track_setting": lambda request: session.subscriptions.adjust(request.track_setting),
            "subscription_permission": lambda request: self._permit(request.subscription_permission),
            "update_metadata": lambda request: self._update_metadata(request.update_metadata),
            "update_audio_track": lambda request: self._update_audio(request.update_audio_track),
            "update_video_track": lambda request: self._update_video(request.update_video_track),
            "sync_state": lambda request: self._sync(request.sync_state),
            "simulate": lambda request: self._simulate(request.simulate),
            "publish_data_track_request": lambda request: session.tell(_unsupported(request)),
            "leave": lambda _: session.end(departures.LEFT),
            "ping": lambda request: session.tell(rtc.SignalResponse(pong=request.ping)),
            "ping_req": lambda request: self._pong(request.ping_req),
        }

    def _offer(self, description: rtc.SessionDescription) -> None:
        session = self._session
        try:
            session.connections.offered(description)
        except ValueError:
            self._hang_up()
            return
        ended = session.published.ended()
        for publication in ended:
            session.unpublish(publication)
        if not self._show(session.published.match()) and ended:
            self._room.show(session)
        session.refresh()

    def _answer(self, description: rtc.SessionDescription) -> None:
        try:
            self._session.connections.answered(description, time.monotonic())
        except ValueError:
            self._hang_up()

    def _add_track(self, request: rtc.AddTrackRequest) -> None:
        session, participant = self._session, self._session.participant
        if not participant.grant.may_publish(request.source):
            self._say(Answer(reason=Reasons.NOT_ALLOWED, add_track=request))
            return
        pending = (one for one in participant.publications.values() if not one.mid)
        publication = next((one for one in pending if one.cid == request.cid), None)
        if request.ByteSize() > MOST_BYTES_OF_TRACK:
            self._say(Answer(reason=Reasons.LIMIT_EXCEEDED, message="more is said of the track than anybody needs"))
            return
        if publication is None and len(participant.publications) >= MOST_PUBLICATIONS:
            self._say(Answer(reason=Reasons.LIMIT_EXCEEDED, add_track=request))
            return
        if publication is None:
            publication = participant.add_publication(request)
        matched = session.published.match()
        session.tell(protocol.track_published(publication.info, publication.cid))
        self._show(matched)

    def _show(self, matched: list[Publication]) -> bool:
        if matched:
            self._room.show(self._session)
            for publication in matched:
                self._room.watcher.published(self._session, publication)
        return bool(matched)

    def _mute(self, request: rtc.MuteTrackRequest) -> None:
        publication = self._session.participant.publications.get(request.sid)
        if publication is not None:
            publication.is_silenced &= request.muted
            if publication.info.muted != request.muted:
                publication.info.muted = request.muted
                self._room.show(self._session)

    def _subscribe(self, request: rtc.UpdateSubscription) -> None:
        sids = [*request.track_sids, *(sid for tracks in request.participant_tracks for sid in tracks.track_sids)]
        self._room.subscribe(self._session, sids, is_wanted=request.subscribe)

    def _permit(self, permission: rtc.SubscriptionPermission) -> None:
        if self._session.participant.grant.can_publish:
            self._room.permit(self._session, permission)

    def _update_metadata(self, request: rtc.UpdateParticipantMetadata) -> None:
        participant = self._session.participant
        if not participant.grant.can_update_own_metadata:
            reason = Reasons.NOT_ALLOWED
        elif not participant.change(metadata=request.metadata, name=request.name, attributes=request.attributes):
            reason = Reasons.LIMIT_EXCEEDED
        else:
            reason = Reasons.OK
            self._room.show(self._session, to_itself=True)
        self._say(Answer(request_id=request.request_id, reason=reason))

    def _update_audio(self, request: rtc.UpdateLocalAudioTrack) -> None:
        publication = self._session.participant.publications.get(request.track_sid)
        if publication is not None:
            del publication.info.audio_features[:]
            publication.info.audio_features.extend(one for one in set(request.features) if one in KNOWN_FEATURES)
            self._room.show(self._session)

    def _update_video(self, request: rtc.UpdateLocalVideoTrack) -> None:
        publication = self._session.participant.publications.get(request.track_sid)
        if publication is not None:
            publication.info.width, publication.info.height = request.width, request.height
            self._room.show(self._session)

    def _sync(self, state: rtc.SyncState) -> None:
        """After a resume: a client that publishes what nobody here knows of must begin anew."""
        session = self._session
        believed = {one.track.sid for one in state.publish_tracks if one.track.sid}
        if not believed <= {*session.participant.publications, *session.unpublished}:
            session.end(departures.MISMATCHED)
            return
        session.subscriptions.restate(state)
        self._room.replay(session, state.datachannel_receive_states)
        session.refresh()

    def _simulate(self, scenario: rtc.SimulateScenario) -> None:
        """Let a client try what it does when things go wrong; all of it concerns nobody else."""
        session = self._session
        name = protocol.name_of(scenario)
        if name == "migration":
            session.tell(departures.goodbye(departures.Reason.MIGRATION, departures.Action.RESUME))
        elif name == "node_failure" and session.line is not None:
            session.line.hang_up()
        elif name in ("server_leave", "leave_request_full_reconnect"):
            session.end(departures.MISMATCHED)

    def _pong(self, ping: rtc.Ping) -> None:
        now = int(time.time() * 1000)
        self._session.tell(rtc.SignalResponse(pong=now))
        self._session.tell(rtc.SignalResponse(pong_resp=rtc.Pong(last_ping_timestamp=ping.timestamp, timestamp=now)))

    def _say(self, answer: rtc.RequestResponse) -> None:
        self._session.tell(rtc.SignalResponse(request_response=answer))

    def _hang_up(self) -> None:
        metrics.MESSAGES_UNREADABLE.inc()
        self._session.end(departures.REFUSED)


def _unsupported(request: rtc.SignalRequest) -> rtc.SignalResponse:
    asked = request.publish_data_track_request
    return rtc.SignalResponse(request_response=Answer(reason=Reasons.UNSUPPORTED_TYPE, publish_data_track=asked))
