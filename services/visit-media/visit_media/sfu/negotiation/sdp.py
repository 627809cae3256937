"""Reads a session description into typed values (RFC 8866, 8829, 8843, 8853)."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from visit_media.sfu.transport.certificate import Fingerprint

MOST_BYTES: Final = 512 * 1024
MOST_SECTIONS: Final = 256
MOST_FORMATS: Final = 128
MOST_SOURCES: Final = 64
MOST_FEEDBACK: Final = 32
MOST_CHARACTERS_OF_LINE: Final = 4096
ALL_FORMATS: Final = "*"
MOST_FINGERPRINTS: Final = 16
TOKEN: Final = re.compile(r"[!-~]{1,256}")


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

    def parameter(self, wanted: str) -> str:
        """Return one of the format parameters; empty when it is not there."""
        for part in self.parameters.split(";"):
            name, _, value = part.strip().partition("=")
            if name.lower() == wanted:
                return value
        return ""


@dataclass(slots=True)
class Section:
    """One m-line and what belongs to it."""

    kind: str
    protocol: str
    has_port: bool
    mid: str = ""
    is_bundle_only: bool = False
    setup: str = ""
    direction: Direction = Direction.SENDRECV
    formats: dict[int, Format] = field(default_factory=dict)
    extensions: dict[str, int] = field(default_factory=dict)
    extension_directions: dict[str, Direction] = field(default_factory=dict)
    rids: list[str] = field(default_factory=list)
    cid: str = ""
    ssrcs: list[int] = field(default_factory=list)
    repair_ssrcs: dict[int, int] = field(default_factory=dict)
    sctp_port: int | None = None
    plain_formats: str = ""
    feedback_of_all: list[str] = field(default_factory=list)

    @property
    def is_rejected(self) -> bool:
        """Whether it carries nothing for good; port 0 alone may also mean that it shares another's (RFC 8843 6)."""
        return not self.has_port and not self.is_bundle_only


@dataclass(slots=True)
class Description:
    """What a client proposes, or how it answers."""

    sections: list[Section] = field(default_factory=list)
    fingerprints: list[Fingerprint] = field(default_factory=list)
    bundle: list[str] = field(default_factory=list)
    allows_mixed_extensions: bool = False
    ufrag: str = ""
    setup: str = ""
    version: int = 1

    @property
    def sctp_port(self) -> int | None:
        """Where data channels go, if the client wants any."""
        return next((section.sctp_port for section in self.sections if section.sctp_port is not None), None)

    @property
    def setups(self) -> set[str]:
        """Which ends may begin the handshake, as the sections in use say (RFC 4145)."""
        used = {section.setup or self.setup for section in self.sections if not section.is_rejected}
        return used - {""}


Offer = Description


def read_offer(text: str) -> Description:
    """Raise ValueError when the text is not an offer we could answer: we never begin the handshake."""
    offer = _read_checked(text)
    if offer.setups - {"actpass", "active"}:
        raise ValueError("the client must begin the handshake")
    return offer


def read_answer(text: str) -> Description:
    """Raise ValueError when the text is not an answer we could act on."""
    answer = _read_checked(text)
    if answer.setups - {"active"}:
        raise ValueError("the client must begin the handshake")
    return answer


def _read_checked(text: str) -> Description:
    if len(text) > MOST_BYTES:
        raise ValueError("the description is too long")
    try:
        description = _read(text)
    except LookupError:
        raise ValueError("the description contradicts itself or is cut off") from None
    _check(description)
    return description


def _read(text: str) -> Description:
    description = Description()
    section: Section | None = None
    for line in text.splitlines():
        if len(line) > MOST_CHARACTERS_OF_LINE:
            raise ValueError("a line longer than anybody writes")
        if line.startswith("m="):
            if len(description.sections) >= MOST_SECTIONS:
                raise ValueError("more media sections than anybody has")
            section = _media_line(line)
            description.sections.append(section)
        elif line.startswith("o="):
            description.version = _number(line[2:].split()[2], 2**63)
        elif line.startswith("a="):
            name, _, value = line[2:].partition(":")
            if not _transport_attribute(description, section, name, value) and section is not None:
                _section_attribute(section, name, value)
    for described in description.sections:
        for format_ in described.formats.values():
            format_.feedback += [one for one in described.feedback_of_all if one not in format_.feedback]
    return description


