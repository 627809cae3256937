"""Which tracks one participant is sent, and on which of its media sections."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from livekit.protocol import models, rtc

from visit_media.sfu.negotiation.agreement import Sending, find_codec, kind_of
from visit_media.sfu.negotiation.sdp import Offer, Section
from visit_media.sfu.negotiation.terms import Kind
from visit_media.sfu.plane.downlink import HIGHEST_RANK, Downlink
from visit_media.sfu.plane.member import Member
from visit_media.sfu.plane.uplink import Uplink
from visit_media.signalling.rooms import Publication


@dataclass(slots=True)
class Delivery:
    """A track on a media section of the subscriber."""

    publication: Publication
    downlink: Downlink
    sending: Sending
    is_started: bool = False
    is_declined: bool = False


class Subscriptions:
    """Matches what a participant wants with the sections its offers leave free."""

    def __init__(self, member: Member, uplink_of: Callable[[Publication], Uplink | None], *, wants_all: bool) -> None:
        self._member = member
        self._uplink_of = uplink_of
        self._wants_all = wants_all
        self._exceptions: set[str] = set()
        self._undeliverable: set[str] = set()
        self._settings: dict[str, rtc.UpdateTrackSettings] = {}
        self._deliveries: dict[str, Delivery] = {}

    def choose(self, sids: Iterable[str], *, is_wanted: bool) -> None:
        """Note that the participant asked for tracks, or no longer wants them."""
        chosen = set(sids)
        if not is_wanted:
            # A client forgets a track it declines: if it changes its mind, the track must come anew on another section.
            for delivery in self._deliveries.values():
                delivery.is_declined |= delivery.publication.sid in chosen
        for sid in chosen:
            if is_wanted is self._wants_all:
                self._exceptions.discard(sid)
            else:
                self._exceptions.add(sid)

    def adjust(self, settings: rtc.UpdateTrackSettings) -> None:
        """Note how large the participant shows some tracks, or that it hides them."""
        for sid in settings.track_sids:
            self._settings[sid] = settings
        for delivery in self._deliveries.values():
            if delivery.publication.sid in settings.track_sids:
                self._apply(delivery)

    def place(self, offer: Offer, offered: list[Publication]) -> dict[str, Sending]:
        """Assign wanted tracks to free sections and return what every section shall bring, by mid."""
        wanted = self._wanted(offered)
        retired = self._retire({publication.sid for publication in wanted}, offer)
        delivered = self._delivered()
        free = [section for section in offer.sections if self._is_free(section) and section.mid not in retired]
        for publication in wanted:
            uplink = self._uplink_of(publication)
            if publication.sid in delivered or uplink is None:
                continue
            section = next((section for section in free if kind_of(section) is uplink.kind), None)
            if section is None:
                continue
            free.remove(section)
            self._deliver(publication, uplink, section)
        return {mid: delivery.sending for mid, delivery in self._deliveries.items()}

    def start(self) -> None:
        """Begin to send what the participant has just been told of."""
        for delivery in self._deliveries.values():
            if not delivery.is_started:
                delivery.is_started = True
                self._member.start(delivery.downlink)
                self._apply(delivery)

    def track_of_section(self) -> dict[str, str]:
        """Return the track's sid for every section in use: single-connection clients know tracks by mid alone."""
        return {mid: delivery.publication.sid for mid, delivery in self._deliveries.items()}

    def needs(self, offer: Offer, offered: list[Publication]) -> tuple[int, int] | None:
        """Return how many more audio and video sections are needed, or None when nothing has changed."""
        wanted = self._wanted(offered)
        delivered = self._delivered()
        waiting = [
            publication for publication in wanted if publication.sid not in delivered and self._uplink_of(publication)
        ]
        wanted_sids = {publication.sid for publication in wanted}
        is_outdated = any(
            delivery.is_declined or delivery.publication.sid not in wanted_sids
            for delivery in self._deliveries.values()
        )
        if not waiting and not is_outdated:
            return None
        free = [kind_of(section) for section in offer.sections if self._is_free(section)]
        videos = sum(1 for publication in waiting if publication.is_video)
        return max(0, len(waiting) - videos - free.count(Kind.AUDIO)), max(0, videos - free.count(Kind.VIDEO))

    def _wanted(self, offered: list[Publication]) -> list[Publication]:
        return [
            publication
            for publication in offered
            if (publication.sid in self._exceptions) is not self._wants_all
            and publication.sid not in self._undeliverable
        ]

    def _delivered(self) -> set[str]:
        return {delivery.publication.sid for delivery in self._deliveries.values() if not delivery.is_declined}

    def _is_free(self, section: Section) -> bool:
        is_placeholder = section.direction.receives and not section.direction.sends
        return kind_of(section) is not None and is_placeholder and section.mid not in self._deliveries

    def _retire(self, wanted: set[str], offer: Offer) -> set[str]:
        usable = {section.mid for section in offer.sections if not section.is_rejected and section.direction.receives}
        retired = {
            mid
            for mid, delivery in self._deliveries.items()
            if delivery.is_declined or delivery.publication.sid not in wanted or mid not in usable
        }
        for mid in retired:
            delivery = self._deliveries.pop(mid)
            self._member.unsubscribe(delivery.downlink)
        return retired

    def _deliver(self, publication: Publication, uplink: Uplink, section: Section) -> None:
        codec = find_codec(section, uplink.terms.codec.name)
        if codec is None:
            self._undeliverable.add(publication.sid)
            return
        downlink = self._member.subscribe(uplink, codec)
        source = models.TrackSource.Name(publication.info.source).lower()
        sending = Sending(
            codec_name=codec.name,
            stream=f"{publication.publisher.sid}|{source}",
            track=publication.sid,
            ssrc=downlink.ssrc,
        )
        self._deliveries[section.mid] = Delivery(publication, downlink, sending)

    def _apply(self, delivery: Delivery) -> None:
        settings = self._settings.get(delivery.publication.sid)
        if settings is not None and delivery.is_started:
            rank = delivery.publication.rank_for(settings) if delivery.publication.is_video else HIGHEST_RANK
            delivery.downlink.wish(is_paused=settings.disabled, highest_rank=rank, now=time.monotonic())
