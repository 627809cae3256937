"""What a peer sends: counted, asked for again, repaired, and told in batches."""

from struct import pack

import pytest

from tests.unit.visit_media_plane.world import LEVEL, MID, TRANSPORT, World, opus, vp8, write
from visit_media.sfu.plane.counters import StreamCounters
from visit_media.sfu.plane.events import Arrivals, KeyFrameArrived, KeyFrameWanted, Levels, Missing, UnknownStream
from visit_media.sfu.plane.terms import StreamTerms


def counters(world: World, stream: int) -> StreamCounters:
    found = world.plane.stream_counters(stream)
    assert found is not None
    return found


def test_reception_is_counted_as_receiver_reports_want_it(world: World) -> None:
    sender = world.client()
    stream = world.microphone(sender)

    for sequence in (65534, 65535, 2, 1):
        sender.send(opus(sequence), 1.0 + sequence / 1000)

    counted = counters(world, stream)
    assert (counted.packets, counted.octets, counted.expected, counted.lost) == (4, 20, 5, 1)
    assert counted.highest == 0x10002
    assert counted.heard_at == 1.002


def test_before_the_first_packet_nothing_was_heard(world: World) -> None:
    stream = world.microphone(world.client())

    assert counters(world, stream) == StreamCounters(0, 0, 0, 0, 0, 0, 0, float("-inf"))


def test_jitter_follows_how_unevenly_packets_come(world: World) -> None:
    sender = world.client()
    even, uneven = world.microphone(sender, ssrc=5), world.microphone(sender, ssrc=6)

    for sequence in range(1, 100):
        sender.send(opus(sequence, ssrc=5), 1.0 + sequence * 0.02)
        sender.send(opus(sequence, ssrc=6), 1.0 + sequence * 0.02 + (sequence % 2) * 0.005)

    assert counters(world, even).jitter == 0
    assert counters(world, uneven).jitter == pytest.approx(240, abs=10)  # 5 ms at 48 kHz


def test_a_missing_packet_is_asked_for_soon_and_again_by_the_round_trip(world: World) -> None:
    sender = world.client()
    world.plane.set_path(sender.peer, sender.address, frozenset(), round_trip=0.2)
    world.plane.set_path(sender.peer, sender.address, frozenset((sender.address,)), round_trip=0.2)
    stream, camera = world.camera(sender)
    camera.send(1.0)
    camera.frame()
    camera.frame()
    camera.send(1.0)

    assert world.told(Missing, 0.005) == []
    assert world.told(Missing, 0.015) == [Missing(stream, (101, 102))]
    assert world.told(Missing, 0.2) == []
    assert world.told(Missing, 0.15) == [Missing(stream, (101, 102))]


def test_packets_that_only_came_out_of_order_are_not_asked_for(world: World) -> None:
    sender = world.client()
    stream, camera = world.camera(sender)
    camera.send(1.0)
    late = camera.frame()[0]
    camera.send(1.0)
    sender.send(late, 1.005)

    assert world.told(Missing, 0.5) == []
    assert counters(world, stream).lost == 0


def test_what_does_not_come_is_given_up_and_a_key_frame_is_wanted(world: World) -> None:
    sender = world.client()
    stream, camera = world.camera(sender)
    camera.send(1.0)
    camera.frame()
    camera.send(1.0)

    events = [event for _ in range(30) for event in world.poll()]

    assert 3 <= sum(isinstance(event, Missing) for event in events) <= 15
    assert [event for event in events if isinstance(event, KeyFrameWanted)] == [KeyFrameWanted(stream)]
    assert world.told(Missing) == []


def test_a_long_outage_is_not_asked_for_packet_by_packet(world: World) -> None:
    sender = world.client()
    stream, camera = world.camera(sender)
    camera.send(1.0)
    camera.sequence += 5000
    camera.send(1.0)

    events = world.poll()

    assert events == [KeyFrameWanted(stream)]


