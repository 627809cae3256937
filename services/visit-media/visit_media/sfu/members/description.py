"""What a member sends and is sent just now, in plain values, for those who look for what goes wrong."""

from typing import Any

from visit_media.sfu.members.downlink import Downlink
from visit_media.sfu.members.member import Member
from visit_media.sfu.members.uplink import Layer, Uplink
from visit_media.sfu.transport.peer import Peer
from visit_media.sfu.transport.tcp import TCP


def describe(member: Member, now: float) -> dict[str, Any]:
    """Return everything by numbers; addresses are left out, as they belong to people."""
    quality = member.quality(now)
    return {
        "form": "one connection" if member.is_single else "two connections",
        "paths": [_path(peer, now) for peer in member.peers],
        "estimate_bits_per_second": round(member.downlink_estimate),
        "score": round(quality.score, 2),
        "loss": round(quality.loss, 4),
        "round_trip_seconds": round(quality.round_trip, 4),
        "jitter_seconds": round(quality.jitter, 4),
        "is_short_of_bandwidth": quality.is_short,
        "streams": {mid: _uplink(uplink, now) for mid, uplink in member.ingress.uplinks.items()},
        "sinks": [_downlink(downlink) for downlink in member.downlinks],
    }


def _path(peer: Peer, now: float) -> dict[str, Any]:
    address = peer.address
    return {
        "is_connected": peer.is_connected,
        "protocol": None if address is None else "tcp" if address[0] == TCP else "udp",
        "addresses": len(peer.addresses),
        "silent_seconds": round(now - peer.heard_at, 1),
        "failure": None if peer.failure is None else str(peer.failure),
    }


def _uplink(uplink: Uplink, now: float) -> dict[str, Any]:
    return {
        "kind": str(uplink.kind.value),
        "codec": uplink.terms.codec.name,
        "wanted_rank": uplink.wanted_rank,
        "subscribers": len(uplink.downlinks),
        "layers": [_layer(layer, now) for layer in uplink.layers],
    }


def _layer(layer: Layer, now: float) -> dict[str, Any]:
    counters = layer.counters
    return {
        "rid": layer.rid,
        "rank": layer.rank,
        "ssrc": layer.ssrc,
        "stream": layer.stream,
        "is_live": layer.is_live(now),
        "bits_per_second": round(layer.bits_per_second) if counters is not None else 0,
        "packets": 0 if counters is None else counters.packets,
        "lost": 0 if counters is None else counters.lost,
        "recovered": 0 if counters is None else counters.recovered,
        "loss": round(layer.statistics.fraction_lost, 4),
    }


def _downlink(downlink: Downlink) -> dict[str, Any]:
    counters, layer = downlink.counters, downlink.layer
    return {
        "ssrc": downlink.ssrc,
        "sink": downlink.sink,
        "kind": str(downlink.uplink.kind.value),
        "layer": None if layer is None else layer.rank,
        "wished_rank": downlink.highest_rank,
        "wished_temporal": downlink.highest_temporal,
        "is_hidden": downlink.is_hidden,
        "is_paused": downlink.is_starved,
        "bits_per_second": round(downlink.bits_per_second),
        "packets": 0 if counters is None else counters.packets,
        "resent": 0 if counters is None else counters.resent,
        "loss": round(downlink.fraction_lost, 4),
    }
