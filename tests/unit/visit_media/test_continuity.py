"""A subscriber sees one unbroken stream whatever happens behind it."""

from tests.unit.visit_media.packets import rtp_packet, vp8_payload
from visit_media.sfu.negotiation.terms import Codec, Kind, Reception
from visit_media.sfu.packets.rtcp import SenderReport
from visit_media.sfu.packets.vp8 import read_descriptor
from visit_media.sfu.plane.continuity import Continuity
from visit_media.sfu.plane.uplink import Arrival, Layer, Uplink

TERMS = Reception("0", Kind.VIDEO, Codec("VP8", 96, 90_000), "camera", rids=("q", "h", "f"))


def layers() -> list[Layer]:
    return Uplink(TERMS).layers


def switch(
    continuity: Continuity, layer: Layer, *, extended: int, timestamp: int, picture_id: int, now: float
) -> bytes:
    payload = vp8_payload(picture_id=picture_id, tl0=picture_id & 0xFF, is_key=True)
    packet = rtp_packet(payload, sequence=extended & 0xFFFF, timestamp=timestamp)
    continuity.switch(Arrival(layer, packet, extended, read_descriptor(payload), can_begin=True, at=now))
    return payload


def test_numbers_pictures_and_time_go_on_by_one_step_at_a_switch() -> None:
    low, _, high = layers()
    continuity = Continuity(90_000)
    payload = switch(continuity, low, extended=70_000, timestamp=1000, picture_id=40, now=10.0)
    before = continuity.number(70_000)
    time_before = continuity.timestamp(1000, 10.0)
    sent = read_descriptor(continuity.payload(payload, read_descriptor(payload)))

    payload = switch(continuity, high, extended=99_000, timestamp=5_000_000, picture_id=900, now=10.1)
    after = continuity.number(99_000)
    time_after = continuity.timestamp(5_000_000, 10.1)
    then = read_descriptor(continuity.payload(payload, read_descriptor(payload)))

    assert before is not None
    assert after == (before + 1) & 0xFFFF
    assert (time_after - time_before) & 0xFFFFFFFF == 9000
    assert (then.picture_id, then.tl0) == ((sent.picture_id or 0) + 1, (sent.tl0 or 0) + 1)


def test_sender_reports_decide_the_time_at_a_switch_when_both_layers_have_them() -> None:
    low, _, high = layers()
    low.statistics.heard(SenderReport(1, 100 << 32, 1000, 0, 0), 0.0)
    high.statistics.heard(SenderReport(2, 101 << 32, 7_000_000, 0, 0), 0.0)
    continuity = Continuity(90_000)
    switch(continuity, low, extended=70_000, timestamp=1000 + 90_000, picture_id=1, now=10.0)
    before = continuity.timestamp(1000 + 90_000, 10.0)

    switch(continuity, high, extended=80_000, timestamp=7_000_000 + 3000, picture_id=1, now=10.5)

    assert (continuity.timestamp(7_000_000 + 3000, 10.5) - before) & 0xFFFFFFFF == 3000


def test_a_late_packet_finds_its_place_but_not_from_before_the_switch() -> None:
    low = layers()[0]
    continuity = Continuity(90_000)
    switch(continuity, low, extended=70_000, timestamp=0, picture_id=1, now=0.0)
    first, third = continuity.number(70_000), continuity.number(70_002)

    assert first is not None
    assert third == (first + 2) & 0xFFFF
    assert continuity.number(70_001) == (first + 1) & 0xFFFF
    assert continuity.number(69_999) is None


def test_packets_left_out_leave_no_gap_and_late_ones_are_still_placed_right() -> None:
    low = layers()[0]
    continuity = Continuity(90_000)
    switch(continuity, low, extended=70_000, timestamp=0, picture_id=1, now=0.0)
    first = continuity.number(70_000) or 0

    assert continuity.skip(70_002)
    assert continuity.skip(70_003)
    assert not continuity.skip(70_003)
    assert continuity.number(70_004) == first + 2
    assert continuity.number(70_001) == first + 1


def test_after_a_pause_the_same_layer_keeps_its_clock() -> None:
    low = layers()[0]
    continuity = Continuity(90_000)
    switch(continuity, low, extended=70_000, timestamp=1000, picture_id=1, now=0.0)
    before = continuity.timestamp(1000, 0.0)

    switch(continuity, low, extended=71_000, timestamp=1000 + 900_000, picture_id=50, now=10.0)

    assert (continuity.timestamp(1000 + 900_000, 10.0) - before) & 0xFFFFFFFF == 900_000


def test_the_best_layer_is_the_finest_live_one_that_fits() -> None:
    uplink = Uplink(TERMS)
    low, middle, high = uplink.layers
    low.heard_at = middle.heard_at = 100.0

    assert uplink.best_layer(2, 100.5) is middle
    assert uplink.best_layer(0, 100.5) is low
    high.heard_at = 101.0
    assert uplink.best_layer(2, 101.0) is high
    assert uplink.best_layer(1, 200.0) is middle
