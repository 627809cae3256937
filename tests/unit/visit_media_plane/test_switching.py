"""A sink follows one stream after the other, and its receiver sees a single one."""

from struct import pack

from tests.unit.visit_media_plane.world import World, opus, steps, vp8, write
from visit_media.sfu.plane.events import KeyFrameWanted, Switched
from visit_media.sfu.plane.terms import SinkTerms, StreamTerms


def test_a_sink_is_silent_until_it_is_routed(world: World) -> None:
    sender, receiver = world.client(), world.client()
    world.video_sink(receiver)
    _, camera = world.camera(sender)

    camera.send(is_key=True)

    assert receiver.datagrams() == []


def test_audio_is_sent_at_once(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream, sink = world.microphone(sender), world.audio_sink(receiver)
    sender.send(opus(1))

    world.plane.route(sink, stream)
    sender.send(opus(2), 1.5)

    assert [packet.payload for packet in receiver.heard()] == [b"voice"]
    assert world.told(Switched) == [Switched(sink, stream, 1.5)]


def test_video_begins_with_its_next_key_frame_which_is_asked_for_meanwhile(world: World) -> None:
    sender, receiver = world.client(), world.client()
    sink = world.video_sink(receiver)
    stream, camera = world.camera(sender)
    camera.send(is_key=True)

    world.plane.route(sink, stream)
    camera.send()
    asked = [world.told(KeyFrameWanted) for _ in range(3)]
    camera.send(2.0, is_key=True, packets=2)

    assert asked == [[KeyFrameWanted(stream)]] * 3
    heard = receiver.heard()
    switched = world.poll()[-1]
    assert [packet.picture for packet in heard] == [52, 52]
    assert switched == Switched(sink, stream, 2.0)
    assert isinstance(switched, Switched)
    assert switched.number == heard[0].sequence
    assert world.told(KeyFrameWanted) == []


def test_until_the_key_frame_what_was_sent_before_goes_on_and_then_follows_without_a_jump(world: World) -> None:
    sender, receiver = world.client(), world.client()
    low, low_camera = world.camera(sender, 7)
    high, high_camera = world.camera(sender, 8, sequence=9000, timestamp=777, picture=9, tl0=200)
    sink = world.video_sink(receiver)
    world.plane.route(sink, low)
    low_camera.send(1.0, is_key=True, packets=2)

    world.plane.route(sink, high)
    high_camera.send(1.0)
    low_camera.send(1.1)
    high_camera.send(1.2, is_key=True)
    low_camera.send(1.2)
    high_camera.send(1.3)

    heard = receiver.heard()
    assert steps(heard) == [1, 1, 1, 1]
    assert [packet.picture - heard[0].picture for packet in heard] == [0, 0, 1, 2, 3]
    assert [packet.tl0 - heard[0].tl0 for packet in heard] == [0, 0, 1, 2, 3]
    assert [packet.timestamp - heard[0].timestamp for packet in heard] == [0, 0, 3000, 12000, 15000]
    assert {packet.ssrc for packet in heard} == {900}
    assert world.plane.counters().switches == 1


def test_clocks_are_joined_by_sender_reports_when_both_have_been_told(world: World) -> None:
    sender, receiver = world.client(), world.client()
    low, low_camera = world.camera(sender, 7, timestamp=1000)
    high, high_camera = world.camera(sender, 8, timestamp=500_000)
    sink = world.video_sink(receiver)
    world.plane.tell_clock(low, 100 << 32, 1000, 1.0)
    world.plane.tell_clock(high, 101 << 32, 500_000 + 90_000, 1.0)  # so 500 000 was the same moment as 1000
    world.plane.route(sink, low)
    low_camera.send(1.0, is_key=True)
    high_camera.timestamp += 4500

    world.plane.route(sink, high)
    high_camera.send(1.9, is_key=True)

    first, second = receiver.heard()
    assert (second.timestamp - first.timestamp) & 0xFFFFFFFF == 4500
    counted = world.plane.sink_counters(sink)
    assert counted is not None
    assert (500_000 + 4500 + counted.timestamp_offset) & 0xFFFFFFFF == second.timestamp


def test_a_report_that_contradicts_the_time_of_arrival_is_not_believed(world: World) -> None:
    sender, receiver = world.client(), world.client()
    low, low_camera = world.camera(sender, 7)
    high, high_camera = world.camera(sender, 8)
    sink = world.video_sink(receiver)
    world.plane.tell_clock(low, 100 << 32, 0, 1.0)
    world.plane.tell_clock(high, 900 << 32, 0, 1.0)
    world.plane.route(sink, low)
    low_camera.send(1.0, is_key=True)

    world.plane.route(sink, high)
    high_camera.send(1.1, is_key=True)

    first, second = receiver.heard()
    assert (second.timestamp - first.timestamp) & 0xFFFFFFFF == 9000


def test_a_silenced_sink_says_so_and_goes_on_later_where_it_was(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream, camera = world.camera(sender)
    sink = world.video_sink(receiver)
    world.plane.route(sink, stream)
    camera.send(1.0, is_key=True)
    world.poll()

    world.plane.route(sink, None)
    silenced = world.told(Switched)
    camera.send(2.0)
    world.plane.route(sink, stream)
    camera.send(3.0)
    camera.send(4.0, is_key=True)

    assert [(event.sink, event.stream) for event in silenced] == [(sink, None)]
    first, second = receiver.heard()
    assert (second.sequence - first.sequence, second.picture - first.picture) == (1, 1)
    assert second.timestamp - first.timestamp == 9000


def test_routing_back_before_the_key_frame_came_changes_nothing(world: World) -> None:
    sender, receiver = world.client(), world.client()
    low, low_camera = world.camera(sender, 7)
    high, high_camera = world.camera(sender, 8)
    sink = world.video_sink(receiver)
    world.plane.route(sink, low)
    low_camera.send(is_key=True)

    world.plane.route(sink, high)
    world.plane.route(sink, low)
    high_camera.send(is_key=True)
    low_camera.send()

    assert [packet.picture for packet in receiver.heard()] == [50, 51]


def test_a_key_frame_whose_beginning_came_late_is_sent_whole(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream, camera = world.camera(sender)
    sink = world.video_sink(receiver)
    camera.send()
    world.plane.route(sink, stream)
    beginning, *rest = camera.frame(is_key=True, packets=3)
    for packet in rest:
        sender.send(packet)
    camera.send()
    sender.send(beginning)
    camera.send()

    heard = receiver.heard()
    assert steps(heard) == [1, 1, 1, 1]
    assert [packet.picture for packet in heard] == [51, 51, 51, 52, 53]


def test_audio_that_moves_to_another_stream_does_not_send_the_old_one_any_more(world: World) -> None:
    sender, receiver = world.client(), world.client()
    one, other = world.microphone(sender, ssrc=5), world.microphone(sender, ssrc=6)
    sink = world.audio_sink(receiver)
    world.plane.route(sink, one)
    sender.send(opus(1, payload=b"one", ssrc=5), 1.0)

    world.plane.route(sink, other)
    sender.send(opus(2, payload=b"one", ssrc=5), 1.02)
    sender.send(opus(70, payload=b"other", ssrc=6), 1.04)

    first, second = receiver.heard()
    assert (first.payload, second.payload) == (b"one", b"other")
    assert (second.sequence - first.sequence, second.timestamp - first.timestamp) == (1, 1920)


def test_padding_that_nobody_needs_leaves_no_gap(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream, camera = world.camera(sender)
    world.plane.route(world.video_sink(receiver), stream)
    camera.send(is_key=True)
    for _ in range(3):
        sender.send(write(b"", sequence=camera.sequence, timestamp=camera.timestamp, padding=255))
        camera.sequence += 1
        camera.send()

    assert steps(receiver.heard()) == [1, 1, 1]


def test_padding_that_comes_too_late_to_close_its_gap_fills_it(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream, camera = world.camera(sender)
    world.plane.route(world.video_sink(receiver), stream)
    camera.send(is_key=True)
    late = write(b"", sequence=camera.sequence, timestamp=camera.timestamp, padding=255)
    camera.sequence += 1
    camera.send()
    sender.send(late)

    first, third, second = receiver.heard()
    assert (second.sequence - first.sequence, third.sequence - first.sequence) == (1, 2)
    assert (second.payload, second.padding) == (b"", 1)


def test_h264_switches_at_its_key_frames(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream = world.plane.add_stream(StreamTerms(sender.peer, 7, "H264", 90_000, 102))
    sink = world.plane.add_sink(SinkTerms(receiver.peer, 9, "H264", 90_000, 125))
    world.plane.route(sink, stream, temporal=0)
    for sequence, payload in enumerate((b"\x61delta", b"\x67parameters", b"\x65slice", b"\x61delta")):
        sender.send(write(payload, sequence=sequence, timestamp=sequence // 2 * 3000, payload_type=102))

    assert [packet.payload for packet in receiver.heard()] == [b"\x67parameters", b"\x65slice", b"\x61delta"]


def test_a_removed_sink_is_sent_nothing_more_and_its_ssrc_goes_on_where_it_stopped(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream = world.microphone(sender)
    sink = world.audio_sink(receiver)
    world.plane.route(sink, stream)
    sender.send(opus(1))

    world.plane.remove_sink(sink)
    sender.send(opus(2))
    world.plane.route(world.audio_sink(receiver), stream)
    sender.send(opus(3))

    first, second = receiver.heard()
    assert (second.sequence - first.sequence) & 0xFFFF == 1
    assert receiver.forged == 0


def test_two_sinks_of_a_peer_cannot_have_the_same_ssrc(world: World) -> None:
    receiver = world.client()

    assert world.audio_sink(receiver)
    assert not world.audio_sink(receiver)


def test_extensions_with_a_meaning_are_passed_on_in_the_receivers_numbers(world: World) -> None:
    sender, plain, other = world.client(), world.client(), world.client()
    stream, _ = world.camera(sender)
    world.plane.route(world.video_sink(plain, orientation=2), stream)
    world.plane.route(world.video_sink(other, orientation=200, send_time=3), stream)
    extensions = {4: b"\x03", 3: pack("!H", 9), 9: b"mid"}
    sender.send(write(vp8(1, is_key=True), sequence=1, timestamp=1, extensions=extensions))

    [packet], [wide] = plain.heard(), other.heard()

    assert packet.extensions == {2: b"\x03"}
    assert (wide.extensions[200], len(wide.extensions[3]), len(wide.extensions)) == (b"\x03", 3, 2)
    assert packet.payload == wide.payload
