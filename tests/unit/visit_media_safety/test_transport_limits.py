"""What strangers and clients may cost on the media ports, before and after they have proved who they are."""

import pytest

from tests.unit.visit_media.checks import check
from tests.unit.visit_media.dtls_client import HOME, SERVER, Heard, Line
from tests.unit.visit_media_plane.world import World, opus
from visit_media.sfu.metrics import tally
from visit_media.sfu.packets import rtcp
from visit_media.sfu.plane.events import Control
from visit_media.sfu.plane.python import peer as plane_peer
from visit_media.sfu.plane.python.peer import CONTROL_COSTS, PACKETS_AT_ONCE, PACKETS_PER_SECOND
from visit_media.sfu.plane.python.plane import PythonPlane
from visit_media.sfu.plane.terms import Address, StreamTerms
from visit_media.sfu.transport import sctp
from visit_media.sfu.transport.certificate import Fingerprint
from visit_media.sfu.transport.dtls import MOST_BYTES_OF_HANDSHAKE
from visit_media.sfu.transport.failures import Failure
from visit_media.sfu.transport.paths import CHECKS_AT_ONCE, CHECKS_PER_SECOND
from visit_media.sfu.transport.peer import Peer
from visit_media.sfu.transport.switchboard import Switchboard

STRANGER: Address = ("198.51.100.9", 9)
HELLO = bytes.fromhex("16feff0000000000000000") + b"\0\x10" + bytes(16)


class Street:
    """A switchboard, one client, and all that leaves."""

    def __init__(self) -> None:
        self.sent: list[tuple[Address, bytes]] = []
        self.board = Switchboard(lambda *sent: self.sent.append(sent))
        self.peer = Peer(SERVER, lambda *sent: self.sent.append(sent), Heard())
        self.peer.expect((Fingerprint("sha-256", "00"),), 5000)
        self.board.add(self.peer)

    def knock(self, address: Address, at: float = 0.0, password: str = "", **role: bool) -> list[bytes]:
        """Let somebody check a path; return the answers."""
        self.sent.clear()
        self.board.receive(address, check(self.peer.ufrag, password or self.peer.password, **role), at)
        return [datagram for _, datagram in self.sent]


def test_nobody_is_answered_who_does_not_know_the_password() -> None:
    street = Street()

    assert street.knock(STRANGER, password="guessed") == []
    street.board.receive(STRANGER, HELLO, 0.0)
    street.board.receive(STRANGER, b"\x80" + bytes(100), 0.0)
    street.board.receive(STRANGER, b"", 0.0)

    assert street.sent == []
    assert street.peer.addresses == frozenset()


@pytest.mark.parametrize("address", [("192.0.2.7", 5000), ("2001:db8::ffff:ffff:ffff:ffff", 65535)])
@pytest.mark.parametrize("leads", [True, False])
def test_an_answer_is_never_longer_than_the_shortest_check_it_answers(address: Address, leads: bool) -> None:
    street = Street()

    [answer] = street.knock(address, leads=leads)

    assert len(answer) <= len(check(street.peer.ufrag, street.peer.password, leads=leads))


def test_a_client_is_answered_so_often_and_no_more() -> None:
    street = Street()

    answered = sum(len(street.knock(HOME)) for _ in range(int(CHECKS_AT_ONCE) + 50))

    assert answered == CHECKS_AT_ONCE
    assert sum(len(street.knock(HOME, at=1.0)) for _ in range(200)) == CHECKS_PER_SECOND


def test_the_handshake_is_answered_only_where_a_check_has_proved_the_address() -> None:
    street = Street()
    line = Line()
    line.client.to_server = lambda datagram: street.board.receive(STRANGER, datagram, 0.0)
    street.knock(HOME)
    street.sent.clear()

    line.client.begin()
    assert street.sent == []

    street.knock(STRANGER)
    street.sent.clear()
    line.client.connection = type(line.client)(line.client.identity).connection
    line.client.begin()
    assert {address for address, _ in street.sent} == {street.peer.address}


