"""Whose datagram it is, and what strangers cost."""

import pytest

from tests.unit.visit_media.checks import check
from tests.unit.visit_media.dtls_client import HOME, SERVER, Heard
from visit_media.sfu import metrics
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport import switchboard
from visit_media.sfu.transport.paths import MOST_ADDRESSES
from visit_media.sfu.transport.peer import Peer
from visit_media.sfu.transport.strangers import MOST_HOSTS, MOST_REFUSED_A_SECOND, Strangers
from visit_media.sfu.transport.stun import BindingRequest, read_binding_request
from visit_media.sfu.transport.switchboard import Switchboard


class Network:
    """Where answers go."""

    def __init__(self) -> None:
        self.sent: list[tuple[Address, bytes]] = []

    def send(self, address: Address, datagram: bytes) -> None:
        """Keep it."""
        self.sent.append((address, datagram))


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def board(network: Network) -> Switchboard:
    return Switchboard(network.send)


def new_peer(board: Switchboard) -> Peer:
    peer = Peer(SERVER, lambda *_: None, Heard())
    board.add(peer)
    return peer


def knock(board: Switchboard, peer: Peer, address: Address = HOME, at: float = 0.0) -> None:
    board.receive(address, check(peer.ufrag, peer.password, nominates=True), at)


def test_a_check_finds_its_peer_by_what_it_is_signed_for_before_and_after_a_restart(
    board: Switchboard, network: Network
) -> None:
    one, other = new_peer(board), new_peer(board)
    before = check(one.ufrag, one.password, nominates=True)

    board.receive(HOME, before, 0.0)
    one.restart()
    board.receive(HOME, before, 0.0)
    knock(board, one, ("192.0.2.8", 8))

    assert one.address == ("192.0.2.8", 8)
    assert other.addresses == frozenset()
    assert len(network.sent) == 3


def test_all_else_finds_its_peer_by_where_it_comes_from(board: Switchboard, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = new_peer(board), new_peer(board)
    knock(board, one)
    heard: list[Peer] = []
    for peer in (one, other):
        monkeypatch.setattr(peer, "receive_dtls", lambda *_, peer=peer: heard.append(peer))

    board.receive(HOME, b"\x16hello", 0.0)
    board.receive(("192.0.2.8", 8), b"\x16hello", 0.0)
    assert heard == [one]

    knock(board, other)
    board.receive(HOME, b"\x16hello", 0.0)
    assert heard == [one, other]


def test_a_peer_that_is_gone_is_found_no_more(board: Switchboard, network: Network) -> None:
    peer = new_peer(board)
    knock(board, peer)

    board.remove(peer)
    knock(board, peer)
    board.receive(HOME, b"\x16hello", 0.0)

    assert len(network.sent) == 1
    assert len(board) == 0


@pytest.mark.parametrize("first", [0, 1, 3, 4, 19, 20, 63, 64, 127, 128, 191, 192, 255])
def test_strangers_get_no_answer_whatever_they_send(board: Switchboard, network: Network, first: int) -> None:
    new_peer(board)
    before = metrics.tally.datagrams_refused

    board.receive(HOME, b"", 0.0)
    board.receive(HOME, bytes((first,)), 0.0)
    board.receive(HOME, bytes((first,)) * 1400, 0.0)
    board.receive(HOME, check("nobody", "secret"), 0.0)

    assert network.sent == []
    assert metrics.tally.datagrams_refused == before + 4


def test_whoever_guesses_too_often_is_not_read_for_the_rest_of_the_second(
    board: Switchboard, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    guessed, known = new_peer(board), new_peer(board)
    knock(board, known, ("192.0.2.7", 1))
    were_read: list[bytes] = []

    def read(raw: bytes) -> BindingRequest | None:
        were_read.append(raw)
        return read_binding_request(raw)

    monkeypatch.setattr(switchboard, "read_binding_request", read)

    for port in range(MOST_REFUSED_A_SECOND + 20):
        board.receive(("192.0.2.7", 1000 + port), check(guessed.ufrag, "guess"), 0.5)
    assert len(were_read) == MOST_REFUSED_A_SECOND

    knock(board, known, ("192.0.2.7", 1), at=0.5)
    knock(board, guessed, ("192.0.2.7", 2), at=0.6)
    assert [address for address, _ in network.sent] == [("192.0.2.7", 1)] * 2

    knock(board, guessed, ("192.0.2.7", 2), at=1.1)
    assert network.sent[-1][0] == ("192.0.2.7", 2)


def test_what_is_remembered_of_strangers_is_bounded() -> None:
    strangers = Strangers()

    for number in range(MOST_HOSTS + 10):
        strangers.refused(f"host {number}", 0.0)

    assert len(strangers._refusals) == MOST_HOSTS


def test_addresses_that_a_peer_no_longer_has_are_forgotten_here_too(board: Switchboard) -> None:
    peer = new_peer(board)

    for port in range(1, 3 * MOST_ADDRESSES):
        knock(board, peer, ("192.0.2.7", port), at=float(port))

    assert len(board._by_address) <= MOST_ADDRESSES


def test_a_datagram_that_breaks_its_handling_costs_its_sender_the_connection_and_nobody_else(
    board: Switchboard, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, other = new_peer(board), new_peer(board)
    knock(board, broken)
    monkeypatch.setattr(broken, "receive_dtls", lambda *_: 1 / 0)
    before = metrics.tally.datagrams_failed

    board.receive(HOME, b"\x16hello", 0.0)
    knock(board, other, ("192.0.2.9", 9))

    assert metrics.tally.datagrams_failed == before + 1
    assert broken.failure == "broken"
    assert other.addresses == {("192.0.2.9", 9)}


def test_the_client_of_a_path_over_tcp_is_told_its_real_address_and_the_path_can_end(network: Network) -> None:
    board = Switchboard(network.send, seen_from=lambda address: HOME if address == ("tcp", 1) else address)
    peer = new_peer(board)

    knock(board, peer, ("tcp", 1))
    assert peer.address == ("tcp", 1)
    [(where, _)] = network.sent
    assert where == ("tcp", 1)

    board.path_ended(("tcp", 1))
    board.path_ended(("tcp", 2))
    assert peer.address is None
