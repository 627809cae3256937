"""When a client counts as lost."""

from dataclasses import dataclass

import pytest

from tests.unit.visit_media.dtls_client import SERVER, Heard
from visit_media.sfu.transport.peer import Peer
from visit_media.signalling.admission import LeaveReason
from visit_media.signalling.server import why_over


@dataclass
class Client:
    """A client of whom the server only knows signs of life."""

    peer: Peer
    began_at: float = 0.0
    unplugged_at: float | None = None


@pytest.fixture
def peer() -> Peer:
    return Peer(SERVER, lambda *_: None, Heard())


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
