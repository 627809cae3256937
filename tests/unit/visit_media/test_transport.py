"""Who may send to us: connectivity checks, handshakes, keys."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st
from OpenSSL import SSL

from visit_media.sfu.transport.dtls import Dtls, DtlsState, Fingerprint, Identity
from visit_media.sfu.plane.peer import MOST_ADDRESSES, Peer
from visit_media.sfu.transport.srtp import PROFILES, Srtp, SrtpKeys
from visit_media.sfu.transport.stun import read_binding_request
from visit_media.sfu.plane.udp import UdpPort
from visit_media.signalling.admission import LeaveReason
from visit_media.signalling.server import why_over

ADDRESS = ("192.0.2.7", 5000)


class NoSocket:
    """Swallows datagrams."""

    def __init__(self) -> None:
        self.sent: list[tuple[bytes, tuple[str, int]]] = []

    def send(self, datagram: bytes, address: tuple[str, int]) -> None:
        self.sent.append((datagram, address))


class Listener:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []
        self.is_connected = False

    def connected(self) -> None:
        self.is_connected = True

    def media(self, packet: bytes, arrived_at: float) -> None:
        self.packets.append(packet)

    def control(self, packet: bytes, arrived_at: float) -> None:
        self.packets.append(packet)

    def data(self, label: str, message: bytes) -> None:
        self.packets.append(message)


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity()


@pytest.fixture
def peer(identity: Identity) -> Peer:
    return Peer(identity, NoSocket(), Listener())


def check(ufrag: str, password: str, *, nominates: bool = False) -> bytes:
    attributes: dict[str, object] = {"USERNAME": f"{ufrag}:client", "PRIORITY": 1, "ICE-CONTROLLING": 1}
    if nominates:
        attributes["USE-CANDIDATE"] = None
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, attributes=attributes)
    message.add_message_integrity(password.encode())
    return bytes(message)


def answer_to(peer: Peer, datagram: bytes, address: tuple[str, int] = ADDRESS) -> bytes | None:
    request = read_binding_request(datagram)
    assert request is not None
    return peer.check(request, address)


def test_a_signed_check_is_answered_and_tells_where_it_came_from(peer: Peer) -> None:
    answer = answer_to(peer, check(peer.ufrag, peer.password))

    assert answer is not None
    response = stun.parse_message(answer)
    assert response.message_class == stun.Class.RESPONSE
    assert response.attributes["XOR-MAPPED-ADDRESS"] == ADDRESS
    assert response.check_message_integrity(peer.password.encode())


def test_a_check_with_a_wrong_signature_teaches_us_no_address(peer: Peer) -> None:
    assert answer_to(peer, check(peer.ufrag, "guess")) is None
    assert peer.address is None


def test_an_unsigned_check_is_refused(peer: Peer) -> None:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, attributes={"USERNAME": f"{peer.ufrag}:x"})

    assert answer_to(peer, bytes(message)) is None


def test_the_latest_nominated_address_is_the_one_used(peer: Peer) -> None:
    answer_to(peer, check(peer.ufrag, peer.password), ("127.0.0.1", 1))
    answer_to(peer, check(peer.ufrag, peer.password), ("192.0.2.2", 2))
    assert peer.address == ("127.0.0.1", 1)

    answer_to(peer, check(peer.ufrag, peer.password, nominates=True), ("192.0.2.2", 2))
    assert peer.address == ("192.0.2.2", 2)


def test_one_peer_cannot_fill_our_memory_with_addresses(peer: Peer) -> None:
    for port in range(1, MOST_ADDRESSES + 5):
        answer_to(peer, check(peer.ufrag, peer.password), ("192.0.2.2", port))

    assert len(peer.addresses) == MOST_ADDRESSES


@given(st.binary(max_size=80))
def test_any_bytes_are_a_check_or_nothing(raw: bytes) -> None:
    read_binding_request(raw)
    read_binding_request(b"\x00\x01" + raw)
    read_binding_request(check("a", "b")[: len(raw)] + raw)


async def test_the_port_shrugs_at_whatever_strangers_send() -> None:
    port = UdpPort("127.0.0.1", 0)
    port.open()
    loop = asyncio.get_running_loop()
    stranger, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=("127.0.0.1", port.number))

    for first in (0, 1, 20, 63, 64, 128, 191, 192, 255):
        stranger.sendto(bytes((first,)))
        stranger.sendto(bytes((first,)) * 1400)
    stranger.sendto(check("nobody", "secret"))
    await asyncio.sleep(0)

    stranger.close()
    port.close()


async def test_a_datagram_that_breaks_its_handling_costs_its_sender_the_connection_and_nobody_else(
    identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = UdpPort("127.0.0.1", 0)
    broken, other = Peer(identity, port, Listener()), Peer(identity, port, Listener())
    for number, peer in enumerate((broken, other)):
        port.add(peer)
        port._receive(check(peer.ufrag, peer.password), ("127.0.0.1", number + 1), 0.0)
    monkeypatch.setattr(broken, "receive_dtls", lambda _: 1 / 0)
    datagrams: list[Scripted] = [
        (b"\x16x", [], 0, ("127.0.0.1", 1)),
        (check(other.ufrag, other.password), [], 0, ("127.0.0.1", 9)),
    ]
    monkeypatch.setattr(port, "_socket", ScriptedSocket(datagrams))

    port._drain()

    assert broken.has_failed
    assert not other.has_failed
    assert len(other.addresses) == 2


Scripted = tuple[bytes, list[object], int, tuple[str, int]]


class ScriptedSocket:
    """Gives out datagrams, then has none."""

    def __init__(self, datagrams: list[Scripted]) -> None:
        self._datagrams = datagrams

    def recvmsg(self, *_: int) -> Scripted:
        if not self._datagrams:
            raise BlockingIOError
        return self._datagrams.pop(0)

    def sendto(self, *_: object) -> None:
        """Lose it."""


@dataclass
class Client:
    """A client of whom the server only knows signs of life."""

    peer: Peer
    began_at: float = 0.0
    unplugged_at: float | None = None


def test_a_client_that_vanishes_without_goodbye_is_let_go(peer: Peer) -> None:
    client = Client(peer)
    assert why_over(client, 29.0) is None
    assert why_over(client, 31.0) is LeaveReason.LOST

    peer.is_connected, peer.heard_at = True, 100.0
    assert why_over(client, 114.0) is None
    assert why_over(client, 116.0) is LeaveReason.LOST


def test_a_client_whose_line_breaks_has_five_seconds_to_come_back(peer: Peer) -> None:
    peer.is_connected, peer.heard_at = True, 100.0

    assert why_over(Client(peer, unplugged_at=98.0), 102.0) is None
    assert why_over(Client(peer, unplugged_at=98.0), 104.0) is LeaveReason.LOST


def shake_hands(identity: Identity, fingerprint: Fingerprint, client: Identity) -> Dtls:
    to_client: list[bytes] = []
    server = Dtls(identity, (fingerprint,), to_client.append)
    connection = SSL.Connection(client.context)
    connection.set_connect_state()
    for _ in range(20):
        with suppress(SSL.Error):
            connection.do_handshake()
        with suppress(SSL.WantReadError):
            server.receive(connection.bio_read(65536))
        for datagram in to_client:
            assert len(datagram) <= 1200
            connection.bio_write(datagram)
        to_client.clear()
    return server


def test_a_handshake_with_the_promised_certificate_yields_keys(identity: Identity) -> None:
    client = Identity()

    server = shake_hands(identity, client.fingerprint, client)

    assert server.state is DtlsState.CONNECTED
    assert server.keys is not None


def test_a_handshake_with_another_certificate_is_refused(identity: Identity) -> None:
    server = shake_hands(identity, Identity().fingerprint, Identity())

    assert server.state is DtlsState.CLOSED
    assert server.keys is None


@given(st.binary(min_size=1, max_size=100))
def test_garbage_does_not_end_a_handshake_by_force(raw: bytes) -> None:
    server = Dtls(SHARED, (SHARED.fingerprint,), lambda _: None)

    server.receive(b"\x16\xfe\xfd" + raw)
    server.receive(raw)


SHARED = Identity()


def keys() -> tuple[Srtp, Srtp]:
    profile = PROFILES[b"SRTP_AEAD_AES_128_GCM"]
    ours = profile.keys_of_server(bytes(range(profile.material_length)))
    return Srtp(ours), Srtp(SrtpKeys(ours.profile, inbound=ours.outbound, outbound=ours.inbound))


def test_media_is_opened_once_and_never_when_forged() -> None:
    here, there = keys()
    packet = bytes.fromhex("80600001 00000000 00000007".replace(" ", "")) + b"hello"

    sealed = here.protect(packet)

    assert sealed is not None
    assert there.unprotect(sealed[:-1] + b"x") is None
    assert there.unprotect(sealed) == packet
    assert there.unprotect(sealed) is None
    assert there.unprotect(b"\x80" * 2000) is None


def test_a_number_is_never_encrypted_twice() -> None:
    here, _ = keys()
    packet = bytes.fromhex("80600001 00000000 00000007".replace(" ", ""))

    assert here.protect(packet + b"one") is not None
    assert here.protect(packet + b"two") is None
