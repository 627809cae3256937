"""What a client publishes finds its layer; what is missing is asked for; it hears how it is received."""

from tests.unit.visit_media_members.conversation import CAMERA, IDS, MICROPHONE, PLAIN_CAMERA, Conversation
from visit_media.sfu import metrics
from visit_media.sfu.members.ingress import MOST_STREAMS
from visit_media.sfu.negotiation.terms import Kind, Reception
from visit_media.sfu.packets import rtcp
from visit_media.sfu.packets.rtp import MID
from visit_media.sfu.plane import events

NTP = 0x0001000200030004


def test_layers_are_told_apart_by_rid_and_named_to_the_plane() -> None:
    room = Conversation()
    anna = room.member()

    low, middle, high = room.camera(anna, "h").layers

    assert (low.stream, high.stream) == (None, None)
    assert middle.stream is not None
    terms = room.plane.streams[middle.stream]
    assert (terms.ssrc, terms.codec, terms.payload_type, terms.repair_payload_type) == (21, "VP8", 96, 97)
    assert terms.extensions.items() >= IDS.items()


def test_a_probe_that_comes_first_is_bound_when_its_layer_is_known() -> None:
    room = Conversation()
    anna = room.member()
    anna.agree((), None, (CAMERA,))

    room.packet(anna, 33, {4: b"7", 11: b"q"}, payload_type=97)
    assert room.plane.repairs == []
    room.packet(anna, 20, {4: b"7", 10: b"q"})

    [stream] = room.plane.streams
    assert room.plane.repairs == [(stream, 33)]


def test_an_announced_stream_is_received_as_soon_as_there_are_keys() -> None:
    room = Conversation()
    anna = room.member(is_open=False)
    anna.agree((), None, (PLAIN_CAMERA, MICROPHONE))
    assert room.plane.streams == {}

    room.open(anna)

    assert {terms.ssrc for terms in room.plane.streams.values()} == {600, 500}
    camera = anna.ingress.uplinks["7"].layers[0].stream
    assert room.plane.repairs == [(camera, 601)]


def test_without_any_extension_the_payload_type_tells_if_only_one_section_has_it() -> None:
    room = Conversation()
    anna = room.member()
    anna.agree((), None, (MICROPHONE, PLAIN_CAMERA))

    room.packet(anna, 700, {}, payload_type=111)
    room.packet(anna, 701, {}, payload_type=55)

    assert anna.ingress.uplinks["8"].layers[0].ssrc == 700
    assert 701 not in {terms.ssrc for terms in room.plane.streams.values()}


def test_a_sender_that_begins_anew_under_another_ssrc_takes_its_subscribers_along() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    uplink = room.camera(anna, "q")
    downlink = room.watches(karl, uplink)
    before = uplink.layers[0].stream

    room.packet(anna, 99, {4: b"7", 10: b"q"}, now=1.5)
    karl.tend(1.5)

    assert before not in room.plane.streams
    assert room.plane.routed(downlink.sink) == uplink.layers[0].stream != before


def test_strangers_streams_are_not_collected() -> None:
    room = Conversation()
    anna = room.member()
    anna.agree((), None, (CAMERA,))

    for ssrc in range(1000, 1000 + 3 * MOST_STREAMS):
        room.packet(anna, ssrc, {4: b"7", 11: b"q"}, payload_type=97)
    for ssrc in range(9000, 9010):
        room.packet(anna, ssrc, {4: b"nobody"})

    assert len(anna.ingress.uplinks["7"].layers[0].repair_ssrcs) == MOST_STREAMS
    assert room.plane.streams == {}


def test_a_publisher_is_asked_for_what_is_missing_if_it_answers() -> None:
    room = Conversation()
    anna = room.member()
    video = room.camera(anna, "q").layers[0].stream
    sound = anna.ingress.uplinks["8"].layers[0].stream
    assert video is not None
    assert sound is not None

    room.happens(events.Missing(video, (65535, 0)), events.Missing(sound, (7,)))

    assert room.plane.control[1] == [rtcp.Nack(20, (65535, 0))]


def test_only_what_stays_away_counts_as_lost() -> None:
    room = Conversation()
    anna = room.member()
    stream = room.camera(anna, "q").layers[0].stream
    before = metrics.tally.packets_lost
    counted = []

    for half_second, lost in enumerate((0, 9, 2, 7, 2, 5, 5)):
        room.plane.has_come(stream, 1000, half_second / 2, lost=lost)
        anna.measure(half_second / 2)
        counted.append(metrics.tally.packets_lost - before)

    assert counted == [0, 0, 2, 2, 2, 2, 5]


