"""Writes the SDP answer to an offer."""

from collections.abc import Mapping

from visit_media.sfu.negotiation.codecs import choose_codec, find_codec, kind_of
from visit_media.sfu.negotiation.extensions import answered_lines
from visit_media.sfu.negotiation.sdp import Description, Section
from visit_media.sfu.negotiation.terms import Reachability, Reception, Sending
from visit_media.sfu.negotiation.writing import (
    data_lines,
    media_lines,
    rejected_lines,
    sent_parameters,
    session_lines,
    source_lines,
    transport_lines,
)


def write_answer(
    offer: Description, reach: Reachability, receptions: tuple[Reception, ...], sendings: Mapping[str, Sending]
) -> str:
    """Return the answer: we receive what `receptions` say and send what `sendings` say, by mid."""
    receiving = {terms.mid: terms for terms in receptions}
    bodies: list[list[str]] = []
    accepted: list[str] = []
    for section in offer.sections:
        body = _section(section, receiving.get(section.mid), sendings.get(section.mid))
        if body is None:
            bodies.append(rejected_lines(section.kind, section.protocol, section.plain_formats, section.mid))
            continue
        accepted.append(section.mid)
        bodies.append(body + transport_lines(reach, "passive", with_candidates=len(accepted) == 1))
    lines = session_lines(offer.version, accepted, allows_mixed=offer.allows_mixed_extensions)
    for body in bodies:
        lines += body
    return "\r\n".join(lines) + "\r\n"


def _section(section: Section, reception: Reception | None, sending: Sending | None) -> list[str] | None:
    if section.kind == "application" and not section.is_rejected and section.sctp_port is not None:
        return data_lines(section.mid, section.protocol, section.plain_formats, section.sctp_port)
    if reception is not None:
        return _received(section, reception)
    if sending is not None:
        sent = _sent(section, sending)
        if sent is not None:
            return sent
    return _unused(section)


def _received(section: Section, reception: Reception) -> list[str]:
    codec = reception.codec
    extensions = answered_lines(section, reception.kind)
    lines = media_lines(section.mid, reception.kind, section.protocol, codec, extensions, parameters=codec.parameters)
    lines.append("a=recvonly")
    if reception.rids:
        lines += [f"a=rid:{rid} recv" for rid in reception.rids]
        lines.append(f"a=simulcast:recv {';'.join(reception.rids)}")
    return lines


def _sent(section: Section, sending: Sending) -> list[str] | None:
    kind, codec = kind_of(section), find_codec(section, sending.codec_name)
    if kind is None or codec is None:
        return None
    extensions = answered_lines(section, kind)
    parameters = sent_parameters(codec, sending)
    lines = media_lines(section.mid, kind, section.protocol, codec, extensions, parameters=parameters)
    return [*lines, "a=sendonly", *source_lines(sending)]


def _unused(section: Section) -> list[str] | None:
    kind = kind_of(section)
    codec = choose_codec(section, "") if kind is not None else None
    if kind is None or codec is None:
        return None
    extensions = answered_lines(section, kind)
    lines = media_lines(section.mid, kind, section.protocol, codec, extensions, parameters=codec.parameters)
    return [*lines, "a=inactive"]
