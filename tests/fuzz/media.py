"""RTP and RTCP at the plane: sealed nonsense, forgeries, replays, and whatever strangers send."""

from pylibsrtp import Error

from tests.fuzz.case import Case, seeds
from tests.fuzz.target import Target, at_most, must
from tests.unit.visit_media_plane.world import Camera, Client, World
from visit_media.sfu.plane.python.losses import MOST_MISSING
from visit_media.sfu.plane.python.peer import MOST_ARRIVALS, MOST_SSRCS, PACKETS_HELD, STREAMS_HELD, PlanePeer
from visit_media.sfu.plane.python.plane import PythonPlane
from visit_media.sfu.plane.python.stream import KEPT_OF_VIDEO, Stream
from visit_media.sfu.plane.python.tally import MOST_EVENTS

SEALED, CONTROL, BARE, STRANGER, REPLAYED, CHANGED, OTHER_KEY, SEALED_AS_OURS = range(8)
LEAST_TOLD_APART = 5
LONGEST_DESCRIPTOR = 6


class Media(Target):
    """The first byte of a message says how it is brought, the rest is the packet below SRTP."""

    name = "media"
    seeds: Case = (
        *(bytes((how,)) + packet for packet in seeds("rtp") for how in (SEALED, SEALED_AS_OURS)),
        *(bytes((how,)) + packet for packet in seeds("rtp")[:3] for how in (BARE, STRANGER, REPLAYED, CHANGED, 6)),
        *(bytes((CONTROL,)) + packet for packet in seeds("rtcp")),
    )
    most_messages = 60
    longest = 1600
    lines_per_message = 3_000
    lines_to_begin = 60_000
    lines_per_byte = 20

    def attempt(self, case: Case) -> None:
        """A camera is watched by one receiver; somebody else's goes on whatever the first sends."""
        plane = PythonPlane("127.0.0.1", 0)
        try:
            _Street(plane).live_through(case)
        finally:
            plane.close()


class _Street:
    def __init__(self, plane: PythonPlane) -> None:
        self.plane = plane
        self.world = World(plane)
        self.sender, self.other, self.receiver = self.world.client(), self.world.client(), self.world.client()
        self.stranger = Client(plane)
        plane.remove_peer(self.stranger.peer)
        stream, _ = self.world.camera(self.sender)
        plane.add_repair(stream, 8)
        plane.route(self.world.video_sink(self.receiver), stream)
        sound = self.world.microphone(self.sender)
        plane.route(self.world.audio_sink(self.receiver), sound)
        watched, self.camera = self.world.camera(self.other, 70)
        plane.route(self.world.video_sink(self.receiver, 950), watched)
        self.authentic: list[bytes] = []
        self.last = b""

    def live_through(self, case: Case) -> None:
        [first] = Camera(self.sender, 7).frame(is_key=True)
        self.sender.send(first)
        self.authentic.append(first)
        for index, message in enumerate(case):
            self._bring(message[0] % 8 if message else BARE, message[1:], 1.0 + index / 50)
            at_most(len(self.plane.poll(2.0 + index / 50)), MOST_EVENTS + 64, "events of one poll")
        self._look_at_what_was_sent()
        self._look_at_what_is_kept(self.plane._peers[self.sender.peer])
        self.camera.send(is_key=True)
        must(any(one.ssrc == 950 for one in self.receiver.heard()), "somebody else's picture no longer comes through")

    def _bring(self, how: int, packet: bytes, at: float) -> None:
        if how == SEALED_AS_OURS and len(packet) >= 12:
            packet = packet[:8] + bytes((0, 0, 0, 7)) + packet[12:]
        if how in (SEALED, SEALED_AS_OURS, REPLAYED, CHANGED, CONTROL):
            try:
                self.last = self.sender.seal_control(packet) if how == CONTROL else self.sender.seal(packet)
            except (Error, ValueError):  # libsrtp will not seal what is cut off or too long, nor a number used before
                return
            if how != CHANGED:
                self.authentic.append(packet)
        if how == CHANGED:
            at_byte = packet[-1] % len(self.last)
            self.last = self.last[:at_byte] + bytes((self.last[at_byte] ^ 1,)) + self.last[at_byte + 1 :]
        if how == OTHER_KEY:
            try:
                self.last = self.stranger.seal(packet)
            except (Error, ValueError):
                return
        address = self.stranger.address if how == STRANGER else self.sender.address
        for _ in range(2 if how == REPLAYED else 1):
            self.plane.receive(address, packet if how in (BARE, STRANGER) else self.last, at)

    def _look_at_what_was_sent(self) -> None:
        heard = self.receiver.heard()
        must(self.receiver.forged == 0, "what a receiver is sent cannot be opened")
        must(self.stranger.datagrams() == [], "a stranger was answered")
        numbers = [(one.ssrc, one.sequence) for one in heard]
        must(len(set(numbers)) == len(numbers), "a number was sent twice")
        for one in heard:
            rest = one.payload[LONGEST_DESCRIPTOR:]
            is_ours = len(rest) < LEAST_TOLD_APART or any(rest in packet for packet in self.authentic)
            must(is_ours, "something was passed on that nobody had sealed")

    def _look_at_what_is_kept(self, peer: PlanePeer) -> None:
        must(not peer.is_faulty, "an exception was taken for a fault of the peer")
        at_most(len(peer.ssrcs), MOST_SSRCS, "SSRCs")
        at_most(len(peer.held), STREAMS_HELD, "streams held")
        at_most(max((len(held.packets) for held in peer.held.values()), default=0), PACKETS_HELD, "packets held")
        at_most(len(peer.arrivals), MOST_ARRIVALS, "arrivals")
        for entry in peer.streams.values():
            if isinstance(entry, Stream):
                at_most(len(entry.losses._missing), MOST_MISSING, "packets missed")
                at_most(len(entry._ring), KEPT_OF_VIDEO, "packets kept")
