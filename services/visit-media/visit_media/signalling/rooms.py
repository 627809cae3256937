"""Who is in which room and what they publish; pure state that neither waits nor sends."""

import secrets
import string
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from livekit.protocol import models, rtc

from visit_media.signalling.permissions import Receivers
from visit_media.signalling.tokens import Grant

MOST_PARTICIPANTS: Final = 50
MOST_PUBLICATIONS: Final = 12
MOST_METADATA_BYTES: Final = 16 * 1024
MOST_GONE_REMEMBERED: Final = 200
GONE_SECONDS: Final = 60.0
ALL_TEMPORAL_LAYERS: Final = 7
FULL_FRAMES_PER_SECOND: Final = 30
SID_LETTERS: Final = string.ascii_letters + string.digits


def new_sid(prefix: str) -> str:
    """Return an identifier of the form clients insist on: PA_, TR_ or RM_ and letters."""
    return prefix + "".join(secrets.choice(SID_LETTERS) for _ in range(12))


@dataclass(slots=True, eq=False)
class Publication:
    """A track that a participant has announced; it is shown to others once it is agreed in SDP."""

    sid: str
    cid: str
    publisher: "Participant"
    info: models.TrackInfo
    preferred_codec: str
    mid: str = ""
    is_received: bool = False
    is_silenced: bool = False

    @property
    def is_video(self) -> bool:
        """Whether it is a picture rather than sound."""
        return self.info.type == models.TrackType.VIDEO

    @property
    def is_stereo(self) -> bool:
        """Whether the sound has two channels."""
        return self.info.stereo or models.AudioTrackFeature.TF_STEREO in self.info.audio_features

    @property
    def is_without_dtx(self) -> bool:
        """Whether silence is sent like sound."""
        return self.info.disable_dtx or models.AudioTrackFeature.TF_NO_DTX in self.info.audio_features

    def rank_for(self, settings: rtc.UpdateTrackSettings) -> int:
        """Return the highest layer of use to a subscriber with these settings."""
        if not settings.width and not settings.height:
            return int(settings.quality)
        layers = sorted(self.info.layers, key=lambda layer: layer.quality)
        for rank, layer in enumerate(layers):
            # Views and pictures may be turned: what counts is whether the layer fills the view's longer side.
            if max(layer.width, layer.height) >= max(settings.width, settings.height):
                return rank
        return max(0, len(layers) - 1) if layers else int(models.VideoQuality.HIGH)

    def temporal_for(self, settings: rtc.UpdateTrackSettings) -> int:
        """Return the highest temporal layer of use at the wished frame rate: each one doubles it (RFC 7741)."""
        if not self.is_video or not settings.fps:
            return ALL_TEMPORAL_LAYERS
        if settings.fps > FULL_FRAMES_PER_SECOND / 2:
            return ALL_TEMPORAL_LAYERS
        return 1 if settings.fps > FULL_FRAMES_PER_SECOND / 4 else 0


@dataclass(slots=True, eq=False)
class Participant:
    """One person in one room, by one connection."""

    sid: str
    grant: Grant
    joined_at: float
    metadata: str
    name: str
    attributes: dict[str, str]
    client_protocol: int = 0
    is_active: bool = False
    version: int = 1
    publications: dict[str, Publication] = field(default_factory=dict)
    receivers: Receivers = field(default_factory=Receivers)

    @property
    def identity(self) -> str:
        """The person, as clients know them."""
        return str(self.grant.person_id)

    def add_publication(self, request: rtc.AddTrackRequest) -> Publication:
        """Announce a track."""
        info = models.TrackInfo(
            sid=new_sid("TR_"),
            type=request.type,
            name=request.name,
            muted=request.muted,
            width=request.width,
            height=request.height,
            simulcast=len(request.layers) > 1,
            source=request.source,
            layers=request.layers,
            stereo=request.stereo,
            disable_dtx=request.disable_dtx,
            disable_red=True,
            encryption=request.encryption,
            stream=request.stream,
            audio_features=request.audio_features,
        )
        preferred = _codec_name(request.simulcast_codecs[0].codec) if request.simulcast_codecs else ""
        publication = Publication(sid=info.sid, cid=request.cid, publisher=self, info=info, preferred_codec=preferred)
        if request.type == models.TrackType.VIDEO:
            mime = f"video/{preferred or 'VP8'}"
            info.mime_type = mime
            info.codecs.append(models.SimulcastCodecInfo(mime_type=mime, cid=request.cid, layers=request.layers))
        else:
            info.mime_type = "audio/opus"
        self.publications[info.sid] = publication
        return publication

    def change(self, *, metadata: str = "", name: str = "", attributes: Mapping[str, str] | None = None) -> bool:
        """Change what is said of the participant; an empty attribute goes. False when it is more than is allowed."""
        merged = {**self.attributes, **dict(attributes or {})}
        kept = {key: value for key, value in merged.items() if value}
        size = len(metadata) + len(name) + sum(len(key) + len(value) for key, value in kept.items())
        if size > MOST_METADATA_BYTES:
            return False
        self.attributes = kept
        self.metadata = metadata or self.metadata
        self.name = name or self.name
        return True

    def info(
        self, *, is_gone: bool = False, because: "models.DisconnectReason" = models.DisconnectReason.UNKNOWN_REASON
    ) -> models.ParticipantInfo:
        """Return what others are told; the version makes clients ignore what they hear too late."""
        self.version += 1
        states = models.ParticipantInfo.State
        state = states.DISCONNECTED if is_gone else states.ACTIVE if self.is_active else states.JOINED
        shown = [] if is_gone else [publication.info for publication in self.publications.values() if publication.mid]
        return models.ParticipantInfo(
            sid=self.sid,
            identity=self.identity,
            state=state,
            tracks=shown,
            metadata=self.metadata,
            joined_at=int(self.joined_at),
            joined_at_ms=int(self.joined_at * 1000),
            name=self.name,
            version=self.version,
            permission=self.grant.permission(),
            is_publisher=bool(shown),
            attributes=self.attributes,
            disconnect_reason=because,
            client_protocol=self.client_protocol,
        )


