"""Reads an SDP offer into typed values (RFC 8866, 8829, 8853)."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from visit_media.sfu.transport.dtls import Fingerprint

MOST_BYTES: Final = 512 * 1024
MOST_SECTIONS: Final = 256


class Direction(StrEnum):
    """Which way media flows, as the writer of the SDP sees it."""

    SENDRECV = "sendrecv"
    SENDONLY = "sendonly"
    RECVONLY = "recvonly"
    INACTIVE = "inactive"

    @property
    def sends(self) -> bool:
        """Whether the writer wants to send."""
        return self in (Direction.SENDRECV, Direction.SENDONLY)

    @property
    def receives(self) -> bool:
        """Whether the writer wants to receive."""
        return self in (Direction.SENDRECV, Direction.RECVONLY)


@dataclass(slots=True)
class Format:
    """One payload type of a media section."""

    payload_type: int
    name: str = ""
    clock_rate: int = 0
    channels: int = 1
    parameters: str = ""
    feedback: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """One m-line and what belongs to it."""

    kind: str
    protocol: str
    is_rejected: bool
    mid: str = ""
    direction: Direction = Direction.SENDRECV
    formats: dict[int, Format] = field(default_factory=dict)
    extensions: dict[str, int] = field(default_factory=dict)
    rids: list[str] = field(default_factory=list)
    cid: str = ""
    ssrcs: list[int] = field(default_factory=list)
    repair_ssrcs: dict[int, int] = field(default_factory=dict)
    sctp_port: int | None = None
    plain_formats: str = ""


@dataclass(slots=True)
class Offer:
    """What a client proposes."""

    sections: list[Section] = field(default_factory=list)
    fingerprints: list[Fingerprint] = field(default_factory=list)
    bundle: list[str] = field(default_factory=list)
    allows_mixed_extensions: bool = False

    @property
    def sctp_port(self) -> int | None:
        """Where data channels go, if the client wants any."""
        return next((section.sctp_port for section in self.sections if section.sctp_port is not None), None)


def read_offer(text: str) -> Offer:
    """Raise ValueError when the text is not an offer we could answer."""
    if len(text) > MOST_BYTES:
        raise ValueError("the offer is too long")
    try:
        offer = _read(text)
    except (KeyError, IndexError):
        raise ValueError("the offer contradicts itself or is cut off") from None
    _check(offer)
    return offer


def _read(text: str) -> Offer:
    offer = Offer()
    section: Section | None = None
    for line in text.splitlines():
        if line.startswith("m="):
            section = _media_line(line)
            offer.sections.append(section)
        elif line.startswith("a="):
            name, _, value = line[2:].partition(":")
            if name == "fingerprint":
                _fingerprint(offer, value)
            elif section is None:
                _session_attribute(offer, name, value)
            else:
                _section_attribute(section, name, value)
    return offer


def _check(offer: Offer) -> None:
    mids = [section.mid for section in offer.sections]
    if not offer.sections or len(offer.sections) > MOST_SECTIONS:
        raise ValueError("an offer has between one and 256 media sections")
    if not all(mids) or len(set(mids)) != len(mids):
        raise ValueError("every media section needs a mid of its own")
    if not offer.fingerprints:
        raise ValueError("an offer without a certificate fingerprint cannot be encrypted")


def _media_line(line: str) -> Section:
    kind, port, protocol, *formats = line[2:].split()
    section = Section(kind, protocol, is_rejected=port == "0", plain_formats=" ".join(formats))
    if kind in ("audio", "video"):
        section.formats = {int(number): Format(int(number)) for number in formats}
    return section


def _fingerprint(offer: Offer, value: str) -> None:
    algorithm, digest = value.split()
    fingerprint = Fingerprint(algorithm.lower(), digest.upper())
    if fingerprint not in offer.fingerprints:
        offer.fingerprints.append(fingerprint)


def _session_attribute(offer: Offer, name: str, value: str) -> None:
    if name == "group" and value.startswith("BUNDLE"):
        offer.bundle = value.split()[1:]
    elif name == "extmap-allow-mixed":
        offer.allows_mixed_extensions = True


def _section_attribute(section: Section, name: str, value: str) -> None:
    if name == "mid":
        section.mid = value.strip()
    elif name in Direction.__members__.values():
        section.direction = Direction(name)
    elif name in ("rtpmap", "fmtp", "rtcp-fb"):
        _format_attribute(section, name, value)
    elif name == "extmap":
        number, uri = value.split()[:2]
        section.extensions[uri] = int(number.split("/")[0])
    elif name == "sctp-port":
        section.sctp_port = int(value)
    else:
        _source_attribute(section, name, value)


def _source_attribute(section: Section, name: str, value: str) -> None:
    if name == "rid":
        rid, direction = value.split()[:2]
        if direction == "send":
            section.rids.append(rid)
    elif name == "msid":
        section.cid = value.split()[-1]
    elif name == "ssrc":
        ssrc = int(value.split()[0])
        if ssrc not in section.ssrcs:
            section.ssrcs.append(ssrc)
    elif name == "ssrc-group" and value.startswith("FID "):
        media, repair = value.split()[1:3]
        section.repair_ssrcs[int(media)] = int(repair)


def _format_attribute(section: Section, name: str, value: str) -> None:
    number, _, rest = value.partition(" ")
    chosen = list(section.formats.values()) if number == "*" else [section.formats[int(number)]]
    for format_ in chosen:
        if name == "rtpmap":
            format_.name, rate, *channels = rest.split("/")
            format_.clock_rate, format_.channels = int(rate), int(channels[0]) if channels else 1
        elif name == "fmtp":
            format_.parameters = rest.strip()
        else:
            format_.feedback.append(rest.strip())
