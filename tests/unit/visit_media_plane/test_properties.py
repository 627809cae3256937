"""Whatever is lost, reordered, switched or left out: what a receiver gets never jumps and never repeats."""

from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pylibsrtp import Error

from tests.unit.visit_media_plane.conftest import IMPLEMENTATIONS
from tests.unit.visit_media_plane.world import Camera, Client, Heard, World, write
from visit_media.sfu.plane.interface import Plane

SEQUENCES = st.sampled_from([100, 65500, 65535, 0])
TIMESTAMPS = st.sampled_from([9000, 0xFFFFFF00, 0])
PICTURES = st.sampled_from([50, 0x7FF0, 0x7FFF, 0])
FRAMES = st.tuples(
    st.just("frame"),
    st.integers(0, 1),  # which camera
    st.integers(1, 3),  # packets
    st.integers(0, 5).map(lambda drawn: drawn == 0),  # key frame
    st.tuples(st.integers(0, 2), st.booleans()),  # temporal layer, layer sync
    st.lists(st.sampled_from(["come", "come", "come", "late", "lost"]), min_size=3, max_size=3),
)
PADDINGS = st.tuples(st.just("padding"), st.integers(0, 1), st.sampled_from(["come", "late"]))
ROUTES = st.tuples(st.just("route"), st.sampled_from([0, 1, None]), st.sampled_from([0, 1, 7, 7]))
HAPPENINGS = st.lists(st.one_of(FRAMES, FRAMES, FRAMES, PADDINGS, ROUTES), min_size=30, max_size=80)
CHECKED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass
class Story:
    """Two cameras and one receiver, and what befalls them."""

    world: World
    start: tuple[int, int, int]
    with_losses: bool
    lost: int = 0
    at: float = 10.0
    late: list[tuple[Client, bytes]] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    def __post_init__(self) -> None:
        sequence, timestamp, picture = self.start
        sender, self.receiver = self.world.client(), self.world.client()
        made = [self.world.camera(sender, 7 + index, sequence=sequence, timestamp=timestamp, picture=picture)
                for index in range(2)]  # fmt: skip
        self.streams = [stream for stream, _ in made]
        self.cameras: list[Camera] = [camera for _, camera in made]
        self.sink = self.world.video_sink(self.receiver)
        self.world.plane.route(self.sink, self.streams[0])

    def befall(self, happening: tuple) -> None:  # type: ignore[type-arg]
        kind, *what = happening
        if kind == "route":
            self.world.plane.route(self.sink, None if what[0] is None else self.streams[what[0]], what[1])
        elif kind == "padding":
            camera = self.cameras[what[0]]
            packet = write(b"", sequence=camera.sequence, timestamp=camera.timestamp, ssrc=camera.ssrc, padding=9)
            camera.sequence += 1
            self._deliver(camera, packet, what[1])
        else:
            index, packets, is_key, (temporal, is_sync), fates = what
            camera = self.cameras[index]
            frame = camera.frame(is_key=is_key, packets=packets, temporal=0 if is_key else temporal, is_sync=is_sync)
            for packet, fate in zip(frame, fates, strict=False):
                self._deliver(camera, packet, fate)
            self.at += 1 / 30
        self._hear()

    def finish(self) -> list[Heard]:
        """Let what is late come, and return everything in the order of its numbers."""
        for client, packet in self.late:
            client.send(packet, self.at)
        self._hear()
        if not self.heard:
            return []
        first = self.heard[0].sequence
        return sorted(self.heard, key=lambda packet: (packet.sequence - first + 0x8000) & 0xFFFF)

    def _deliver(self, camera: Camera, packet: bytes, fate: str) -> None:
        if fate == "come" or not self.with_losses:
            camera.client.send(packet, self.at)
            if len(self.late) > 3:
                camera.client.send(self.late.pop(0)[1], self.at)
        elif fate == "late":
            self.late.append((camera.client, packet))
        else:
            self.lost += 1

    def _hear(self) -> None:
        self.heard += self.receiver.heard()


def tell(plane: Plane, start: tuple[int, int, int], happenings: list, *, with_losses: bool) -> Story:  # type: ignore[type-arg]
    story = Story(World(plane), start, with_losses)
    for happening in happenings:
        story.befall(happening)
    return story


def forward(after: int, before: int, bits: int) -> int:
    half = 1 << (bits - 1)
    return ((after - before + half) & ((1 << bits) - 1)) - half


