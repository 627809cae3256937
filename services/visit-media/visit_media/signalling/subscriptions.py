"""Which tracks one participant wants and is sent; on which sections is for its connections to say."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from livekit.protocol import models, rtc

from visit_media.sfu.members.downlink import HIGHEST_RANK, Downlink
from visit_media.sfu.members.member import Member
from visit_media.sfu.members.uplink import Uplink
from visit_media.sfu.negotiation.terms import Codec, Sending
from visit_media.signalling.importance import importance
from visit_media.signalling.rooms import Publication

MOST_CHOICES: Final = 2_000
UNSAID: Final = rtc.UpdateTrackSettings(quality=models.VideoQuality.HIGH)
MOST_BYTES_OF_SID: Final = 64
# What belongs to one picture is one stream, so that clients play its sound and its image together.
STREAMS: Final = {"screen_share_audio": "screen_share", "microphone": "camera"}


@dataclass(slots=True)
class Delivery:
    """A track on a media section of the subscriber."""

    publication: Publication
    downlink: Downlink
    sending: Sending
    is_started: bool = False
    is_declined: bool = False
    is_stopped: bool = False


class Subscriptions:
    """What the participant chose, how large it shows it, and what is on its way."""

    def __init__(
        self,
        member: Member,
        *,
        uplink_of: Callable[[Publication], Uplink | None],
        began: Callable[[Publication], None],
        tell: Callable[[rtc.SignalResponse], None],
        wants_all: bool,
    ) -> None:
        self.deliveries: dict[str, Delivery] = {}
        self._member = member
        self._uplink_of = uplink_of
        self._began = began
        self._tell = tell
        self._wants_all = wants_all
        self._exceptions: set[str] = set()
        self._undeliverable: set[str] = set()
        self._settings: dict[str, rtc.UpdateTrackSettings] = {}
        self._speaker: str | None = None

    def choose(self, sids: Iterable[str], *, is_wanted: bool) -> None:
        """Note that the participant asked for tracks, or no longer wants them."""
        chosen = {sid for sid in sids if len(sid) <= MOST_BYTES_OF_SID}
        if not is_wanted:
            # A client forgets a track it declines: if it changes its mind, the track must come anew on another section.
            for delivery in self.deliveries.values():
                delivery.is_declined |= delivery.publication.sid in chosen
        else:
            self._undeliverable -= chosen  # perhaps it can decode it by now
        for sid in chosen:
            if is_wanted is self._wants_all:
                self._exceptions.discard(sid)
            elif len(self._exceptions) < MOST_CHOICES:
                self._exceptions.add(sid)

    def restate(self, state: rtc.SyncState) -> None:
        """Take over what the client believes it chose, after its line was broken."""
        if state.HasField("subscription") and state.subscription.subscribe is not self._wants_all:
            believed = set(state.subscription.track_sids[:MOST_CHOICES])
            self.choose(believed - self._exceptions, is_wanted=not self._wants_all)
            self.choose(self._exceptions - believed, is_wanted=self._wants_all)
        if state.track_sids_disabled:
            self.adjust(rtc.UpdateTrackSettings(track_sids=state.track_sids_disabled, disabled=True))

    def adjust(self, settings: rtc.UpdateTrackSettings) -> None:
        """Note how large the participant shows some tracks, or that it hides them."""
        chosen = {sid for sid in settings.track_sids if len(sid) <= MOST_BYTES_OF_SID}
        kept = rtc.UpdateTrackSettings(
            disabled=settings.disabled,
            quality=settings.quality,
            width=settings.width,
            height=settings.height,
            fps=settings.fps,
            priority=settings.priority,
        )
        for sid in chosen:
            if sid in self._settings or len(self._settings) < MOST_CHOICES:
                self._settings[sid] = kept
        for delivery in self.deliveries.values():
            if delivery.publication.sid in chosen:
                self._apply(delivery)

    def heard(self, speaker: str | None) -> None:
        """Note who speaks: that picture gives way last among equals."""
        before, self._speaker = self._speaker, speaker
        for delivery in self.deliveries.values() if before != speaker else ():
            if delivery.publication.is_video and delivery.publication.publisher.sid in (before, speaker):
                self._apply(delivery)

    def waiting(self, offered: list[Publication]) -> list[Publication]:
        """Return the tracks that are wanted and not yet sent."""
        delivered = {delivery.publication.sid for delivery in self.deliveries.values() if not delivery.is_declined}
        return [
            publication
            for publication in self._wanted(offered)
            if publication.sid not in delivered and self._uplink_of(publication) is not None
        ]

    def outdated(self, offered: list[Publication]) -> set[str]:
        """Return the sections whose track is not wanted or not there any longer."""
        wanted = {publication.sid for publication in self._wanted(offered)}
        return {
            mid
            for mid, delivery in self.deliveries.items()
            if delivery.is_declined or delivery.publication.sid not in wanted
        }

    def codec_of(self, publication: Publication) -> Codec | None:
        """Return what the track is encoded with, while its publisher is here."""
        uplink = self._uplink_of(publication)
        return uplink.terms.codec if uplink is not None else None

    def deliver(
        self, publication: Publication, mid: str, codec: Codec | None, extensions: Mapping[str, int]
    ) -> Sending | None:
        """Prepare to send a track on a section; None when the client cannot decode it."""
        uplink = self._uplink_of(publication)
        if uplink is None:
            return None
        if codec is None:
            self.refuse(publication)
            return None
        downlink = self._member.subscribe(uplink, codec, extensions)
        source = models.TrackSource.Name(publication.info.source).lower()
        sending = Sending(
            codec_name=codec.name,
            stream=f"{publication.publisher.sid}|{STREAMS.get(source, source)}",
            track=publication.sid,
            ssrc=downlink.ssrc,
            repair_ssrc=downlink.repair_ssrc,
            is_stereo=publication.is_stereo,
        )
        self.deliveries[mid] = Delivery(publication, downlink, sending)
        return sending

    def refuse(self, publication: Publication) -> None:
        """Say that a track cannot be sent in a form the client understands; it is not tried again until asked for."""
        self._undeliverable.add(publication.sid)
        error = models.SubscriptionError.SE_CODEC_UNSUPPORTED
        self._tell(
            rtc.SignalResponse(subscription_response=rtc.SubscriptionResponse(track_sid=publication.sid, err=error))
        )

    def stop(self, mids: Iterable[str]) -> None:
        """Send nothing more on these sections, at once; they stay taken until that is agreed."""
        for mid in mids:
            delivery = self.deliveries[mid]
            if not delivery.is_stopped:
                delivery.is_stopped = True
                self._member.unsubscribe(delivery.downlink)

    def retire(self, mids: Iterable[str]) -> None:
        """Give sections up."""
        for mid in list(mids):
            self.stop([mid])
            del self.deliveries[mid]

    def start(self) -> None:
        """Begin to send what the participant has just been told of."""
        for delivery in list(self.deliveries.values()):
            if not delivery.is_started and not delivery.is_stopped:
                delivery.is_started = True
                self._member.start(delivery.downlink)
                self._apply(delivery)
                self._began(delivery.publication)

    def sendings(self) -> dict[str, Sending]:
        """Return what every section in use brings, by mid."""
        return {mid: delivery.sending for mid, delivery in self.deliveries.items()}

    def track_of_section(self) -> dict[str, str]:
        """Return the track's sid for every section in use: clients of one connection know tracks by mid alone."""
        return {mid: delivery.publication.sid for mid, delivery in self.deliveries.items()}

    def publication_of(self, downlink: Downlink) -> Publication | None:
        """Return whose track goes this way."""
        return next((one.publication for one in self.deliveries.values() if one.downlink is downlink), None)

    def _wanted(self, offered: list[Publication]) -> list[Publication]:
        return [
            publication
            for publication in offered
            if (publication.sid in self._exceptions) is not self._wants_all
            and publication.sid not in self._undeliverable
        ]

    def _apply(self, delivery: Delivery) -> None:
        if not delivery.is_started or delivery.is_stopped:
            return
        publication = delivery.publication
        settings = self._settings.get(publication.sid, UNSAID)
        is_video = publication.is_video
        speaks = publication.publisher.sid == self._speaker
        delivery.downlink.wish(
            is_paused=settings.disabled,
            highest_rank=publication.rank_for(settings) if is_video else HIGHEST_RANK,
            now=time.monotonic(),
            temporal=publication.temporal_for(settings),
            priority=importance(publication.info.source, settings, speaks=speaks),
        )
