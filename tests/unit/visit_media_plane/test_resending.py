"""What a receiver has lost is sent once more, within limits, and never sealed twice with different bytes."""

from struct import unpack_from

from tests.unit.visit_media_plane.world import Camera, Client, Heard, World, opus, read
from visit_media.sfu.plane.terms import SinkTerms


def follow(world: World, **terms: bool) -> tuple[Client, Camera, int, Client]:
    sender, receiver = world.client(), world.client()
    stream, camera = world.camera(sender)
    sink = world.video_sink(receiver, **terms)
    world.plane.route(sink, stream)
    return sender, camera, sink, receiver


def original(repair: Heard) -> int:
    return int(unpack_from("!H", repair.payload)[0])


def test_a_lost_packet_comes_again_as_rtx_under_numbers_of_its_own(world: World) -> None:
    _, camera, sink, receiver = follow(world)
    camera.send(is_key=True)
    camera.send()
    first, second = receiver.heard()

    world.plane.resend(sink, (second.sequence, first.sequence))

    again = receiver.heard()
    assert [(packet.ssrc, packet.payload_type) for packet in again] == [(901, 107)] * 2
    assert [original(packet) for packet in again] == [second.sequence, first.sequence]
    assert [packet.payload[2:] for packet in again] == [second.payload, first.payload]
    assert [packet.timestamp for packet in again] == [second.timestamp, first.timestamp]
    assert again[1].sequence - again[0].sequence == 1
    counted = world.plane.sink_counters(sink)
    assert counted is not None
    assert (counted.resent, counted.packets, world.plane.counters().packets_resent) == (2, 2, 2)


def test_copies_of_a_lost_packet_have_numbers_of_their_own(world: World) -> None:
    _, camera, sink, receiver = follow(world)
    camera.send(is_key=True)
    [lost] = receiver.heard()

    world.plane.resend(sink, (lost.sequence,), copies=2)
    world.plane.resend(sink, (lost.sequence,), copies=2)

    first, second = receiver.heard()
    assert first.payload == second.payload
    assert original(first) == lost.sequence
    assert second.sequence - first.sequence == 1
    assert world.plane.counters().packets_resent == 2


def test_a_packet_from_before_a_switch_comes_again_as_it_was(world: World) -> None:
    sender, camera, sink, receiver = follow(world)
    high, high_camera = world.camera(sender, 8, sequence=7, picture=900, timestamp=5)
    camera.send(is_key=True)
    camera.send()
    world.plane.route(sink, high)
    high_camera.send(1.1, is_key=True)
    high_camera.send(1.2)
    heard = receiver.heard()

    world.plane.resend(sink, tuple(packet.sequence for packet in heard))

    again = receiver.heard()
    assert [packet.payload[2:] for packet in again] == [packet.payload for packet in heard]
    assert [packet.timestamp for packet in again] == [packet.timestamp for packet in heard]


def test_without_rtx_the_very_bytes_that_left_leave_again(world: World) -> None:
    _, camera, sink, receiver = follow(world, is_rtx=False)
    camera.send(is_key=True)
    [datagram] = receiver.datagrams()
    packet = read(receiver.open(datagram))

    world.plane.resend(sink, (packet.sequence,))

    assert receiver.datagrams() == [datagram]


def test_audio_is_resent_too(world: World) -> None:
    sender, receiver = world.client(), world.client()
    sink = world.audio_sink(receiver)
    world.plane.route(sink, world.microphone(sender))
    for sequence in range(1, 100):
        sender.send(opus(sequence))
    datagrams = receiver.datagrams()
    numbers = tuple(read(receiver.open(datagram)).sequence for datagram in datagrams)

    world.plane.resend(sink, numbers)

    assert receiver.datagrams() == datagrams[-64:]


def test_a_packet_that_was_resent_just_now_is_not_resent_again(world: World) -> None:
    _, camera, sink, receiver = follow(world)
    camera.send(is_key=True)
    [packet] = receiver.heard()

    for _ in range(5):
        world.plane.resend(sink, (packet.sequence,))

    assert len(receiver.heard()) == 1


def test_numbers_that_are_gone_or_never_left_are_let_by(world: World) -> None:
    _, camera, sink, receiver = follow(world)
    camera.send(is_key=True)
    [packet] = receiver.heard()
    for _ in range(600):
        camera.send()
    receiver.datagrams()

    world.plane.resend(sink, (packet.sequence, (packet.sequence + 601) & 0xFFFF, (packet.sequence - 1) & 0xFFFF))

    assert receiver.datagrams() == []


def test_a_receiver_cannot_have_everything_sent_over_and_over(world: World) -> None:
    _, camera, sink, receiver = follow(world)
    camera.send(is_key=True)
    for _ in range(450):
        camera.send()
    numbers = tuple(packet.sequence for packet in receiver.heard())

    world.plane.resend(sink, numbers)

    assert 200 < len(receiver.heard()) < 350


def test_a_layer_that_was_left_out_is_not_resent_in_place_of_another(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream, camera = world.camera(sender)
    sink = world.video_sink(receiver)
    world.plane.route(sink, stream, temporal=0)
    camera.send(is_key=True)
    for temporal in (1, 0, 1, 0):
        camera.send(temporal=temporal)
    heard = receiver.heard()

    world.plane.resend(sink, tuple(packet.sequence for packet in heard))

    assert [packet.payload[2:] for packet in receiver.heard()] == [packet.payload for packet in heard]


def test_padding_goes_under_the_repair_ssrc_and_counts(world: World) -> None:
    _, camera, sink, receiver = follow(world)
    camera.send(is_key=True)
    [media] = receiver.heard()

    world.plane.pad(sink, 3)

    datagrams = [receiver.open(datagram) for datagram in receiver.datagrams()]
    padding = [read(datagram) for datagram in datagrams]
    assert [len(datagram) for datagram in datagrams] == [256] * 3
    assert [(packet.ssrc, packet.payload_type, packet.payload, packet.padding) for packet in padding] == [
        (901, 107, b"", 244)
    ] * 3
    assert {packet.timestamp for packet in padding} == {media.timestamp}
    counted = world.plane.sink_counters(sink)
    assert counted is not None
    assert (counted.padded, counted.packets) == (3, 1)


def test_padding_is_bounded_and_needs_a_repair_ssrc(world: World) -> None:
    _, camera, sink, receiver = follow(world)
    camera.send(is_key=True)
    bare = world.video_sink(receiver, 950, is_rtx=False)
    receiver.datagrams()

    world.plane.pad(bare, 5)
    world.plane.pad(sink, 100_000)

    assert len(receiver.datagrams()) < 350


def test_the_numbers_of_a_repair_stream_are_never_used_twice(world: World) -> None:
    _, camera, sink, receiver = follow(world)
    camera.send(is_key=True)
    world.plane.pad(sink, 5)
    world.plane.remove_sink(sink)
    terms = SinkTerms(receiver.peer, 900, "VP8", 90_000, 106, 901, 107)

    world.plane.pad(world.plane.add_sink(terms), 5)

    repairs = [packet for packet in receiver.heard() if packet.ssrc == 901]
    assert (len(repairs), len({packet.sequence for packet in repairs}), receiver.forged) == (10, 10, 0)
