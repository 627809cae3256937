"""What an offer and its answer have agreed: the only thing the forwarding knows of SDP."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a media section carries."""

    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Codec:
    """One payload format under the number this client gave it."""

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
class Emission:
    """We send: somebody's track to a subscriber on one media section."""

    mid: str
    codec: Codec
