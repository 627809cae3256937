"""`/rtc/v1`: the client alone offers; the server answers, and asks for an offer when it has more to send."""

from livekit.protocol import rtc

from visit_media.sfu.negotiation.answer import write_answer
from visit_media.sfu.negotiation.codecs import find_codec, kind_of
from visit_media.sfu.negotiation.extensions import agree_extensions
from visit_media.sfu.negotiation.sdp import Description, Section, read_offer
from visit_media.sfu.negotiation.terms import Kind
from visit_media.signalling.connections import Path, Terms


class OneConnection:
    """Keeps the latest offer and places tracks on the sections that it leaves free."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._subscriptions = terms.subscriptions
        self._path = Path(terms.forwarding, terms.member.publisher)
        self._offer: Description | None = None
        self._is_offer_awaited = False

    def begin(self, now: float) -> None:
        """Wait: the client begins."""

    def offered(self, description: rtc.SessionDescription) -> None:
        """Answer with what it publishes and what it is sent."""
        offer = read_offer(description.sdp)
        self._offer, self._is_offer_awaited = offer, False
        receptions = self._terms.published.receive(offer)
        self._terms.member.agree(tuple(offer.fingerprints), offer.sctp_port, receptions)
        self._place(offer)
        answer = write_answer(offer, self._path.reach(offer), receptions, self._subscriptions.sendings())
        self._terms.tell(
            rtc.SignalResponse(
                answer=rtc.SessionDescription(
                    type="answer", sdp=answer, id=description.id, mid_to_track_id=self._subscriptions.track_of_section()
                )
            )
        )
        self._subscriptions.start()

    def answered(self, description: rtc.SessionDescription, now: float) -> None:
        """Nothing was offered."""

    def refresh(self, now: float) -> None:
        """Ask for a new offer if what the client should be sent has changed."""
        self._subscriptions.stop(self._subscriptions.outdated(self._terms.offered()))
        if self._offer is None or self._is_offer_awaited:
            return
        needed = self._needed(self._offer)
        if needed is not None:
            self._is_offer_awaited = True
            audios, videos = needed
            requirement = rtc.MediaSectionsRequirement(num_audios=audios, num_videos=videos)
            self._terms.tell(rtc.SignalResponse(media_sections_requirement=requirement))

    def resume(self, now: float) -> None:
        """The client will offer anew by itself; what was asked of it on the old line may be lost."""
        self._is_offer_awaited = False

    def is_stuck(self, now: float) -> bool:
        """Never: a client that does not offer goes on with what it has."""
        return False

    def _place(self, offer: Description) -> None:
        offered = self._terms.offered()
        retired = self._subscriptions.outdated(offered) | self._unusable(offer)
        self._subscriptions.retire(retired)
        free = [section for section in offer.sections if self._is_free(section) and section.mid not in retired]
        for publication in self._subscriptions.waiting(offered):
            wanted = Kind.VIDEO if publication.is_video else Kind.AUDIO
            section = next((section for section in free if kind_of(section) is wanted), None)
            if section is None:
                continue
            codec = self._subscriptions.codec_of(publication)
            codec = find_codec(section, codec.name) if codec is not None else None
            extensions = agree_extensions(section, wanted)
            if self._subscriptions.deliver(publication, section.mid, codec, extensions) is not None:
                free.remove(section)

    def _needed(self, offer: Description) -> tuple[int, int] | None:
        """Return how many more audio and video sections are needed, or None when nothing has changed."""
        offered = self._terms.offered()
        waiting = self._subscriptions.waiting(offered)
        if not waiting and not self._subscriptions.outdated(offered):
            return None
        free = [kind_of(section) for section in offer.sections if self._is_free(section)]
        videos = sum(1 for publication in waiting if publication.is_video)
        return max(0, len(waiting) - videos - free.count(Kind.AUDIO)), max(0, videos - free.count(Kind.VIDEO))

    def _is_free(self, section: Section) -> bool:
        is_placeholder = section.direction.receives and not section.direction.sends
        return kind_of(section) is not None and is_placeholder and section.mid not in self._subscriptions.deliveries

    def _unusable(self, offer: Description) -> set[str]:
        usable = {section.mid for section in offer.sections if not section.is_rejected and section.direction.receives}
        return {mid for mid in self._subscriptions.deliveries if mid not in usable}
