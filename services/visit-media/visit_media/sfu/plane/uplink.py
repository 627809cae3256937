"""A track as its publisher sends it: one layer, or several of the same picture."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from visit_media.sfu.feedback.key_frames import KeyFrameRequests
from visit_media.sfu.feedback.losses import Losses
from visit_media.sfu.feedback.reception import Reception as Statistics
from visit_media.sfu.negotiation.terms import Kind, Reception
from visit_media.sfu.packets.h264 import begins_key_frame
from visit_media.sfu.packets.rtp import AUDIO_LEVEL, RtpPacket
from visit_media.sfu.packets.vp8 import Vp8Descriptor, read_descriptor
from visit_media.sfu.plane.loudness import Loudness

if TYPE_CHECKING:
    from visit_media.sfu.plane.downlink import Downlink

LIVE_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """One packet that was accepted, and what was found out about it once for all who receive it."""

    layer: "Layer"
    packet: RtpPacket
    extended: int
    descriptor: Vp8Descriptor | None
    can_begin: bool
    at: float


class Layer:
    """One stream of packets with its own SSRC, numbers and clock."""

    def __init__(self, uplink: "Uplink", rid: str, rank: int) -> None:
        self.uplink = uplink
        self.rid = rid
        self.rank = rank
        self.ssrc: int | None = None
        self.losses = Losses()
        self.statistics = Statistics(uplink.clock_rate)
        self.key_frames = KeyFrameRequests()
        self.heard_at = float("-inf")
        self.followers: list[Downlink] = []

    def is_live(self, now: float) -> bool:
        """Whether packets have come lately: senders silently stop layers they cannot afford."""
        return now - self.heard_at < LIVE_SECONDS


class Uplink:
    """Everything one publisher sends on one media section."""

    def __init__(self, terms: Reception) -> None:
        self.terms = terms
        self.kind = terms.kind
        self.clock_rate = terms.codec.clock_rate
        self.is_muted = False
        self.loudness = Loudness()
        self.downlinks: set[Downlink] = set()
        self.layers = [Layer(self, rid, rank) for rank, rid in enumerate(terms.rids or ("",))]
        self._audio_level_id = terms.extensions.get(AUDIO_LEVEL, 0)

    def forward(self, layer: Layer, packet: RtpPacket, extended: int, now: float) -> None:
        """Hand an accepted packet to all who follow this layer; raise ValueError when its payload is malformed."""
        layer.heard_at = now
        descriptor: Vp8Descriptor | None = None
        can_begin = True
        if self.kind is Kind.AUDIO:
            level = packet.extension(self._audio_level_id)
            if level:
                self.loudness.note(level[0] & 0x7F)
        elif packet.payload:
            if self.terms.codec.name == "VP8":
                descriptor = read_descriptor(packet.payload)
                can_begin = descriptor.is_key_frame
            else:
                can_begin = begins_key_frame(packet.payload)
            if can_begin:
                layer.key_frames.arrived()
        else:
            can_begin = False
        arrival = Arrival(layer, packet, extended, descriptor, can_begin, now)
        for follower in layer.followers:
            follower.forward(arrival)

    def best_layer(self, highest_rank: int, now: float) -> Layer:
        """Return the finest live layer within the rank, else the coarsest live one, else what was wished."""
        live = [layer for layer in self.layers if layer.is_live(now)]
        fitting = [layer for layer in live if layer.rank <= highest_rank]
        if fitting:
            return fitting[-1]
        return live[0] if live else self.layers[min(highest_rank, len(self.layers) - 1)]
