"""Many packets leave in few calls of the kernel, whole, in order, and to the right places."""

import socket
from collections.abc import Iterator

import pytest

from tests.unit.visit_media_plane.world import World, steps, vp8, write
from visit_media.sfu.plane.python.addresses import OF_IPV4
from visit_media.sfu.plane.python.port import OUTGOING_BYTES, UdpPort, address_of

SIZES = [1000, 1000, 1000, 400, 1000, 1001, 1001, 7, 1100, 1100, 3]


def test_packets_of_all_sizes_that_came_together_leave_in_order(world: World) -> None:
    sender, receivers = world.client(), [world.client() for _ in range(5)]
    stream, _ = world.camera(sender)
    for receiver in receivers:
        world.plane.route(world.video_sink(receiver), stream)
    for index, size in enumerate(SIZES * 5):
        payload = vp8(index, is_key=not index, filling=bytes(size))
        sender.send_by_socket(sender.seal(write(payload, sequence=index, timestamp=index * 3000)))

    world.poll()

    for receiver in receivers:
        heard = receiver.heard()
        assert [len(packet.payload) - 7 for packet in heard] == SIZES * 5
        assert [packet.picture for packet in heard] == list(range(len(SIZES) * 5))
        assert steps(heard) == [1] * (len(heard) - 1)


def test_a_switch_in_the_middle_of_what_came_together_is_a_switch(world: World) -> None:
    sender, receiver = world.client(), world.client()
    low, low_camera = world.camera(sender, 7)
    high, high_camera = world.camera(sender, 8, picture=300)
    sink = world.video_sink(receiver)
    world.plane.route(sink, low)
    low_camera.send(1.0, is_key=True)
    world.plane.route(sink, high)
    frames = [low_camera.frame(), low_camera.frame(), high_camera.frame(is_key=True), low_camera.frame(),
              high_camera.frame()]  # fmt: skip
    for packet in (packet for frame in frames for packet in frame):
        sender.send_by_socket(sender.seal(packet))

    world.poll()

    heard = receiver.heard()
    assert steps(heard) == [1, 1, 1, 1]
    assert [packet.picture - heard[0].picture for packet in heard] == [0, 1, 2, 3, 4]


@pytest.fixture
def port() -> Iterator[UdpPort]:
    opened = UdpPort("127.0.0.1", 0)
    yield opened
    opened.close()


@pytest.fixture
def receiver() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.bind(("127.0.0.1", 0))
        opened.settimeout(5)
        yield opened


def fill(port: UdpPort, sizes: list[int]) -> None:
    for slot, size in enumerate(sizes):
        start = slot * OUTGOING_BYTES
        port.outgoing.data[start : start + size] = bytes((slot,)) * size
        port.outgoing.block_words[2 * slot + 1] = size


def name_of(receiver: socket.socket) -> bytearray:
    return bytearray(OF_IPV4.pack(socket.AF_INET, receiver.getsockname()[1].to_bytes(2, "big"), b"\x7f\0\0\1"))


def test_a_train_arrives_as_the_datagrams_it_is_made_of(port: UdpPort, receiver: socket.socket) -> None:
    fill(port, [500, 500, 500, 20])
    name = name_of(receiver)

    port.queue(0, 4, address_of(name), 500)
    port.flush()

    assert [receiver.recv(2000) for _ in range(4)] == [b"\0" * 500, b"\1" * 500, b"\2" * 500, b"\3" * 20]


def test_where_trains_are_refused_each_datagram_goes_alone(port: UdpPort, receiver: socket.socket) -> None:
    fill(port, [500, 700, 20])  # in pieces of one octet these are more than a kernel cuts
    name = name_of(receiver)

    port.queue(0, 3, address_of(name), 1)
    port.flush()

    assert [receiver.recv(2000)[:1] for _ in range(3)] == [b"\0", b"\1", b"\2"]


def test_a_datagram_that_cannot_be_delivered_does_not_hold_up_the_next(port: UdpPort, receiver: socket.socket) -> None:
    fill(port, [10, 10])
    nowhere = bytearray(OF_IPV4.pack(socket.AF_INET, b"\0\0", b"\x7f\0\0\1"))
    name = name_of(receiver)

    port.queue(0, 1, address_of(nowhere), 10)
    port.queue(1, 1, address_of(name), 10)
    port.flush()

    assert receiver.recv(100) == b"\1" * 10
    assert port.unsent == 1