@CHECKED
@given(st.tuples(SEQUENCES, TIMESTAMPS, PICTURES), HAPPENINGS)
def test_without_losses_nothing_is_ever_missing_or_repeated(start: tuple[int, int, int], happenings: list) -> None:  # type: ignore[type-arg]
    for implementation in IMPLEMENTATIONS.values():
        plane = implementation("127.0.0.1", 0)
        story = tell(plane, start, happenings, with_losses=False)
        packets = story.finish()
        plane.close()

        assert story.receiver.forged == 0
        assert packets == story.heard
        for before, after in pairwise(packets):
            assert forward(after.sequence, before.sequence, 16) == 1
            assert forward(after.picture, before.picture, 15) in (0, 1)
            assert forward(after.tl0, before.tl0, 8) in (0, 1)
            assert (forward(after.timestamp, before.timestamp, 32) > 0) == (after.picture != before.picture)


@CHECKED
@given(st.tuples(SEQUENCES, TIMESTAMPS, PICTURES), HAPPENINGS)
def test_with_losses_and_late_packets_order_is_kept(start: tuple[int, int, int], happenings: list) -> None:  # type: ignore[type-arg]
    for implementation in IMPLEMENTATIONS.values():
        plane = implementation("127.0.0.1", 0)
        story = tell(plane, start, happenings, with_losses=True)
        packets = story.finish()
        plane.close()

        assert story.receiver.forged == 0
        pictured = [packet for packet in packets if packet.payload]
        for before, after in pairwise(packets):
            assert forward(after.sequence, before.sequence, 16) > 0
        for before, after in pairwise(pictured):
            assert forward(after.picture, before.picture, 15) >= 0
            assert forward(after.tl0, before.tl0, 8) >= 0
            if after.picture == before.picture:
                assert after.timestamp == before.timestamp
            else:
                assert forward(after.timestamp, before.timestamp, 32) > 0


@CHECKED
@given(st.binary(min_size=1, max_size=60), st.integers(0, 200), st.integers(1, 255))
def test_bytes_that_were_changed_are_never_sent_on(junk: bytes, at: int, change: int) -> None:
    for implementation in IMPLEMENTATIONS.values():
        plane = implementation("127.0.0.1", 0)
        world = World(plane)
        sender, receiver = world.client(), world.client()
        stream, camera = world.camera(sender)
        plane.route(world.video_sink(receiver), stream)
        sealed = bytearray(sender.seal(camera.frame(is_key=True, packets=1)[0]))
        sealed[at % len(sealed)] ^= change

        plane.receive(sender.address, bytes(sealed), 1.0)
        plane.receive(sender.address, b"\x80" + junk, 1.0)
        plane.receive(sender.address, junk, 1.0)
        world.poll()

        assert receiver.datagrams() == []
        plane.close()


@CHECKED
@given(st.lists(st.binary(max_size=80), max_size=20), st.lists(st.binary(max_size=80), max_size=5))
def test_authentic_nonsense_breaks_nothing(payloads: list[bytes], tails: list[bytes]) -> None:
    for implementation in IMPLEMENTATIONS.values():
        plane = implementation("127.0.0.1", 0)
        world = World(plane)
        sender, receiver = world.client(), world.client()
        stream, camera = world.camera(sender)
        plane.add_repair(stream, 8)
        plane.route(world.video_sink(receiver, orientation=3), stream)
        camera.send(is_key=True)
        for index, payload in enumerate(payloads):
            bits = 0x80 | (len(payload) % 8) << 4 & 0x30 | len(payload) % 3
            ssrc, number = (7, 96) if index % 2 else (8, 97)
            packet = bytearray(write(payload, sequence=101 + index, timestamp=1, ssrc=ssrc, payload_type=number))
            packet[0] = bits
            try:
                sender.send(bytes(packet))
            except Error:  # even libsrtp will not seal what is cut off
                continue
        for tail in tails:
            sender.send_by_socket(sender.seal_control(b"\x80\xc9\0\1\0\0\0\7" + tail))
        events = world.poll()
        camera.sequence = 5000
        camera.send(is_key=True)

        assert not any(type(event).__name__ == "Faulty" for event in events)
        assert receiver.heard()[-1].picture > 50
        assert receiver.forged == 0
        plane.close()
