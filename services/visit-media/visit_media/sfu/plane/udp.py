"""The one UDP port of the media server: tells whose datagram it is and hands it over."""

import asyncio
import logging
import socket
import time
from struct import Struct
from typing import Final

from visit_media.sfu import metrics
from visit_media.sfu.plane.peer import Peer
from visit_media.sfu.transport.stun import Address, read_binding_request

MOST_BYTES: Final = 2048
MOST_PER_WAKE: Final = 256
SOCKET_BUFFER_BYTES: Final = 4 * 1024 * 1024
SO_TIMESTAMPNS: Final = 35  # Linux; Python does not name it
TIMESTAMP: Final = Struct("@qq")
ANCILLARY_BYTES: Final = socket.CMSG_SPACE(TIMESTAMP.size)
log = logging.getLogger(__name__)


class UdpPort:
    """A socket emptied in a loop; peers are found by ufrag first and by address ever after."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            self._socket.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER_BYTES)
        # The kernel's clock reading, not ours: how busy this process is must not look like a slow network.
        self._socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self._socket.bind((host, port))
        self._by_ufrag: dict[str, Peer] = {}
        self._by_address: dict[Address, Peer] = {}

    @property
    def number(self) -> int:
        """The port that was bound."""
        return int(self._socket.getsockname()[1])

    def open(self) -> None:
        """Begin to read."""
        asyncio.get_running_loop().add_reader(self._socket.fileno(), self._drain)

    def close(self) -> None:
        """Stop reading and give the port back."""
        asyncio.get_running_loop().remove_reader(self._socket.fileno())
        self._socket.close()

    def add(self, peer: Peer) -> None:
        """Expect datagrams of this peer."""
        self._by_ufrag[peer.ufrag] = peer

    def remove(self, peer: Peer) -> None:
        """Drop whatever this peer sends from now on."""
        self._by_ufrag.pop(peer.ufrag, None)
        for address in peer.addresses:
            if self._by_address.get(address) is peer:
                del self._by_address[address]

    def send(self, datagram: bytes, address: Address) -> None:
        """Send one datagram; a full buffer or an unreachable address loses it, as any network may."""
        try:
            self._socket.sendto(datagram, address)
        except OSError:
            metrics.tally.datagrams_unsent += 1

    def _drain(self) -> None:
        to_monotonic = time.monotonic() - time.time()
        for _ in range(MOST_PER_WAKE):
            try:
                datagram, ancillary, _, address = self._socket.recvmsg(MOST_BYTES, ANCILLARY_BYTES)
            except BlockingIOError:
                return
            except OSError:  # an earlier datagram could not be delivered: says nothing about this one
                continue
            try:
                self._receive(datagram, address[:2], _arrival(ancillary, to_monotonic))
            except Exception:
                # The outermost loop of the process: one peer's datagram must not silence all others.
                metrics.tally.datagrams_failed += 1
                log.exception("datagram_failed")
                peer = self._by_address.get(address[:2])
                if peer is not None:
                    peer.give_up()

    def _receive(self, datagram: bytes, address: Address, arrived_at: float) -> None:
        metrics.tally.datagrams_received += 1
        first = datagram[0] if datagram else 255
        if first < 4:
            self._check(datagram, address)
            return
        peer = self._by_address.get(address)
        if peer is None:
            metrics.tally.datagrams_refused += 1
        elif 127 < first < 192:
            peer.receive_srtp(datagram, arrived_at)
        elif 19 < first < 64:
            peer.receive_dtls(datagram)

    def _check(self, datagram: bytes, address: Address) -> None:
        request = read_binding_request(datagram)
        peer = self._by_ufrag.get(request.local_ufrag) if request is not None else None
        answer = peer.check(request, address) if peer is not None and request is not None else None
        if peer is None or answer is None:
            metrics.tally.datagrams_refused += 1
            return
        self._by_address[address] = peer
        self.send(answer, address)


def _arrival(ancillary: list[tuple[int, int, bytes]], to_monotonic: float) -> float:
    for _, kind, data in ancillary:
        if kind == SO_TIMESTAMPNS and len(data) == TIMESTAMP.size:
            seconds, nanoseconds = TIMESTAMP.unpack(data)
            return float(seconds + nanoseconds / 1e9 + to_monotonic)
    return time.monotonic()
