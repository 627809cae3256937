"""`/rtc`: the client offers what it publishes, and the server offers on a second connection what it sends."""

from dataclasses import replace
from typing import Final

from livekit.protocol import rtc

from visit_media.sfu.negotiation.answer import write_answer
from visit_media.sfu.negotiation.offer import OfferedSection, offered_codec, offered_extensions, write_offer
from visit_media.sfu.negotiation.sdp import read_answer, read_offer
from visit_media.sfu.negotiation.terms import Kind
from visit_media.signalling.connections import Path, Terms
from visit_media.signalling.rooms import Publication

MOST_SECTIONS: Final = 128
ANSWER_SECONDS: Final = 20.0


class TwoConnections:
    """Offers one thing at a time: whatever changes before the answer comes is in the next offer."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._subscriptions = terms.subscriptions
        self._path = Path(terms.forwarding, terms.member.publisher)
        self._sections: list[OfferedSection] = []
        self._reusable: set[int] = set()
        self._version = 0
        self._mids = 0
        self._awaited_since: float | None = None

    def begin(self, now: float) -> None:
        """Offer the data channels at once: until they are agreed, the client does not count as connected."""
        self._propose(now)

    def offered(self, description: rtc.SessionDescription) -> None:
        """Answer with what the client publishes; nothing is sent on this connection."""
        offer = read_offer(description.sdp)
        receptions = self._terms.published.receive(offer)
        self._terms.member.agree(tuple(offer.fingerprints), offer.sctp_port, receptions)
        answer = write_answer(offer, self._path.reach(offer), receptions, {})
        self._terms.tell(
            rtc.SignalResponse(answer=rtc.SessionDescription(type="answer", sdp=answer, id=description.id))
        )

    def answered(self, description: rtc.SessionDescription, now: float) -> None:
        """Put an offer into force, and make the next one if one is due."""
        if self._awaited_since is None or description.id not in (0, self._version):  # some clients do not say which
            return
        answer = read_answer(description.sdp)
        self._awaited_since = None
        self._terms.member.agree_subscriber(tuple(answer.fingerprints), answer.sctp_port)
        rejected = {section.mid for section in answer.sections if section.is_rejected}
        for mid in rejected & set(self._subscriptions.deliveries):
            self._subscriptions.refuse(self._subscriptions.deliveries[mid].publication)
        self._reusable = {index for index, section in enumerate(self._sections) if section.is_gone}
        self._subscriptions.start()
        self.refresh(now)

    def refresh(self, now: float) -> None:
        """Offer what has changed, unless an answer is still to come."""
        offered = self._terms.offered()
        outdated = self._subscriptions.outdated(offered)
        self._subscriptions.stop(outdated)
        if self._awaited_since is None and (outdated or self._placeable(offered)):
            self._propose(now)

    def resume(self, now: float) -> None:
        """Offer anew, on a new path: what was under way on the old line is taken as lost."""
        self._terms.member.subscriber.restart()
        self._propose(now)

    def is_stuck(self, now: float) -> bool:
        """Whether an offer has stayed without an answer."""
        return self._awaited_since is not None and now - self._awaited_since > ANSWER_SECONDS

    def _propose(self, now: float) -> None:
        offered = self._terms.offered()
        for mid in self._subscriptions.outdated(offered):
            self._subscriptions.retire([mid])
            self._sections = [_gone(section) if section.mid == mid else section for section in self._sections]
        for publication in self._placeable(offered):
            self._place(publication)
        self._version += 1
        self._awaited_since = now
        reach = self._terms.forwarding.reach(self._terms.member.subscriber)
        sdp = write_offer(reach, tuple(self._sections), version=self._version)
        tracks = self._subscriptions.track_of_section()
        proposed = rtc.SessionDescription(type="offer", sdp=sdp, id=self._version, mid_to_track_id=tracks)
        self._terms.tell(rtc.SignalResponse(offer=proposed))

    def _placeable(self, offered: list[Publication]) -> list[Publication]:
        room_for = MOST_SECTIONS - len(self._sections) + len(self._reusable)
        return self._subscriptions.waiting(offered)[:room_for]

    def _place(self, publication: Publication) -> None:
        kind = Kind.VIDEO if publication.is_video else Kind.AUDIO
        codec = self._subscriptions.codec_of(publication)
        self._mids += 1  # a new name even for an old place: clients take a track's name for the track
        mid, extensions = f"{self._mids}", offered_extensions(kind)
        offered = offered_codec(codec) if codec is not None else None
        sending = self._subscriptions.deliver(publication, mid, offered, extensions)
        if sending is None or offered is None:
            return
        section = OfferedSection(mid, kind, offered, extensions, sending)
        # A place whose section was rejected in an answered offer may be taken by any kind (RFC 8829 5.2.2).
        if self._reusable:
            self._sections[self._reusable.pop()] = section
        else:
            self._sections.append(section)


def _gone(section: OfferedSection) -> OfferedSection:
    return replace(section, sending=None, is_gone=True)
