"""Decides what we receive on the sections of an offer: codec, extensions, layers."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from visit_media.sfu.negotiation.codecs import choose_codec, find_codec, kind_of, with_parameters
from visit_media.sfu.negotiation.extensions import agree_extensions, agree_received_extensions
from visit_media.sfu.negotiation.sdp import Description
from visit_media.sfu.negotiation.terms import Codec, Kind, Reception, Sending

__all__ = ["Sending", "agree_extensions", "agree_receptions", "choose_codec", "find_codec", "kind_of"]

LAYER_ORDER: Final = ("q", "h", "f")


def agree_receptions(
    offer: Description,
    preferred_codecs: Mapping[str, str],
    *,
    in_stereo: Collection[str] = (),
    without_dtx: Collection[str] = (),
) -> tuple[Reception, ...]:
    """Return the terms of every track that the client wants to send.

    All by track id: the codec that was announced for it, whether it has two channels, and whether its silence is sent
    as sound (by default nothing is sent while nobody speaks).
    """
    receptions = []
    for section in offer.sections:
        kind = kind_of(section)
        if kind is None or not section.direction.sends or not section.cid:
            continue
        codec = choose_codec(section, preferred_codecs.get(section.cid, ""))
        if codec is None:
            continue
        if kind is Kind.AUDIO:
            codec = _heard(codec, is_stereo=section.cid in in_stereo, uses_dtx=section.cid not in without_dtx)
        receptions.append(
            Reception(
                mid=section.mid,
                kind=kind,
                codec=codec,
                cid=section.cid,
                extensions=agree_received_extensions(section, kind),
                rids=from_low_to_high(section.rids),
                ssrcs=tuple(section.ssrcs),
                repair_ssrcs=section.repair_ssrcs,
            )
        )
    return tuple(receptions)


def from_low_to_high(rids: list[str]) -> tuple[str, ...]:
    """Order the layers by the names LiveKit clients give them, unknown names as they come."""
    known = [rid for rid in LAYER_ORDER if rid in rids]
    return (*known, *(rid for rid in rids if rid not in known))


def _heard(codec: Codec, *, is_stereo: bool, uses_dtx: bool) -> Codec:
    wanted = {"useinbandfec": "1", "stereo": "1" if is_stereo else None, "usedtx": "1" if uses_dtx else None}
    return replace(codec, parameters=with_parameters(codec.parameters, **wanted))
