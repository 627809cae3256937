"""The port of the forwarding that seals media itself: who may send to it, and what a bad datagram costs."""

import asyncio

import pytest

from tests.unit.visit_media.checks import check
from visit_media.sfu.plane.peer import Peer
from visit_media.sfu.plane.udp import UdpPort
from visit_media.sfu.transport.certificate import Identity


class Listener:
    """Hears nothing of interest."""

    def connected(self) -> None:
        """Nothing to do."""

    def media(self, packet: bytes, arrived_at: float) -> None:
        """Nothing to do."""

    def control(self, packet: bytes, arrived_at: float) -> None:
        """Nothing to do."""

    def data(self, label: str, message: bytes) -> None:
        """Nothing to do."""


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity()


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
