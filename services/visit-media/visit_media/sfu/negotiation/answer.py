"""Writes the SDP answer to an offer."""

from collections.abc import Mapping
from typing import Final, Protocol

from visit_media.sfu.negotiation.agreement import Sending, agree_extensions, choose_codec, find_codec, kind_of
from visit_media.sfu.negotiation.sdp import Offer, Section
from visit_media.sfu.negotiation.terms import Codec, Kind, Reception
from visit_media.sfu.transport.dtls import Fingerprint

MOST_BYTES_OF_MESSAGE: Final = 65536
HIGHEST_PRIORITY: Final = 2130706431


class Reachable(Protocol):
    """Where and how the client finds us."""

    @property
    def ufrag(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def fingerprint(self) -> Fingerprint: ...
    @property
    def address(self) -> str: ...
    @property
    def port(self) -> int: ...


def write_answer(
    offer: Offer, reach: Reachable, receptions: tuple[Reception, ...], sendings: Mapping[str, Sending]
) -> str:
    """Return the answer: we receive what `receptions` say and send what `sendings` say, by mid."""
    receiving = {terms.mid: terms for terms in receptions}
    bodies: list[list[str]] = []
    accepted: list[str] = []
    for section in offer.sections:
        body = _section(section, receiving.get(section.mid), sendings.get(section.mid))
        if body is None:
            bodies.append(_rejected(section))
            continue
        accepted.append(section.mid)
        bodies.append(body + _transport(reach, with_candidate=len(accepted) == 1))
    lines = ["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0"]
    if accepted:
        lines.append(f"a=group:BUNDLE {' '.join(accepted)}")
    if offer.allows_mixed_extensions:
        lines.append("a=extmap-allow-mixed")
    lines += ["a=msid-semantic: WMS *", "a=ice-lite"]
    for body in bodies:
        lines += body
    return "\r\n".join(lines) + "\r\n"


def _section(section: Section, reception: Reception | None, sending: Sending | None) -> list[str] | None:
    if section.kind == "application" and not section.is_rejected and section.sctp_port is not None:
        return [
            f"m=application 9 {section.protocol} {section.plain_formats}",
            "c=IN IP4 0.0.0.0",
            f"a=mid:{section.mid}",
            f"a=sctp-port:{section.sctp_port}",
            f"a=max-message-size:{MOST_BYTES_OF_MESSAGE}",
        ]
    kind = kind_of(section)
    if kind is None:
        return None
    if reception is not None:
        return [*_media(section, kind, reception.codec), "a=recvonly", *_layers(reception)]
    codec = find_codec(section, sending.codec_name) if sending is not None else None
    if sending is not None and codec is not None:
        return [*_media(section, kind, codec), "a=sendonly", *_source(sending)]
    codec = choose_codec(section, "")
    return None if codec is None else [*_media(section, kind, codec), "a=inactive"]


def _media(section: Section, kind: Kind, codec: Codec) -> list[str]:
    numbers = [codec.payload_type] + ([codec.rtx_payload_type] if codec.rtx_payload_type is not None else [])
    channels = f"/{codec.channels}" if codec.channels > 1 else ""
    lines = [
        f"m={section.kind} 9 {section.protocol} {' '.join(map(str, numbers))}",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        f"a=mid:{section.mid}",
        "a=rtcp-mux",
        "a=rtcp-rsize",
    ]
    lines += [f"a=extmap:{number} {uri}" for uri, number in agree_extensions(section, kind).items()]
    lines.append(f"a=rtpmap:{codec.payload_type} {codec.name}/{codec.clock_rate}{channels}")
    if codec.parameters:
        lines.append(f"a=fmtp:{codec.payload_type} {codec.parameters}")
    lines += [f"a=rtcp-fb:{codec.payload_type} {feedback}" for feedback in codec.feedback]
    if codec.rtx_payload_type is not None:
        lines.append(f"a=rtpmap:{codec.rtx_payload_type} rtx/{codec.clock_rate}")
        lines.append(f"a=fmtp:{codec.rtx_payload_type} apt={codec.payload_type}")
    return lines


def _layers(reception: Reception) -> list[str]:
    if not reception.rids:
        return []
    return [f"a=rid:{rid} recv" for rid in reception.rids] + [f"a=simulcast:recv {';'.join(reception.rids)}"]


def _source(sending: Sending) -> list[str]:
    return [
        f"a=msid:{sending.stream} {sending.track}",
        f"a=ssrc:{sending.ssrc} cname:{sending.stream}",
        f"a=ssrc:{sending.ssrc} msid:{sending.stream} {sending.track}",
    ]


def _transport(reach: Reachable, *, with_candidate: bool) -> list[str]:
    lines = [
        f"a=ice-ufrag:{reach.ufrag}",
        f"a=ice-pwd:{reach.password}",
        f"a=fingerprint:{reach.fingerprint.algorithm} {reach.fingerprint.value}",
        "a=setup:passive",
    ]
    if with_candidate:
        lines.append(f"a=candidate:1 1 udp {HIGHEST_PRIORITY} {reach.address} {reach.port} typ host")
        lines.append("a=end-of-candidates")
    return lines


def _rejected(section: Section) -> list[str]:
    return [
        f"m={section.kind} 0 {section.protocol} {section.plain_formats}",
        "c=IN IP4 0.0.0.0",
        f"a=mid:{section.mid}",
        "a=inactive",
    ]
