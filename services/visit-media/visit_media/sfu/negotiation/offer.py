"""Writes the offer of a connection by which a client is only sent tracks (the subscriber connection of protocol v0)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from visit_media.sfu.negotiation.codecs import offered_codec
from visit_media.sfu.negotiation.extensions import offered_extensions
from visit_media.sfu.negotiation.terms import Codec, Kind, Reachability, Sending
from visit_media.sfu.negotiation.writing import (
    DATA_FORMAT,
    DATA_PROTOCOL,
    data_lines,
    media_lines,
    rejected_lines,
    sent_parameters,
    session_lines,
    source_lines,
    transport_lines,
)

__all__ = ["OfferedSection", "offered_codec", "offered_extensions", "write_offer"]

DATA_MID: Final = "data"
SCTP_PORT: Final = 5000
MEDIA_PROTOCOL: Final = "UDP/TLS/RTP/SAVPF"


@dataclass(frozen=True, slots=True)
class OfferedSection:
    """One place in the offer, in the order in which places were first used.

    Without `sending` it is kept but carries nothing. When `is_gone` it is given up: once that was answered, its place
    may be used by a section of a new mid (RFC 8829 5.2.2).
    """

    mid: str
    kind: Kind
    codec: Codec
    extensions: Mapping[str, int]
    sending: Sending | None = None
    is_gone: bool = False


def write_offer(reach: Reachability, sections: tuple[OfferedSection, ...], *, version: int) -> str:
    """Return the offer; the data channels come first, so that the bundle never loses the section that names it.

    `version` grows with every offer of a connection. Another ufrag and password in `reach` are an ICE restart.
    """
    bundle = [DATA_MID, *(section.mid for section in sections if not section.is_gone)]
    lines = session_lines(version, bundle, allows_mixed=True)
    lines += data_lines(DATA_MID, DATA_PROTOCOL, DATA_FORMAT, SCTP_PORT)
    lines += transport_lines(reach, "actpass", with_candidates=True)
    for section in sections:
        lines += _section(section, reach)
    return "\r\n".join(lines) + "\r\n"


def _section(section: OfferedSection, reach: Reachability) -> list[str]:
    codec, sending = section.codec, section.sending
    if section.is_gone:
        return rejected_lines(section.kind, MEDIA_PROTOCOL, str(codec.payload_type), section.mid)
    parameters = sent_parameters(codec, sending) if sending is not None else codec.parameters
    extensions = [f"a=extmap:{number} {uri}" for uri, number in section.extensions.items()]
    lines = media_lines(section.mid, section.kind, MEDIA_PROTOCOL, codec, extensions, parameters=parameters)
    lines += ["a=sendonly", *source_lines(sending)] if sending is not None else ["a=inactive"]
    return [*lines, *transport_lines(reach, "actpass", with_candidates=False)]