def _codec_name(name: str) -> str:
    return {"h264": "H264", "vp8": "VP8"}.get(name.lower().removeprefix("video/"), "VP8")


class Room:
    """One visit's participants, by identity."""

    def __init__(self, visit_id: UUID, created_at: float) -> None:
        self.visit_id = visit_id
        self.sid = new_sid("RM_")
        self.metadata = ""
        self.most_participants = MOST_PARTICIPANTS
        self.empty_seconds = 0  # how long it stands open before anybody came
        self.departure_seconds = 0  # and after the last one left
        self._created_at = self._emptied_at = created_at
        self._is_used = False
        self._participants: dict[str, Participant] = {}
        self._gone: deque[tuple[float, models.ParticipantInfo]] = deque(maxlen=MOST_GONE_REMEMBERED)

    @property
    def is_full(self) -> bool:
        """Whether nobody more fits in."""
        return len(self._participants) >= self.most_participants

    @property
    def is_empty(self) -> bool:
        """Whether everybody has left."""
        return not self._participants

    def is_over(self, now: float) -> bool:
        """Whether it has been empty for as long as it is kept; `now` is a Unix time."""
        kept_seconds = self.departure_seconds if self._is_used else self.empty_seconds
        return self.is_empty and now - self._emptied_at >= kept_seconds

    def enter(self, participant: Participant) -> None:
        """Take somebody in."""
        self._participants[participant.identity] = participant
        self._is_used = True

    def leave(self, participant: Participant, now: float = 0.0) -> None:
        """Let somebody go at a Unix time; one who was replaced has gone already."""
        if self._participants.get(participant.identity) is participant:
            del self._participants[participant.identity]
            self._emptied_at = now

    def remember(self, gone: models.ParticipantInfo, now: float) -> None:
        """Keep the news of a departure for those whose line is broken just now."""
        self._gone.append((now, gone))

    def lately_gone(self, now: float) -> list[models.ParticipantInfo]:
        """Return the departures of the last minute, but not of those who are back."""
        return [gone for at, gone in self._gone if now - at < GONE_SECONDS and gone.identity not in self._participants]

    def holds(self, identity: str) -> bool:
        """Whether this person is here."""
        return identity in self._participants

    def others(self, participant: Participant) -> list[Participant]:
        """Return those whom this participant can see: connected, and not itself."""
        return [
            other
            for other in self._participants.values()
            if other is not participant and other.is_active and not other.grant.is_hidden
        ]

    def offered_to(self, participant: Participant) -> list[Publication]:
        """Return the tracks of others that are ready to be sent."""
        if not participant.grant.can_subscribe:
            return []
        shown = (publication for other in self.others(participant) for publication in other.publications.values())
        return [
            publication
            for publication in shown
            if publication.mid and self.is_allowed(publication, receiver=participant)
        ]

    def is_allowed(self, publication: Publication, *, receiver: Participant) -> bool:
        """Whether the publisher lets this participant receive this track."""
        return publication.publisher.receivers.include(
            sid=receiver.sid, identity=receiver.identity, track_sid=publication.sid
        )

    def info(self) -> models.Room:
        """Return what clients are told about the room."""
        return models.Room(
            sid=self.sid,
            name=str(self.visit_id),
            creation_time=int(self._created_at),
            creation_time_ms=int(self._created_at * 1000),
            metadata=self.metadata,
            empty_timeout=self.empty_seconds,
            departure_timeout=self.departure_seconds,
            max_participants=self.most_participants,
            num_participants=len(self._participants),
            num_publishers=sum(1 for participant in self._participants.values() if participant.publications),
            enabled_codecs=[models.Codec(mime=mime) for mime in ("audio/opus", "video/VP8", "video/H264")],
        )
