"""Where packets come from and go to, and what the plane does with those that are nobody's."""

import select
import socket
import time

import pytest
from pylibsrtp import Policy

from tests.unit.visit_media_plane.world import Client, World, opus, read
from visit_media.sfu.plane.events import Control, Datagram, Outgoing
from visit_media.sfu.plane.terms import SinkTerms, StreamTerms

REPORT = bytes.fromhex("80c90001000000070000")[:8]
STUN = b"\x00\x01\x00\x00" + bytes(16)
DTLS = b"\x16\xfe\xfd" + bytes(20)


def test_what_is_sent_to_the_port_is_forwarded_with_the_receivers_keys(world: World) -> None:
    sender, receiver = world.client(), world.client()
    world.plane.route(world.audio_sink(receiver), world.microphone(sender))

    sender.send_by_socket(sender.seal(opus(1)))
    select.select([world.plane.fileno()], [], [], 5)
    world.poll()

    [packet] = receiver.heard()
    assert (packet.payload, packet.ssrc, packet.payload_type) == (b"voice", 800, 109)


def test_the_time_of_arrival_is_the_kernels_in_our_clock(world: World) -> None:
    stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    before = time.monotonic()
    stranger.sendto(STUN, ("127.0.0.1", world.plane.port))
    after = time.monotonic()
    select.select([world.plane.fileno()], [], [], 5)

    [event] = world.told(Datagram)

    assert before - 0.05 <= event.at <= after + 0.05
    assert (event.address[1], event.data) == (stranger.getsockname()[1], STUN)


def test_a_closed_plane_gives_its_port_back(world: World) -> None:
    port = world.plane.port
    world.plane.close()

    again = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    again.bind(("127.0.0.1", port))

    assert again.getsockname()[1] == port


@pytest.mark.parametrize("datagram", [STUN, DTLS], ids=["stun", "dtls"])
def test_stun_and_dtls_are_handed_out_even_from_a_known_address(world: World, datagram: bytes) -> None:
    client = world.client()

    world.plane.receive(client.address, datagram, 2.0)

    assert world.poll() == [Datagram(client.address, datagram, 2.0)]


@pytest.mark.parametrize("first", [64, 79, 127, 192, 255])
def test_what_begins_like_no_protocol_is_refused(world: World, first: int) -> None:
    world.plane.receive(("127.0.0.1", 9), bytes((first,)) + bytes(30), 1.0)

    assert world.poll() == []
    assert world.plane.counters().datagrams_refused == 1


def test_an_empty_datagram_is_refused(world: World) -> None:
    world.plane.receive(("127.0.0.1", 9), b"", 1.0)

    assert (world.poll(), world.plane.counters().datagrams_refused) == ([], 1)


def test_media_of_strangers_is_refused(world: World) -> None:
    sender = world.client()
    world.microphone(sender)

    world.plane.receive(("127.0.0.1", 9), sender.seal(opus(1)), 1.0)

    assert (world.poll(), world.plane.counters().datagrams_refused) == ([], 1)


def test_a_moved_peer_is_sent_to_its_new_address_and_heard_from_all_that_are_its_own(world: World) -> None:
    sender, receiver = world.client(), world.client()
    world.plane.route(world.audio_sink(receiver), world.microphone(sender))
    elsewhere = Client(world.plane)
    world.plane.remove_peer(elsewhere.peer)

    world.plane.set_path(receiver.peer, elsewhere.address, frozenset((receiver.address, elsewhere.address)))
    sender.send(opus(1))
    for address in (receiver.address, elsewhere.address):
        world.plane.receive(address, receiver.seal_control(REPORT), 1.0)

    assert receiver.datagrams() == []
    [datagram] = elsewhere.datagrams()
    assert read(receiver.open(datagram)).payload == b"voice"
    assert [event.peer for event in world.told(Control)] == [receiver.peer, receiver.peer]


def test_an_address_that_is_a_peers_no_longer_is_a_strangers(world: World) -> None:
    client = world.client()
    world.plane.set_path(client.peer, ("127.0.0.1", 9), frozenset())

    world.plane.receive(client.address, client.seal_control(REPORT), 1.0)

    assert world.told(Control) == []


def test_control_is_told_decrypted_and_a_forged_one_is_counted(world: World) -> None:
    client = world.client()
    sealed = client.seal_control(REPORT)

    world.plane.receive(client.address, sealed[:-1] + bytes((sealed[-1] ^ 1,)), 1.0)
    world.plane.receive(client.address, sealed, 1.5)

    assert world.poll() == [Control(client.peer, REPORT, 1.5)]
    assert world.plane.counters().packets_unauthentic == 1


def test_control_is_sealed_and_sent(world: World) -> None:
    client = world.client()

    world.plane.send_control(client.peer, REPORT)

    [datagram] = client.datagrams()
    assert client.open_control(datagram) == REPORT


