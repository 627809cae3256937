"""Of a room's microphones only those are sent on that speak, and nobody's first word is lost."""

from dataclasses import dataclass, field

from tests.unit.visit_media_plane.world import Client, Heard, World, opus, steps

SILENT, QUIET, NORMAL, LOUD = 127, 50, 30, 10
PACKET_SECONDS = 0.02


@dataclass
class Microphone:
    client: Client
    ssrc: int
    sink: int
    sequence: int = 100

    def speak(self, level: int | None, at: float) -> None:
        payload = str(self.sequence).encode()
        self.client.send(opus(self.sequence, level=level, ssrc=self.ssrc, payload=payload), at)
        self.sequence += 1


@dataclass
class Room:
    world: World
    at: float = 10.0
    microphones: list[Microphone] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.receiver = self.world.client()

    def join(self, *, has_levels: bool = True) -> Microphone:
        ssrc = len(self.microphones) + 1
        client = self.world.client()
        stream = self.world.microphone(client, ssrc, group=3)
        sink = self.world.audio_sink(self.receiver, 800 + ssrc)
        self.world.plane.route(sink, stream)
        self.microphones.append(Microphone(client, ssrc, sink))
        return self.microphones[-1]

    def pass_time(self, seconds: float, *levels: int | None) -> dict[int, list[Heard]]:
        """Let everyone speak at a level; return what was heard of each."""
        for _ in range(round(seconds / PACKET_SECONDS)):
            for microphone, level in zip(self.microphones, levels, strict=True):
                microphone.speak(level, self.at)
            self.at += PACKET_SECONDS
        heard: dict[int, list[Heard]] = {microphone.ssrc: [] for microphone in self.microphones}
        for packet in self.receiver.heard():
            heard[packet.ssrc - 800].append(packet)
        return heard


def test_without_a_gate_everyone_is_sent(world: World) -> None:
    room = Room(world)
    room.join()
    room.join()

    heard = room.pass_time(1, SILENT, LOUD)

    assert [len(packets) for packets in heard.values()] == [50, 50]


def test_only_so_many_of_the_loudest_are_sent(world: World) -> None:
    world.plane.gate(3, 2)
    room = Room(world)
    for _ in range(4):
        room.join()

    room.pass_time(2, NORMAL, NORMAL, SILENT, SILENT)
    room.pass_time(2, NORMAL, QUIET, LOUD, SILENT)
    heard = room.pass_time(1, NORMAL, QUIET, LOUD, SILENT)

    assert [len(packets) for packets in heard.values()] == [50, 0, 50, 0]


def test_silence_costs_nothing(world: World) -> None:
    world.plane.gate(3, 6)
    room = Room(world)
    room.join()
    room.pass_time(1, NORMAL)
    room.pass_time(3, SILENT)

    assert room.pass_time(1, SILENT) == {1: []}


def test_whoever_begins_to_speak_is_heard_from_before_the_first_loud_packet_on(world: World) -> None:
    world.plane.gate(3, 6)
    room = Room(world)
    room.join()
    room.pass_time(1, SILENT)

    heard = room.pass_time(1, NORMAL)[1]

    assert [packet.payload for packet in heard[:5]] == [b"146", b"147", b"148", b"149", b"150"]
    assert steps(heard) == [1] * (len(heard) - 1)


def test_a_pause_between_words_is_not_the_end_of_a_turn(world: World) -> None:
    world.plane.gate(3, 6)
    room = Room(world)
    room.join()
    room.pass_time(1, NORMAL)

    assert len(room.pass_time(1, SILENT)[1]) == 50


def test_numbers_go_on_over_silence_and_clocks_keep_time(world: World) -> None:
    world.plane.gate(3, 6)
    room = Room(world)
    room.join()
    before = room.pass_time(1, NORMAL)[1]
    rest = room.pass_time(5, SILENT)[1]
    after = room.pass_time(1, NORMAL)[1]

    assert steps(before + rest + after) == [1] * (len(before + rest + after) - 1)
    assert (after[0].timestamp - before[0].timestamp) // 960 == int(after[0].payload) - int(before[0].payload)


def test_two_who_speak_alike_do_not_take_turns_by_the_packet(world: World) -> None:
    world.plane.gate(3, 1)
    room = Room(world)
    room.join()
    room.join()
    room.pass_time(1, NORMAL, NORMAL)

    changes = 0
    for index in range(50):
        heard = room.pass_time(0.1, NORMAL - index % 4, NORMAL - (index + 2) % 4)
        changes += not heard[1]

    assert changes in (0, 50)


def test_a_stream_without_levels_is_always_sent(world: World) -> None:
    world.plane.gate(3, 1)
    room = Room(world)
    room.join()
    room.join()

    heard = room.pass_time(1, LOUD, None)

    assert len(heard[2]) == 50


def test_the_gate_can_be_widened_and_taken_away_while_people_speak(world: World) -> None:
    room = Room(world)
    for _ in range(3):
        room.join()
    world.plane.gate(3, 1)
    narrow = room.pass_time(2, NORMAL, NORMAL, SILENT)
    world.plane.gate(3, 2)
    wide = room.pass_time(2, NORMAL, NORMAL, SILENT)
    world.plane.gate(3, 0)
    gone = room.pass_time(1, NORMAL, NORMAL, SILENT)

    assert sorted(len(packets) > 0 for packets in narrow.values()) == [False, False, True]
    assert [len(packets) >= 100 for packets in wide.values()] == [True, True, False]
    assert [len(packets) for packets in gone.values()] == [50, 50, 50]
    for ssrc in narrow:
        assert set(steps(narrow[ssrc] + wide[ssrc] + gone[ssrc])) <= {1}


def test_packets_lost_in_silence_are_not_waited_for_by_receivers(world: World) -> None:
    world.plane.gate(3, 6)
    room = Room(world)
    microphone = room.join()
    before = room.pass_time(1, NORMAL)[1]
    room.pass_time(4, SILENT)
    microphone.sequence += 7
    room.pass_time(1, SILENT)
    after = room.pass_time(1, NORMAL)[1]

    assert steps(before[:1] + before[1:])[-1:] + steps(after) == [1] * len(after)