def _check(description: Description) -> None:
    mids = [section.mid for section in description.sections]
    if not description.sections or len(description.sections) > MOST_SECTIONS:
        raise ValueError("a description has between one and 256 media sections")
    if not all(map(TOKEN.fullmatch, mids)) or len(set(mids)) != len(mids):
        raise ValueError("every media section needs a mid of its own")
    if not any(fingerprint.counts for fingerprint in description.fingerprints):
        raise ValueError("a description without a fingerprint by SHA-256 cannot be encrypted")


def _media_line(line: str) -> Section:
    kind, port, protocol, *formats = line[2:].split()
    if len(formats) > MOST_FORMATS or not all(map(TOKEN.fullmatch, (kind, protocol, *formats))):
        raise ValueError("a media section that nobody could read")
    section = Section(kind, protocol, has_port=port != "0", plain_formats=" ".join(formats))
    if kind in ("audio", "video"):
        section.formats = {number: Format(number) for number in (_number(one, 127) for one in formats)}
    return section


def _transport_attribute(description: Description, section: Section | None, name: str, value: str) -> bool:
    if name == "fingerprint":
        algorithm, digest = value.split()
        fingerprint = Fingerprint(algorithm.lower(), digest.upper())
        if fingerprint not in description.fingerprints and len(description.fingerprints) < MOST_FINGERPRINTS:
            description.fingerprints.append(fingerprint)
    elif name == "ice-ufrag":
        description.ufrag = description.ufrag or value.strip()
    elif name == "setup":
        (section or description).setup = value.strip()
    elif name == "group" and value.startswith("BUNDLE"):
        description.bundle = value.split()[1:]
    elif name == "extmap-allow-mixed":
        description.allows_mixed_extensions = True
    else:
        return False
    return True


def _section_attribute(section: Section, name: str, value: str) -> None:
    if name == "mid":
        section.mid = value.strip()
    elif name in Direction.__members__.values():
        section.direction = Direction(name)
    elif name == "bundle-only":
        section.is_bundle_only = True
    elif name in ("rtpmap", "fmtp", "rtcp-fb"):
        _format_attribute(section, name, value)
    elif name == "extmap":
        _extension_attribute(section, value)
    elif name == "sctp-port":
        section.sctp_port = _number(value.strip(), 65535)
    else:
        _source_attribute(section, name, value)


def _extension_attribute(section: Section, value: str) -> None:
    place, uri = value.split()[:2]
    number, _, direction = place.partition("/")
    if len(section.extensions) >= MOST_SOURCES:
        raise ValueError("more header extensions than anybody has")
    section.extensions[uri] = _number(number, 255)
    if direction:
        section.extension_directions[uri] = Direction(direction)


def _source_attribute(section: Section, name: str, value: str) -> None:
    if max(len(section.ssrcs), len(section.rids), len(section.repair_ssrcs)) > MOST_SOURCES:
        raise ValueError("more sources than anybody has")
    if name == "rid":
        rid, direction = value.split()[:2]
        if direction == "send" and rid not in section.rids:
            section.rids.append(rid)
    elif name == "msid":
        section.cid = value.split()[-1]
    elif name == "ssrc":
        ssrc = _number(value.split()[0], 0xFFFFFFFF)
        if ssrc not in section.ssrcs:
            section.ssrcs.append(ssrc)
    elif name == "ssrc-group" and value.startswith("FID "):
        media, repair = value.split()[1:3]
        section.repair_ssrcs[_number(media, 0xFFFFFFFF)] = _number(repair, 0xFFFFFFFF)


def _format_attribute(section: Section, name: str, value: str) -> None:
    number, _, rest = value.partition(" ")
    if name == "rtcp-fb":
        is_of_all = number == ALL_FORMATS
        feedback = section.feedback_of_all if is_of_all else section.formats[_number(number, 127)].feedback
        if len(feedback) >= MOST_FEEDBACK:
            raise ValueError("more kinds of feedback than there are")
        if rest.strip() not in feedback:
            feedback.append(rest.strip())
        return
    format_ = section.formats[_number(number, 127)]
    if name == "fmtp":
        format_.parameters = rest.strip()
        return
    format_.name, rate, *channels = rest.split("/")
    format_.clock_rate, format_.channels = _number(rate, 192000), _number(channels[0], 255) if channels else 1


def _number(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20) or int(text) > most:
        raise ValueError("a number that is none, or too large")
    return int(text)
