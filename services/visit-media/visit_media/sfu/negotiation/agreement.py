"""Decides what each section of an offer will carry: codec, extensions, layers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from visit_media.sfu.negotiation.sdp import Format, Offer, Section
from visit_media.sfu.negotiation.terms import Codec, Kind, Reception
from visit_media.sfu.packets.rtp import AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_SEQUENCE

EXTENSIONS: Final = {
    Kind.AUDIO: (MID, AUDIO_LEVEL, TRANSPORT_SEQUENCE),
    Kind.VIDEO: (MID, RID, REPAIRED_RID, TRANSPORT_SEQUENCE),
}
FEEDBACK: Final = {
    Kind.AUDIO: ("transport-cc", "nack"),
    Kind.VIDEO: ("transport-cc", "ccm fir", "nack", "nack pli"),
}
VIDEO_CODECS: Final = ("VP8", "H264")
LAYER_ORDER: Final = ("q", "h", "f")
BASELINE_PROFILES: Final = ("42e01f", "42001f", "42e0", "4200")


@dataclass(frozen=True, slots=True)
class Sending:
    """A track that a section shall bring to the client."""

    codec_name: str
    stream: str
    track: str
    ssrc: int


def kind_of(section: Section) -> Kind | None:
    """Return what the section carries, or None for data and for what we do not speak."""
    if section.is_rejected or "SAVPF" not in section.protocol:
        return None
    return Kind(section.kind) if section.kind in (Kind.AUDIO, Kind.VIDEO) else None


def find_codec(section: Section, name: str) -> Codec | None:
    """Return the codec under the client's own number; of several H.264 profiles the one all can decode."""
    candidates = [format_ for format_ in section.formats.values() if format_.name.lower() == name.lower()]
    if name == "H264":
        candidates = sorted(filter(_is_usable_h264, candidates), key=_h264_preference)
    if not candidates:
        return None
    chosen = candidates[0]
    kind = Kind(section.kind)
    return Codec(
        name=name,
        payload_type=chosen.payload_type,
        clock_rate=chosen.clock_rate,
        channels=chosen.channels,
        parameters=chosen.parameters,
        feedback=tuple(feedback for feedback in FEEDBACK[kind] if feedback in chosen.feedback),
        rtx_payload_type=_repair_of(section, chosen.payload_type),
    )


def choose_codec(section: Section, preferred: str) -> Codec | None:
    """Return the preferred codec, else the first one that we forward and the client offers."""
    names = ("opus",) if section.kind == Kind.AUDIO else (preferred, *VIDEO_CODECS)
    return next((codec for name in names if name and (codec := find_codec(section, name)) is not None), None)


def agree_extensions(section: Section, kind: Kind) -> dict[str, int]:
    """Return the header extensions that both sides know."""
    return {uri: section.extensions[uri] for uri in EXTENSIONS[kind] if uri in section.extensions}


def agree_receptions(offer: Offer, preferred_codecs: Mapping[str, str]) -> tuple[Reception, ...]:
    """Return the terms of every track that the client wants to send; `preferred_codecs` is by track id."""
    receptions = []
    for section in offer.sections:
        kind = kind_of(section)
        if kind is None or not section.direction.sends or not section.cid:
            continue
        codec = choose_codec(section, preferred_codecs.get(section.cid, ""))
        if codec is None:
            continue
        receptions.append(
            Reception(
                mid=section.mid,
                kind=kind,
                codec=codec,
                cid=section.cid,
                extensions=agree_extensions(section, kind),
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


def _repair_of(section: Section, payload_type: int) -> int | None:
    for format_ in section.formats.values():
        parameters = format_.parameters.split(";")
        if format_.name.lower() == "rtx" and f"apt={payload_type}" in parameters:
            return format_.payload_type
    return None


def _is_usable_h264(format_: Format) -> bool:
    return "packetization-mode=1" in format_.parameters and any(
        f"profile-level-id={profile}" in format_.parameters.lower() for profile in BASELINE_PROFILES
    )


def _h264_preference(format_: Format) -> int:
    parameters = format_.parameters.lower()
    return next(rank for rank, profile in enumerate(BASELINE_PROFILES) if f"profile-level-id={profile}" in parameters)
