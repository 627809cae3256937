"""Answers one client's offers: what it publishes is received, what it wants is sent."""

from collections.abc import Callable
from typing import Protocol

from livekit.protocol import models, rtc

from visit_media.sfu.negotiation.agreement import agree_receptions
from visit_media.sfu.negotiation.answer import Reachable, write_answer
from visit_media.sfu.negotiation.sdp import Offer, read_offer
from visit_media.sfu.negotiation.terms import Kind, Reception
from visit_media.sfu.plane.member import Member
from visit_media.signalling.rooms import MOST_PUBLICATIONS, Participant, Publication
from visit_media.signalling.subscriptions import Subscriptions


class Surroundings(Protocol):
    """What a negotiation needs to know of the room."""

    def offered_to(self, participant: Participant) -> list[Publication]:
        """Return the tracks the participant may be sent."""
        ...


class Negotiator:
    """Keeps the latest offer; the server cannot offer itself, only ask the client to do so."""

    def __init__(
        self,
        *,
        participant: Participant,
        member: Member,
        reach: Reachable,
        subscriptions: Subscriptions,
        room: Surroundings,
        tell: Callable[[rtc.SignalResponse], None],
    ) -> None:
        self._participant = participant
        self._member = member
        self._reach = reach
        self._subscriptions = subscriptions
        self._room = room
        self._tell = tell
        self._offer: Offer | None = None
        self._receptions: tuple[Reception, ...] = ()
        self._is_offer_awaited = False

    def answer(self, description: rtc.SessionDescription) -> bool:
        """Answer an offer and return whether the participant's tracks changed; ValueError means it is unreadable."""
        offer = read_offer(description.sdp)
        self._offer, self._is_offer_awaited = offer, False
        self._receptions = self._receive(offer)
        self._member.agree(tuple(offer.fingerprints), offer.sctp_port, self._receptions)
        has_changed = self.match_publications() | self._drop_ended()
        sendings = self._subscriptions.place(offer, self._room.offered_to(self._participant))
        answer = write_answer(offer, self._reach, self._receptions, sendings)
        self._tell(
            rtc.SignalResponse(
                answer=rtc.SessionDescription(
                    type="answer", sdp=answer, id=description.id, mid_to_track_id=self._subscriptions.track_of_section()
                )
            )
        )
        self._subscriptions.start()
        self.refresh()
        return has_changed

    def refresh(self) -> None:
        """Ask the client for a new offer if what it should be sent has changed."""
        if self._offer is None or self._is_offer_awaited:
            return
        needed = self._subscriptions.needs(self._offer, self._room.offered_to(self._participant))
        if needed is not None:
            self._is_offer_awaited = True
            audios, videos = needed
            requirement = rtc.MediaSectionsRequirement(num_audios=audios, num_videos=videos)
            self._tell(rtc.SignalResponse(media_sections_requirement=requirement))

    def match_publications(self) -> bool:
        """Find the media section of every announced track; whichever of the two comes last completes the pair."""
        pending = [publication for publication in self._participant.publications.values() if not publication.mid]
        taken = {publication.mid for publication in self._participant.publications.values()}
        unclaimed = [terms for terms in self._receptions if terms.mid not in taken]
        known = {terms.cid for terms in unclaimed}
        has_changed = False
        for terms in unclaimed:
            found = next((publication for publication in pending if publication.cid == terms.cid), None)
            if found is None:  # some clients name the track differently in SDP: the only one of its kind is meant
                strangers = [p for p in pending if p.cid not in known and p.is_video is (terms.kind is Kind.VIDEO)]
                found = strangers[0] if len(strangers) == 1 else None
            if found is not None:
                pending.remove(found)
                _complete(found, terms)
                has_changed = True
        return has_changed

    def _receive(self, offer: Offer) -> tuple[Reception, ...]:
        if not self._participant.grant.can_publish:
            return ()
        preferred = {
            publication.cid: publication.preferred_codec for publication in self._participant.publications.values()
        }
        return agree_receptions(offer, preferred)[:MOST_PUBLICATIONS]

    def _drop_ended(self) -> bool:
        present = {terms.mid for terms in self._receptions}
        publications = self._participant.publications
        ended = [
            publication for publication in publications.values() if publication.mid and publication.mid not in present
        ]
        for publication in ended:
            del publications[publication.sid]
            gone = rtc.TrackUnpublishedResponse(track_sid=publication.sid)
            self._tell(rtc.SignalResponse(track_unpublished=gone))
        return bool(ended)


def _complete(publication: Publication, terms: Reception) -> None:
    publication.mid = publication.info.mid = terms.mid
    publication.info.mime_type = terms.codec.mime_type
    publication.info.simulcast = len(terms.rids) > 1
    del publication.info.codecs[1:]
    for codec in publication.info.codecs:
        codec.mime_type, codec.mid = terms.codec.mime_type, terms.mid
    _name_layers(publication.info, terms)


def _name_layers(info: models.TrackInfo, terms: Reception) -> None:
    layers = sorted(info.layers, key=lambda layer: layer.quality)
    for layer, rid in zip(layers, terms.rids, strict=False):
        layer.rid = rid
