"""Frame rates are halved by leaving VP8's temporal layers out, and nobody sees a gap."""

import pytest

from tests.unit.visit_media_plane.world import World, steps, vp8, write


def test_temporal_layers_are_left_out_without_gaps_in_numbers_or_pictures(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream, camera = world.camera(sender)
    world.plane.route(world.video_sink(receiver), stream, temporal=1)
    camera.send(is_key=True)
    for temporal in (2, 1, 2, 0, 2, 1):
        camera.send(temporal=temporal, packets=2)

    heard = receiver.heard()
    assert steps(heard) == [1] * (len(heard) - 1)
    assert [packet.picture for packet in heard] == [50, 51, 51, 52, 52, 53, 53]
    assert [packet.timestamp - heard[0].timestamp for packet in heard[1::2]] == [6000, 12000, 18000]


def test_finer_temporal_layers_come_back_where_they_can_be_decoded(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream, camera = world.camera(sender)
    sink = world.video_sink(receiver)
    world.plane.route(sink, stream, temporal=0)
    camera.send(is_key=True)
    camera.send(temporal=1, is_sync=True)

    world.plane.route(sink, stream)
    camera.send(temporal=1)
    camera.send(temporal=0)
    camera.send(temporal=1, is_sync=True)
    camera.send(temporal=1)

    heard = receiver.heard()
    assert steps(heard) == [1, 1, 1]
    assert [packet.payload[5] >> 6 for packet in heard] == [0, 0, 1, 1]
    assert [packet.picture for packet in heard] == [50, 51, 52, 53]


def test_a_layer_left_out_that_comes_late_only_fills_its_gap(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream, camera = world.camera(sender)
    world.plane.route(world.video_sink(receiver), stream, temporal=0)
    camera.send(is_key=True)
    late = camera.frame(temporal=1)[0]
    camera.send()
    sender.send(late)

    first, third, second = receiver.heard()
    assert (second.sequence - first.sequence, third.sequence - first.sequence) == (1, 2)
    assert (second.payload, second.padding) == (b"", 1)


@pytest.mark.parametrize("is_short", [True, False], ids=["7 bits", "15 bits"])
def test_picture_ids_go_on_across_their_roll_over_in_the_form_they_came_in(world: World, is_short: bool) -> None:
    sender, receiver = world.client(), world.client()
    stream, _ = world.camera(sender)
    world.plane.route(world.video_sink(receiver), stream)
    last = 0x7F if is_short else 0x7FFF
    for index, picture in enumerate((last - 1, last, 0, 1)):
        payload = vp8(picture, tl0=255 + index, is_key=not index, is_short=is_short)
        sender.send(write(payload, sequence=index, timestamp=index))

    assert [packet.picture for packet in receiver.heard()] == [last - 1, last, 0, 1]
