"""The lines that offers and answers have in common."""

from typing import Final

from visit_media.sfu.negotiation.codecs import with_parameters
from visit_media.sfu.negotiation.terms import Candidate, Codec, Kind, Reachability, Sending

MOST_BYTES_OF_MESSAGE: Final = 64_000
DATA_PROTOCOL: Final = "UDP/DTLS/SCTP"
DATA_FORMAT: Final = "webrtc-datachannel"
NOWHERE: Final = "c=IN IP4 0.0.0.0"
# RFC 8445 5.1.2.1: type preference, local preference, component 1.
HOST_PREFERENCE: Final = {"udp": 126, "tcp": 90}
HIGHEST_LOCAL: Final = 65535


def session_lines(version: int, bundle: list[str], *, allows_mixed: bool) -> list[str]:
    """What stands before the first media section: we are an ICE-lite agent, and all sections share one transport."""
    lines = ["v=0", f"o=- 1 {version} IN IP4 0.0.0.0", "s=-", "t=0 0"]
    if bundle:
        lines.append(f"a=group:BUNDLE {' '.join(bundle)}")
    if allows_mixed:
        lines.append("a=extmap-allow-mixed")
    return [*lines, "a=msid-semantic: WMS *", "a=ice-lite"]


def media_lines(
    mid: str, kind: Kind, protocol: str, codec: Codec, extensions: list[str], *, parameters: str
) -> list[str]:
    """An audio or video section up to its direction."""
    numbers = [codec.payload_type] + ([codec.rtx_payload_type] if codec.rtx_payload_type is not None else [])
    channels = f"/{codec.channels}" if codec.channels > 1 else ""
    lines = [
        f"m={kind} 9 {protocol} {' '.join(map(str, numbers))}",
        NOWHERE,
        "a=rtcp:9 IN IP4 0.0.0.0",
        f"a=mid:{mid}",
        "a=rtcp-mux",
        "a=rtcp-rsize",
    ]
    lines += extensions
    lines.append(f"a=rtpmap:{codec.payload_type} {codec.name}/{codec.clock_rate}{channels}")
    if parameters:
        lines.append(f"a=fmtp:{codec.payload_type} {parameters}")
    lines += [f"a=rtcp-fb:{codec.payload_type} {feedback}" for feedback in codec.feedback]
    if codec.rtx_payload_type is not None:
        lines.append(f"a=rtpmap:{codec.rtx_payload_type} rtx/{codec.clock_rate}")
        lines.append(f"a=fmtp:{codec.rtx_payload_type} apt={codec.payload_type}")
    return lines


def sent_parameters(codec: Codec, sending: Sending) -> str:
    """The format parameters of what we send: a receiver plays two channels only when it is told of them."""
    return with_parameters(codec.parameters, sprop_stereo="1") if sending.is_stereo else codec.parameters


def source_lines(sending: Sending) -> list[str]:
    """Whose track a section brings, under which SSRC, and under which it is repeated."""
    name = f"{sending.stream} {sending.track}"
    lines = [f"a=msid:{name}"]
    if sending.repair_ssrc is not None:
        lines.append(f"a=ssrc-group:FID {sending.ssrc} {sending.repair_ssrc}")
    for ssrc in (sending.ssrc, sending.repair_ssrc):
        if ssrc is not None:
            lines += [f"a=ssrc:{ssrc} cname:{sending.stream}", f"a=ssrc:{ssrc} msid:{name}"]
    return lines


def data_lines(mid: str, protocol: str, formats: str, sctp_port: int) -> list[str]:
    """The section of the data channels."""
    return [
        f"m=application 9 {protocol} {formats}",
        NOWHERE,
        f"a=mid:{mid}",
        f"a=sctp-port:{sctp_port}",
        f"a=max-message-size:{MOST_BYTES_OF_MESSAGE}",
    ]


def transport_lines(reach: Reachability, setup: str, *, with_candidates: bool) -> list[str]:
    """Where we are and who we are; the addresses stand in the first section of a bundle only."""
    lines = [
        f"a=ice-ufrag:{reach.ufrag}",
        f"a=ice-pwd:{reach.password}",
        "a=ice-options:trickle ice2",
        f"a=fingerprint:{reach.fingerprint.algorithm} {reach.fingerprint.value}",
        f"a=setup:{setup}",
    ]
    if with_candidates:
        lines += [_candidate_line(at, candidate) for at, candidate in enumerate(reach.candidates)]
        lines.append("a=end-of-candidates")
    return lines


def rejected_lines(kind: str, protocol: str, formats: str, mid: str) -> list[str]:
    """A section that carries nothing and belongs to no transport."""
    return [f"m={kind} 0 {protocol} {formats}", NOWHERE, f"a=mid:{mid}", "a=inactive"]


def _candidate_line(at: int, candidate: Candidate) -> str:
    priority = HOST_PREFERENCE[candidate.protocol] << 24 | HIGHEST_LOCAL - at << 8 | 255
    line = f"a=candidate:{at + 1} 1 {candidate.protocol} {priority} {candidate.address} {candidate.port} typ host"
    return f"{line} tcptype passive" if candidate.protocol == "tcp" else line
