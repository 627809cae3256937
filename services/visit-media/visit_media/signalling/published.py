"""What one client sends us: finds the media section of every track it has announced."""

from livekit.protocol import models

from visit_media.sfu.negotiation.agreement import agree_receptions
from visit_media.sfu.negotiation.sdp import Description
from visit_media.sfu.negotiation.terms import Kind, Reception
from visit_media.signalling.rooms import MOST_PUBLICATIONS, Participant, Publication


class Published:
    """The announced tracks of a participant beside the sections of its latest offer."""

    def __init__(self, participant: Participant) -> None:
        self.receptions: tuple[Reception, ...] = ()
        self._participant = participant

    def receive(self, offer: Description) -> tuple[Reception, ...]:
        """Take a new offer and return what we shall receive by it."""
        if not self._participant.grant.can_publish:
            self.receptions = ()
            return ()
        announced = self._participant.publications.values()
        self.receptions = agree_receptions(
            offer,
            {one.cid: one.preferred_codec for one in announced},
            in_stereo={one.cid for one in announced if one.is_stereo},
            without_dtx={one.cid for one in announced if one.is_without_dtx},
        )[:MOST_PUBLICATIONS]
        return self.receptions

    def match(self) -> list[Publication]:
        """Pair tracks and sections, whichever of the two comes last, and return the tracks that became complete."""
        pending = [publication for publication in self._participant.publications.values() if not publication.mid]
        taken = {publication.mid for publication in self._participant.publications.values()}
        unclaimed = [terms for terms in self.receptions if terms.mid not in taken]
        known = {terms.cid for terms in unclaimed}
        matched = []
        for terms in unclaimed:
            found = next((publication for publication in pending if publication.cid == terms.cid), None)
            if found is None:  # some clients name the track differently in SDP: the only one of its kind is meant
                strangers = [p for p in pending if p.cid not in known and p.is_video is (terms.kind is Kind.VIDEO)]
                found = strangers[0] if len(strangers) == 1 else None
            if found is not None:
                pending.remove(found)
                _complete(found, terms)
                matched.append(found)
        return matched

    def ended(self) -> list[Publication]:
        """Return the tracks whose section is in use no longer."""
        present = {terms.mid for terms in self.receptions}
        publications = self._participant.publications.values()
        return [publication for publication in publications if publication.mid and publication.mid not in present]


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
