"""What a client is sent: the layer its view takes, sound always, and what it needs to know of it."""

from dataclasses import replace

from tests.unit.visit_media_members.conversation import Conversation, block
from visit_media.sfu.packets import rtcp
from visit_media.sfu.plane import events

NTP = 77 << 32


def test_the_finest_layer_of_use_is_sent_and_a_key_frame_asked_for() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "h", "f")

    downlink = room.watches(karl, uplink)
    room.dispatch.ask_for_key_frames(1.0)

    assert room.plane.routes == [(downlink.sink, uplink.layers[2].stream, 7)]
    assert room.plane.control[1] == [rtcp.KeyFrameRequest(22)]


def test_nothing_is_sent_before_the_subscriber_has_keys_and_then_at_once() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member(is_open=False)
    uplink = room.camera(anna, "q")
    downlink = room.watches(karl, uplink)
    sound = room.watches(karl, anna.ingress.uplinks["8"])
    assert room.plane.sinks == {}

    room.open(karl)
    karl.tend(1.0)

    assert room.plane.routed(downlink.sink) == uplink.layers[0].stream
    assert room.plane.routed(sound.sink) == anna.ingress.uplinks["8"].layers[0].stream
    assert room.listeners[karl].said == ["connected"]


def test_nothing_is_sent_before_the_client_was_told_what_will_come() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    downlink = karl.subscribe(room.camera(anna, "q"), anna.ingress.uplinks["7"].terms.codec)

    karl.tend(1.0)

    assert downlink.sink is not None
    assert room.plane.routes == []


def test_a_wish_for_less_is_followed_and_a_hidden_picture_costs_nothing() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "f")
    downlink = room.watches(karl, uplink)

    downlink.wish(is_paused=False, highest_rank=0, now=1.1)
    karl.tend(1.1)
    downlink.wish(is_paused=True, highest_rank=2, now=1.2)
    karl.tend(1.2)

    assert [stream for _, stream, _ in room.plane.routes[1:]] == [uplink.layers[0].stream, None]
    assert (downlink, True) not in room.listeners[karl].said
    assert uplink.wanted_rank == -1


def test_the_publisher_need_not_send_what_is_of_use_to_nobody() -> None:
    room = Conversation()
    anna, karl, maja = room.member(), room.member(), room.member()
    uplink = room.camera(anna, "q", "h", "f")
    assert uplink.wanted_rank == -1

    first, second = room.watches(karl, uplink), room.watches(maja, uplink)
    assert uplink.wanted_rank == 2
    first.wish(is_paused=False, highest_rank=1, now=1.0)
    second.wish(is_paused=False, highest_rank=0, now=1.0)
    assert uplink.wanted_rank == 1
    karl.unsubscribe(first)

    assert uplink.wanted_rank == 0


def test_a_layer_that_falls_silent_is_left_and_taken_again_when_it_is_back() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "f")
    downlink = room.watches(karl, uplink)
    low, _, high = uplink.layers

    for half in range(2, 14):
        room.plane.has_come(low.stream, 9_000 * half, half / 2)
        anna.measure(half / 2)
        karl.tend(half / 2)
    assert room.plane.routed(downlink.sink) == low.stream
    room.plane.has_come(high.stream, 100_000, 7.0)
    anna.measure(7.0)
    karl.tend(7.0)

    assert room.plane.routed(downlink.sink) == high.stream


def test_what_a_subscriber_misses_is_sent_again_and_a_key_frame_passed_on() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "f")
    downlink = room.watches(karl, uplink)
    assert uplink.layers[2].stream is not None
    room.happens(events.KeyFrameArrived(uplink.layers[2].stream, 1.0))

    room.says(karl, rtcp.nack(1, downlink.ssrc, [4, 5]) + rtcp.picture_loss(1, downlink.ssrc), now=1.5)
    room.says(karl, rtcp.nack(1, 4711, [4]), now=1.5)
    room.dispatch.ask_for_key_frames(1.5)

    assert room.plane.resent == [(downlink.sink, (4, 5))]
    assert room.plane.control[1] == [rtcp.KeyFrameRequest(22)]


def test_sender_reports_are_rewritten_in_the_publishers_clock_and_answered_ones_tell_the_round_trip() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "f")
    downlink = room.watches(karl, uplink)
    stream = uplink.layers[2].stream
    assert downlink.sink is not None
    room.happens(events.Switched(downlink.sink, stream, 1.0))
    room.plane.has_sent(downlink.sink, stream=stream, timestamp_offset=0xFFFFFFFF, packets=5, octets=99)

    room.says(anna, rtcp.sender_report(rtcp.SenderReport(22, NTP, 1000, 2, 10)), now=2.0)
    room.says(karl, block(downlink.ssrc, last=NTP >> 16 & 0xFFFFFFFF, delay=32768), now=2.9)

    assert room.plane.control[2] == [rtcp.SenderReport(downlink.ssrc, NTP, 999, 5, 99)]
    assert abs(room.plane.round_trips[2] - 0.4) < 0.001


def test_a_report_on_a_stream_that_is_no_longer_sent_is_not_passed_on() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q", "f")
    downlink = room.watches(karl, uplink)
    assert downlink.sink is not None
    room.happens(events.Switched(downlink.sink, uplink.layers[2].stream, 1.0))
    room.plane.has_sent(downlink.sink, stream=uplink.layers[0].stream)

    room.says(anna, rtcp.sender_report(rtcp.SenderReport(22, NTP, 1000, 2, 10)), now=2.0)

    assert room.plane.control[2] == []


def test_two_transports_of_one_client_carry_one_direction_each() -> None:
    room = Conversation()
    anna, karl = room.member(is_single=False), room.member()
    assert room.listeners[anna].said == ["connected"]
    uplink = room.camera(anna, "q")
    downlink = room.watches(anna, room.camera(karl, "q"))
    room.watches(karl, uplink)

    publishing, sending = anna._up.number, anna._down.number
    assert uplink.layers[0].stream is not None
    assert room.plane.streams[uplink.layers[0].stream].peer == publishing
    assert downlink.sink is not None
    assert room.plane.sinks[downlink.sink].peer == sending
    anna.close()

    assert list(room.plane.peers) == [karl._up.number]
    assert room.board.members.keys() == room.plane.peers.keys()
    assert room.board.layers.keys() == room.plane.streams.keys()
    assert room.board.downlinks.keys() == room.plane.sinks.keys()


def test_a_client_that_breaks_its_own_handling_ends_alone() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    assert anna._up.number is not None
    broken = replace(events.Control(anna._up.number, b"", 1.0), data=None)  # type: ignore[arg-type]

    room.happens(broken, events.Faulty(99), events.Outgoing(("tcp", 3), b"sealed"))

    assert anna.publisher.has_failed
    assert not karl.publisher.has_failed
    assert room.listeners[anna].said == ["connected", "failed"]
    assert room.elsewhere == [(("tcp", 3), b"sealed")]


def test_what_cannot_be_read_is_counted_and_let_by() -> None:
    room = Conversation()
    anna = room.member()

    room.says(anna, b"\x00\x01")
    room.says(anna, rtcp.sender_report(rtcp.SenderReport(4711, NTP, 0, 0, 0)))

    assert not anna.publisher.has_failed