def test_a_repeated_packet_fills_its_gap(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream, camera = world.camera(sender)
    world.plane.add_repair(stream, 8)
    world.plane.route(world.video_sink(receiver), stream)
    camera.send(is_key=True)
    lost = camera.frame()[0]
    camera.send()

    repeated = write(pack("!H", 101) + lost[12:], sequence=1, timestamp=12000, ssrc=8, payload_type=97)
    sender.send(repeated, 1.05)

    first, third, second = receiver.heard()
    assert (second.sequence - first.sequence, third.sequence - first.sequence) == (1, 2)
    assert second.picture == first.picture + 1
    assert (counters(world, stream).recovered, counters(world, stream).lost) == (1, 0)
    assert world.told(Missing, 0.5) == []


@pytest.mark.parametrize("payload", [b"", b"\0"], ids=["nothing", "half a number"])
def test_a_repair_stream_that_only_probes_sends_nothing_on(world: World, payload: bytes) -> None:
    sender, receiver = world.client(), world.client()
    stream, camera = world.camera(sender)
    world.plane.route(world.video_sink(receiver), stream)
    sender.send(write(payload, sequence=1, timestamp=1, ssrc=8, payload_type=97, padding=200))
    world.plane.add_repair(stream, 8)
    camera.send(is_key=True)
    sender.send(write(payload, sequence=2, timestamp=1, ssrc=8, payload_type=97, padding=200))

    assert len(receiver.heard()) == 1
    assert counters(world, stream).recovered == 0


def test_a_key_frame_is_told_once_however_many_packets_it_has(world: World) -> None:
    sender = world.client()
    stream, camera = world.camera(sender)
    camera.send(1.0, is_key=True, packets=5)
    camera.send(1.1)
    camera.send(1.2, is_key=True)

    assert world.told(KeyFrameArrived) == [KeyFrameArrived(stream, 1.0), KeyFrameArrived(stream, 1.2)]


@pytest.mark.parametrize(
    ("payload", "is_key"),
    [
        (b"\x67abc", True),  # sequence parameters
        (b"\x65abc", True),  # slice of a key frame
        (b"\x78\0\x02\x67a\0\x02\x68b", True),  # aggregation that begins with parameters
        (b"\x7c\x85abc", True),  # first fragment of a key frame's slice
        (b"\x7c\x05abc", False),  # a later fragment
        (b"\x61abc", False),
        (b"\x78\0\x02\x61a", False),
        (b"\x68abc", False),
    ],
)
def test_key_frames_of_h264_are_recognised(world: World, payload: bytes, is_key: bool) -> None:
    sender = world.client()
    stream = world.plane.add_stream(StreamTerms(sender.peer, 7, "H264", 90_000, 102))

    sender.send(write(payload, sequence=1, timestamp=1, payload_type=102), 1.0)

    assert world.told(KeyFrameArrived) == ([KeyFrameArrived(stream, 1.0)] if is_key else [])


def test_octets_are_counted_by_temporal_layer(world: World) -> None:
    sender = world.client()
    stream, camera = world.camera(sender)
    for temporal in (0, 2, 1, 2):
        camera.send(temporal=temporal)

    base, middle, finest, *_ = counters(world, stream).temporal_octets

    assert base == middle == finest // 2 == 27


def test_levels_are_told_by_stream_and_begin_anew(world: World) -> None:
    sender = world.client()
    loud, quiet = world.microphone(sender, ssrc=5), world.microphone(sender, ssrc=6)
    for sequence, level in enumerate((20, 40, 127), start=1):
        sender.send(opus(sequence, level=level | 0x80 if level == 20 else level, ssrc=5))
    sender.send(opus(1, level=100, ssrc=6))

    assert world.told(Levels) == [Levels(((loud, 1, 20, 3), (quiet, 0, 100, 1)))]
    assert world.told(Levels) == []


def test_extensions_of_two_bytes_are_read_alike(world: World) -> None:
    sender = world.client()
    stream = world.plane.add_stream(StreamTerms(sender.peer, 5, "opus", 48_000, 111, None, {LEVEL: 20, TRANSPORT: 1}))

    packet = write(b"x", sequence=1, timestamp=1, ssrc=5, payload_type=111, is_two_byte=True,
                   extensions={20: b"\x11", 1: b"\0\x07", 99: b""})  # fmt: skip
    sender.send(packet, 1.0)

    assert world.poll() == [Arrivals(sender.peer, 5, ((7, 1.0),)), Levels(((stream, 1, 17, 1),))]


def test_what_carries_another_payload_type_is_not_sent_on_and_leaves_no_gap(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream = world.microphone(sender)
    world.plane.route(world.audio_sink(receiver), stream)
    sender.send(opus(1))
    sender.send(write(b"tone", sequence=2, timestamp=960, ssrc=5, payload_type=126))
    sender.send(opus(3))

    first, second = receiver.heard()
    assert (second.sequence - first.sequence, second.timestamp - first.timestamp) == (1, 1920)


def test_a_removed_stream_leaves_its_sinks_silent(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream = world.microphone(sender)
    sink = world.audio_sink(receiver)
    world.plane.route(sink, stream)
    sender.send(opus(1))

    world.plane.remove_stream(stream)
    sender.send(opus(2))

    assert len(receiver.heard()) == 1
    counted = world.plane.sink_counters(sink)
    assert counted is not None
    assert (counted.packets, counted.stream) == (1, None)


def test_streams_of_one_peer_are_bounded(world: World) -> None:
    sender = world.client()
    added = [world.microphone(sender, ssrc=ssrc) for ssrc in range(1, 300)]

    assert len([stream for stream in added if stream]) == 256


def test_a_peer_cannot_make_the_plane_remember_endless_ssrcs(world: World) -> None:
    sender = world.client()
    for ssrc in range(1, 1200):
        sender.send(opus(1, ssrc=ssrc))

    assert world.plane.counters().packets_received == 1024
    assert world.plane.counters().datagrams_refused == 1199 - 1024


def test_transport_wide_numbers_are_told_with_their_times_in_order_of_arrival(world: World) -> None:
    sender = world.client()
    terms = StreamTerms(sender.peer, 7, "VP8", 90_000, 96, 97, {TRANSPORT: 3, MID: 9})
    world.plane.add_stream(terms)
    for sequence, (number, at) in enumerate(((9, 1.0), (11, 1.01), (10, 1.02))):
        extensions = {9: b"0", 3: pack("!H", number)}
        sender.send(write(vp8(sequence), sequence=sequence, timestamp=1, extensions=extensions), at)

    assert world.told(Arrivals) == [Arrivals(sender.peer, 7, ((9, 1.0), (11, 1.01), (10, 1.02)))]


def test_the_first_packets_of_an_unknown_stream_are_told_seldom_and_kept(world: World) -> None:
    sender, receiver = world.client(), world.client()
    sink = world.audio_sink(receiver)
    for sequence in range(1, 5):
        sender.send(opus(sequence), 1.0 + sequence / 1000)
    [told] = world.told(UnknownStream)

    stream = world.microphone(sender)
    world.plane.route(sink, stream)
    sender.send(opus(5), 1.2)

    assert (told.peer, told.ssrc, told.payload_type, told.packet) == (sender.peer, 5, 111, opus(1))
    counted = world.plane.stream_counters(stream)
    assert counted is not None
    assert (counted.packets, counted.lost) == (5, 0)


def test_what_is_kept_of_unknown_streams_is_bounded(world: World) -> None:
    sender = world.client()
    for ssrc in range(1, 200):
        for sequence in range(1, 20):
            sender.send(opus(sequence, ssrc=ssrc))

    stream = world.microphone(sender, ssrc=199)

    counted = world.plane.stream_counters(stream)
    assert counted is not None
    assert 0 < counted.packets < 19
    assert len(world.poll()) <= 2000