def test_a_key_frame_is_asked_for_at_once_then_seldom_until_it_comes() -> None:
    room = Conversation()
    anna = room.member()
    low = room.camera(anna, "q").layers[0]
    assert low.stream is not None
    room.watches(room.member(), low.uplink)

    for now in (1.0, 1.1, 1.3, 1.6):
        room.happens(events.KeyFrameWanted(low.stream), now=now)
        room.dispatch.ask_for_key_frames(now)
    room.happens(events.KeyFrameArrived(low.stream, 1.7), now=1.7)
    room.dispatch.ask_for_key_frames(2.5)

    assert room.plane.control[1] == [rtcp.KeyFrameRequest(20)] * 2


def test_a_silent_layer_is_not_asked_for_key_frames() -> None:
    room = Conversation()
    anna = room.member()
    low = room.camera(anna, "q").layers[0]
    assert low.stream is not None

    room.happens(events.KeyFrameWanted(low.stream), now=60.0)

    assert room.plane.control[1] == []


def test_a_report_tells_loss_since_the_last_one_and_when_the_sender_reported() -> None:
    room = Conversation()
    anna = room.member()
    low = room.camera(anna, "q").layers[0]
    room.says(anna, rtcp.sender_report(rtcp.SenderReport(20, NTP, 77, 1, 1)), now=3.0)
    room.plane.has_come(low.stream, 1000, 3.4, packets=90, expected=100, lost=10, highest=70_000, jitter=450)
    anna.measure(3.4)

    anna.ingress.report(3.5)
    anna.ingress.report(4.5)

    first, second = room.plane.control[1]
    assert first == rtcp.ReportBlock(20, 25, 10, 70_000, 450, 0x00020003, 32768)
    assert isinstance(second, rtcp.ReportBlock)
    assert second.fraction_lost == 0
    assert room.plane.clocks == [(low.stream, NTP, 77)]


def test_arrivals_are_told_to_senders_that_number_their_packets_and_a_limit_to_others() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    room.camera(anna, "q")
    room.happens(events.Arrivals(1, 20, ((5, 1.0), (6, 1.001))))
    old = Reception("8", Kind.AUDIO, MICROPHONE.codec, "old", extensions={MID: 4}, ssrcs=(800,))
    karl.agree((), None, (old,))
    room.plane.has_come(karl.ingress.uplinks["8"].layers[0].stream, 1000, 1.9)
    karl.measure(1.9)

    for member in (anna, karl):
        member.ingress.tell_arrivals()
        member.ingress.report(2.0)

    [feedback] = [packet for packet in room.plane.raw_control if packet[:2] == bytes((0x8F, 205))]
    assert feedback[8:16] == bytes((0, 0, 0, 20)) + bytes((0, 5, 0, 2))
    assert rtcp.Limit(3_000_000) in room.plane.control[2]


def test_a_track_that_ends_ends_for_its_subscribers_too() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    room.camera(anna, "q")
    downlink = room.watches(karl, anna.ingress.uplinks["8"])

    anna.agree((), None, (CAMERA,))
    karl.unsubscribe(downlink)

    assert "8" not in anna.ingress.uplinks
    assert room.plane.control[2] == [rtcp.Bye((downlink.ssrc,))]
    assert room.plane.sinks == {}


def test_in_a_room_of_many_voices_only_the_loudest_are_passed_on() -> None:
    room = Conversation()
    members = [room.member(group=5) for _ in range(8)]

    for member in members[:7]:
        member.agree((), None, (MICROPHONE,))
    assert room.plane.gates == [(5, 6)]
    members[7].agree((), None, (MICROPHONE,))
    members[0].agree((), None, ())
    members[1].close()

    assert room.plane.gates == [(5, 6), (5, 0)]
    assert {terms.group for terms in room.plane.streams.values()} == {5}


def test_loud_packets_make_their_sender_a_speaker() -> None:
    room = Conversation()
    anna = room.member()
    room.camera(anna)
    sound = anna.ingress.uplinks["8"]
    stream = sound.layers[0].stream
    assert stream is not None

    room.happens(events.Levels(((stream, 20, 10, 20),)))

    assert sound.loudness.take(0.4) > 0.1
    levels = [sound.loudness.take(0.4) for _ in range(8)]
    assert levels[-1] == 0.0
    assert levels == sorted(levels, reverse=True)


def test_a_plane_that_is_full_is_no_reason_to_fail() -> None:
    room = Conversation()
    anna, karl = room.member(), room.member()
    room.plane.is_full = True

    uplink = room.camera(anna, "q")
    downlink = room.watches(karl, uplink)

    assert uplink.layers[0].stream is None
    assert downlink.sink is None