def test_a_bare_datagram_leaves_as_it_is(world: World) -> None:
    client = world.client()

    world.plane.send(client.address, STUN)

    assert client.datagrams() == [STUN]


def test_a_path_over_tcp_is_heard_by_hand_and_answered_by_events(world: World) -> None:
    sender, receiver = world.client(), world.client()
    world.plane.set_path(receiver.peer, ("tcp", 4), frozenset((("tcp", 4),)))
    world.plane.route(world.audio_sink(receiver), world.microphone(sender))
    world.plane.receive(("tcp", 4), receiver.seal_control(REPORT), 1.0)
    sender.send(opus(1))
    world.plane.send_control(receiver.peer, REPORT)
    world.plane.send(("tcp", 4), STUN)

    control, _, media, report, stun = world.poll()

    assert control == Control(receiver.peer, REPORT, 1.0)
    assert isinstance(media, Outgoing)
    assert read(receiver.open(media.data)).payload == b"voice"
    assert isinstance(report, Outgoing)
    assert receiver.open_control(report.data) == REPORT
    assert stun == Outgoing(("tcp", 4), STUN)


def test_a_plane_for_both_families_names_ipv4_as_it_is_named_everywhere(world: World) -> None:
    plane = type(world.plane)("::", 0)  # type: ignore[call-arg]
    both = World(plane)
    sender, receiver = both.client(), Client(plane, host="::1")
    plane.route(both.audio_sink(receiver), both.microphone(sender))
    plane.route(both.audio_sink(sender), both.microphone(receiver))

    sender.send_by_socket(sender.seal(opus(1)))
    receiver.send_by_socket(receiver.seal(opus(1)))
    plane.send(sender.address, STUN)
    sender.send_by_socket(STUN)
    select.select([plane.fileno()], [], [], 5)
    events = both.poll()
    plane.close()

    assert [event.address for event in events if isinstance(event, Datagram)] == [sender.address]
    assert [packet.ssrc for packet in receiver.heard()] == [800]
    assert sender.datagrams()[0] == STUN


def test_the_older_cipher_is_spoken_too(world: World) -> None:
    sender = Client(world.plane, Policy.SRTP_PROFILE_AES128_CM_SHA1_80)
    receiver = Client(world.plane, Policy.SRTP_PROFILE_AES128_CM_SHA1_80)
    world.plane.route(world.audio_sink(receiver), world.microphone(sender))

    sender.send(opus(1))

    assert [packet.payload for packet in receiver.heard()] == [b"voice"]


def test_a_replayed_packet_is_forwarded_once(world: World) -> None:
    sender, receiver = world.client(), world.client()
    world.plane.route(world.audio_sink(receiver), world.microphone(sender))
    sealed = sender.seal(opus(1))

    for _ in range(3):
        world.plane.receive(sender.address, sealed, 1.0)

    assert len(receiver.heard()) == 1
    assert world.plane.counters().packets_unauthentic == 2


def test_a_packet_as_long_as_they_come_is_sent_on_and_a_longer_datagram_is_not_read(world: World) -> None:
    sender, receiver = world.client(), world.client()
    world.plane.route(world.audio_sink(receiver), world.microphone(sender))

    sender.send(opus(1, payload=bytes(1340)))
    world.plane.receive(sender.address, b"\x80" + bytes(3000), 1.0)
    sender.send_by_socket(b"\x80" + bytes(3000))
    select.select([world.plane.fileno()], [], [], 5)

    assert world.told(Datagram) == []
    assert [len(packet.payload) for packet in receiver.heard()] == [1340]
    assert world.plane.counters().packets_unauthentic == 2


def test_ids_that_are_gone_or_were_never_given_are_let_by(world: World) -> None:
    plane = world.plane
    plane.set_path(77, ("127.0.0.1", 9), frozenset())
    plane.remove_peer(77)
    plane.add_stream(StreamTerms(77, 1, "VP8", 90_000, 96))
    plane.add_repair(77, 5)
    plane.remove_stream(77)
    plane.gate(77, 0)
    plane.add_sink(SinkTerms(77, 1, "VP8", 90_000, 96))
    plane.route(77, 78)
    plane.tell_clock(77, 1, 1, 1.0)
    plane.remove_sink(77)
    plane.resend(77, (1,))
    plane.pad(77, 1)
    plane.send_control(77, REPORT)

    assert (plane.stream_counters(77), plane.sink_counters(77), world.poll()) == (None, None, [])


def test_a_removed_peer_takes_its_streams_and_sinks_along(world: World) -> None:
    sender, receiver = world.client(), world.client()
    stream, sink = world.microphone(sender), world.audio_sink(receiver)
    world.plane.route(sink, stream)

    world.plane.remove_peer(receiver.peer)
    sender.send(opus(1))
    world.plane.remove_peer(sender.peer)
    sender.send(opus(2))

    assert receiver.datagrams() == []
    assert (world.plane.stream_counters(stream), world.plane.sink_counters(sink)) == (None, None)