def test_a_handshake_that_does_not_end_is_ended_after_so_many_octets() -> None:
    line = Line()
    line.peer.expect((line.client.identity.fingerprint,), 5000)
    line.check()
    line.client.begin()
    line.carry_one_way()
    sent = len(line.sent)
    while line.peer.failure is None:
        line.peer_receives(HELLO)

    assert line.peer.failure == Failure.HANDSHAKE_TOO_LONG
    assert sum(len(datagram) for _, datagram in line.sent) < MOST_BYTES_OF_HANDSHAKE
    assert sent


def test_one_peer_may_send_so_many_packets_and_another_ones_still_come_through() -> None:
    plane = PythonPlane("127.0.0.1", 0)
    world = World(plane)
    flooder, speaker, receiver = world.client(), world.client(), world.client()
    world.microphone(flooder, 4)
    plane.route(world.audio_sink(receiver), world.microphone(speaker))
    sealed = flooder.seal(opus(1, ssrc=4))

    for _ in range(int(PACKETS_AT_ONCE) + 100):
        plane.receive(flooder.address, sealed, 1.0)
    speaker.send(opus(1))

    assert plane.counters().packets_excessive == 100
    assert len(receiver.heard()) == 1
    plane.receive(flooder.address, sealed, 1.0 + 2 / PACKETS_PER_SECOND)
    assert plane.counters().packets_excessive == 100
    plane.close()


def test_rtcp_counts_for_more_than_media() -> None:
    plane = PythonPlane("127.0.0.1", 0)
    sender = World(plane).client()

    for _ in range(int(PACKETS_AT_ONCE) // CONTROL_COSTS + 7):
        plane.receive(sender.address, sender.seal_control(rtcp.picture_loss(1, 2)), 1.0)

    assert plane.counters().packets_excessive == 7
    assert len([event for event in plane.poll(1.0) if isinstance(event, Control)]) == 1000
    plane.close()


def test_a_peer_is_sent_so_many_tracks_in_all_however_often_it_changes_its_mind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("visit_media.sfu.plane.python.plane.MOST_SSRCS_SENT", 20)
    plane = PythonPlane("127.0.0.1", 0)
    world = World(plane)
    receiver = world.client()

    sinks = [world.video_sink(receiver, ssrc) for ssrc in range(100, 140, 2)]
    for sink in sinks:
        plane.remove_sink(sink)
    again = world.video_sink(receiver, 100)

    assert sum(sink > 0 for sink in sinks) == 10
    assert world.video_sink(receiver, 900) == 0
    assert again
    assert plane_peer.MOST_SSRCS_SENT > 1000
    plane.close()


async def test_data_that_costs_too_much_effort_is_left_unread_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sctp, "EFFORT_AT_ONCE", 30.0)
    monkeypatch.setattr(sctp, "EFFORT_PER_SECOND", 0.0)
    line = Line()
    line.connect()
    await line.client.open_data(sctp.RTCDataChannelParameters(label="_reliable"))
    await line.settle()
    before = tally.data_throttled

    for _ in range(60):
        line.client.channels["_reliable"].send(b"word")
        await line.settle()

    assert tally.data_throttled > before
    assert len(line.heard.messages) < 30
    assert line.peer.failure is None


def test_a_stream_is_taken_in_only_from_the_peer_that_sealed_it() -> None:
    plane = PythonPlane("127.0.0.1", 0)
    world = World(plane)
    sender, thief, receiver = world.client(), world.client(), world.client()
    stream = plane.add_stream(StreamTerms(sender.peer, 5, "opus", 48_000, 111, None, {}))
    plane.route(world.audio_sink(receiver), stream)
    once = sender.seal(opus(1))

    plane.receive(thief.address, once, 1.0)
    thief.send(opus(1))
    plane.receive(sender.address, once, 1.0)
    plane.receive(sender.address, once, 1.0)

    assert len(receiver.heard()) == 1
    assert plane.counters().packets_unauthentic == 2
    plane.close()
