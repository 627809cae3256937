"""Which codecs we forward, and how a client's numbers for them are found."""

from typing import Final

from visit_media.sfu.negotiation.sdp import Format, Section
from visit_media.sfu.negotiation.terms import Codec, Kind

VIDEO_CODECS: Final = ("VP8", "H264")
RECEIVED_FEEDBACK: Final = {
    Kind.AUDIO: ("transport-cc", "nack"),
    Kind.VIDEO: ("transport-cc", "ccm fir", "nack", "nack pli"),
}
SENT_FEEDBACK: Final = {
    Kind.AUDIO: ("nack",),
    Kind.VIDEO: ("goog-remb", "ccm fir", "nack", "nack pli"),
}
# Constrained baseline is what everybody decodes; baseline without its constraints is what some call it (RFC 6184 8.1).
BASELINE_PROFILES: Final = ("42e0", "42c0", "4200")
LEVEL_DIGITS: Final = 2
OPUS_PARAMETERS: Final = "minptime=10;useinbandfec=1"
H264_PARAMETERS: Final = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"
# Name to payload type, that of its retransmissions, clock rate, channels, parameters.
OFFERED: Final = {
    "opus": (111, None, 48000, 2, OPUS_PARAMETERS),
    "VP8": (96, 97, 90000, 1, ""),
    "H264": (102, 103, 90000, 1, H264_PARAMETERS),
}


def kind_of(section: Section) -> Kind | None:
    """Return what the section carries, or None for data and for what we do not speak."""
    if section.is_rejected or "SAVPF" not in section.protocol:
        return None
    return Kind(section.kind) if section.kind in (Kind.AUDIO, Kind.VIDEO) else None


def find_codec(section: Section, name: str, feedback: dict[Kind, tuple[str, ...]] = SENT_FEEDBACK) -> Codec | None:
    """Return the codec under the client's own number; of several H.264 profiles the one all can decode."""
    candidates = [format_ for format_ in section.formats.values() if format_.name.lower() == name.lower()]
    if name == "H264":
        candidates = sorted(filter(_is_usable_h264, candidates), key=_h264_preference)
    if not candidates or name not in OFFERED:
        return None
    chosen = candidates[0]
    return Codec(
        name=name,
        payload_type=chosen.payload_type,
        clock_rate=chosen.clock_rate,
        channels=chosen.channels,
        parameters=chosen.parameters,
        feedback=_agreed_feedback(chosen, feedback[Kind(section.kind)]),
        rtx_payload_type=_repair_of(section, chosen.payload_type),
    )


def choose_codec(section: Section, preferred: str) -> Codec | None:
    """Return what we receive: the preferred codec, else the first one that we forward and the client offers.

    RED, VP9, AV1 and error correction are declined by leaving them out; what is named instead the client then uses.
    """
    names = ("opus",) if section.kind == Kind.AUDIO else (preferred, *VIDEO_CODECS)
    found = (find_codec(section, name, RECEIVED_FEEDBACK) for name in names if name)
    return next((codec for codec in found if codec is not None), None)


def offered_codec(codec: Codec) -> Codec:
    """Return a publisher's codec as we offer it to a subscriber, under our own numbers."""
    payload_type, repair, clock_rate, channels, parameters = OFFERED[codec.name]
    kind = Kind.AUDIO if codec.name == "opus" else Kind.VIDEO
    return Codec(codec.name, payload_type, clock_rate, channels, parameters, SENT_FEEDBACK[kind], repair)


def with_parameters(codec_parameters: str, **wanted: str | None) -> str:
    """Return format parameters with some set, or with those that are None left out."""
    parts = [part.strip() for part in codec_parameters.split(";") if part.strip()]
    kept = [part for part in parts if part.partition("=")[0].replace("-", "_") not in wanted]
    added = [f"{name.replace('_', '-')}={value}" for name, value in wanted.items() if value is not None]
    return ";".join([*kept, *added])


def _agreed_feedback(format_: Format, wanted: tuple[str, ...]) -> tuple[str, ...]:
    agreed = tuple(feedback for feedback in wanted if feedback in format_.feedback)
    if "transport-cc" in wanted and "transport-cc" not in agreed and "goog-remb" in format_.feedback:
        return ("goog-remb", *agreed)
    return agreed


def _repair_of(section: Section, payload_type: int) -> int | None:
    for format_ in section.formats.values():
        if format_.name.lower() == "rtx" and format_.parameter("apt") == str(payload_type):
            return format_.payload_type
    return None


def _is_usable_h264(format_: Format) -> bool:
    return format_.parameter("packetization-mode") == "1" and _profile(format_) in BASELINE_PROFILES


def _h264_preference(format_: Format) -> tuple[int, bool]:
    level = format_.parameter("profile-level-id")[-LEVEL_DIGITS:].lower()
    return BASELINE_PROFILES.index(_profile(format_)), level != "1f"


def _profile(format_: Format) -> str:
    return format_.parameter("profile-level-id")[:-LEVEL_DIGITS].lower()
