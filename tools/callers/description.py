"""What a caller offers in SDP, and what it reads of the answer."""

import re
from dataclasses import dataclass
from typing import Final

from visit_media.sfu.negotiation.extensions import ABS_SEND_TIME
from visit_media.sfu.packets.rtp import AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_SEQUENCE
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.certificate import SHA_256, Fingerprint

OPUS: Final = 111
VP8: Final = 96
EXTENSIONS: Final = {
    AUDIO_LEVEL: 1, ABS_SEND_TIME: 2, TRANSPORT_SEQUENCE: 3, MID: 4, RID: 10, REPAIRED_RID: 11,
}  # fmt: skip
LAYERS: Final = ("q", "h", "f")
CODEC_LINES: Final = {
    "audio": (
        f"a=rtpmap:{OPUS} opus/48000/2",
        f"a=rtcp-fb:{OPUS} transport-cc",
        f"a=fmtp:{OPUS} minptime=10;useinbandfec=1",
    ),
    "video": (
        f"a=rtpmap:{VP8} VP8/90000",
        *(f"a=rtcp-fb:{VP8} {kind}" for kind in ("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli")),
        f"a=rtpmap:{VP8 + 1} rtx/90000",
        f"a=fmtp:{VP8 + 1} apt={VP8}",
    ),
}
FORMATS: Final = {"audio": f"{OPUS}", "video": f"{VP8} {VP8 + 1}"}
SIMULCAST: Final = (*(f"a=rid:{rid} send" for rid in LAYERS), f"a=simulcast:send {';'.join(LAYERS)}")


@dataclass(slots=True)
class Section:
    """One media section: ours while it has a `cid`, otherwise free for what others send."""

    mid: str
    kind: str
    cid: str = ""
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Where and how the server is reached."""

    ufrag: str
    password: str
    fingerprint: Fingerprint
    server: Address


def write_offer(sections: list[Section], *, version: int, ufrag: str, password: str, fingerprint: str) -> str:
    """Return an offer of data channels and these sections."""
    transport = (
        "c=IN IP4 0.0.0.0",
        f"a=ice-ufrag:{ufrag}",
        f"a=ice-pwd:{password}",
        f"a=fingerprint:{SHA_256} {fingerprint}",
        "a=setup:actpass",
    )
    mids = " ".join(["data", *(section.mid for section in sections)])
    lines = ["v=0", f"o=- 1 {version} IN IP4 0.0.0.0", "s=-", "t=0 0", f"a=group:BUNDLE {mids}"]
    lines += ["m=application 9 UDP/DTLS/SCTP webrtc-datachannel", *transport, "a=mid:data"]
    lines += ["a=sctp-port:5000", "a=max-message-size:262144"]
    for section in sections:
        lines += [f"m={section.kind} 9 UDP/TLS/RTP/SAVPF {FORMATS[section.kind]}", *transport]
        lines += [f"a=mid:{section.mid}", *_extension_lines(section.kind), *_direction_lines(section)]
        lines += ["a=rtcp-mux", "a=rtcp-rsize", *CODEC_LINES[section.kind]]
        lines += SIMULCAST if section.cid and section.kind == "video" else ()
    return "\r\n".join(lines) + "\r\n"


def read_answer(text: str) -> Answer:
    """Return where to call; raise ValueError when the answer does not say it."""
    found = [
        re.search(rf"^a={word}[: ](.+?)\r?$", text, re.MULTILINE)
        for word in ("ice-ufrag", "ice-pwd", "fingerprint:sha-256", r"candidate:\S+ 1 udp \d+")
    ]
    values = [match.group(1).split() for match in found if match is not None]
    if len(values) < len(found):
        raise ValueError("the answer does not say where the server is")
    (ufrag,), (password,), (digest,), candidate = values
    return Answer(ufrag, password, Fingerprint(SHA_256, digest), (candidate[0], int(candidate[1])))


def _extension_lines(kind: str) -> list[str]:
    others = (RID, REPAIRED_RID) if kind == "audio" else (AUDIO_LEVEL,)
    return [f"a=extmap:{number} {uri}" for uri, number in EXTENSIONS.items() if uri not in others]


def _direction_lines(section: Section) -> list[str]:
    if section.cid:
        return ["a=sendonly", f"a=msid:- {section.cid}"]
    return ["a=inactive" if section.is_ours else "a=recvonly"]
