"""Finds out what a new SSRC is: senders name the section and the layer only in their first packets (RFC 8843, 8852)."""

from collections.abc import Mapping
from dataclasses import dataclass

from visit_media.sfu.members.uplink import Layer, Uplink
from visit_media.sfu.packets.rtp import MID, REPAIRED_RID, RID, RtpPacket


@dataclass(frozen=True, slots=True)
class Binding:
    """An SSRC belongs to this layer, either as its media or as its repetitions (RTX)."""

    layer: Layer
    is_repair: bool


def bind(packet: RtpPacket, uplinks: Mapping[str, Uplink], extensions: Mapping[str, int]) -> Binding | None:
    """Return what the packet belongs to, None if it does not say so."""
    uplink = _uplink_of(packet, uplinks, extensions)
    if uplink is None:
        return None
    is_repair = packet.payload_type == uplink.terms.codec.rtx_payload_type
    if not is_repair and packet.payload_type != uplink.terms.codec.payload_type:
        return None
    layer = _layer_of(packet, uplink, extensions.get(REPAIRED_RID if is_repair else RID, 0))
    return None if layer is None else Binding(layer, is_repair)


def _uplink_of(packet: RtpPacket, uplinks: Mapping[str, Uplink], extensions: Mapping[str, int]) -> Uplink | None:
    mid = packet.extension(extensions.get(MID, 0))
    if mid is not None:
        return uplinks.get(mid.decode("ascii", "replace"))
    fitting = [
        uplink
        for uplink in uplinks.values()
        if packet.payload_type in (uplink.terms.codec.payload_type, uplink.terms.codec.rtx_payload_type)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _layer_of(packet: RtpPacket, uplink: Uplink, number: int) -> Layer | None:
    if not uplink.terms.rids:
        return uplink.layers[0]
    rid = packet.extension(number)
    if rid is None:
        return None
    name = rid.decode("ascii", "replace")
    return next((layer for layer in uplink.layers if layer.rid == name), None)
