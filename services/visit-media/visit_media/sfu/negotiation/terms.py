"""What an offer and its answer have agreed: the only thing the forwarding knows of SDP."""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from typing import Literal

from visit_media.sfu.transport.certificate import Fingerprint


class Kind(StrEnum):
    """What a media section carries."""

    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One numeric address, v4 or v6, and port at which clients reach us, as configured; ValueError for a name."""

    address: str
    port: int
    protocol: Literal["udp", "tcp"] = "udp"

    def __post_init__(self) -> None:
        """Names are not resolved: what this machine believes of them need not be what clients reach."""
        ip_address(self.address)


@dataclass(frozen=True, slots=True)
class Reachability:
    """What a description tells a client so that it finds its transport here."""

    ufrag: str
    password: str = field(repr=False)
    fingerprint: Fingerprint
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Codec:
    """One payload format under the number it has on one connection."""

    name: str
    payload_type: int
    clock_rate: int
    channels: int = 1
    parameters: str = ""
    feedback: tuple[str, ...] = ()
    rtx_payload_type: int | None = None

    @property
    def mime_type(self) -> str:
        """The name as the LiveKit protocol writes it."""
        return f"{'audio' if self.name == 'opus' else 'video'}/{self.name}"


@dataclass(frozen=True, slots=True)
class Reception:
    """We receive: a publisher's track on one media section."""

    mid: str
    kind: Kind
    codec: Codec
    cid: str
    extensions: dict[str, int] = field(default_factory=dict)
    rids: tuple[str, ...] = ()
    ssrcs: tuple[int, ...] = ()
    repair_ssrcs: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sending:
    """We send: somebody's track to a subscriber on one media section.

    Streams of the same name are played in step. `repair_ssrc` carries what is sent again (RFC 4588).
    """

    codec_name: str
    stream: str
    track: str
    ssrc: int
    repair_ssrc: int | None = None
    is_stereo: bool = False
