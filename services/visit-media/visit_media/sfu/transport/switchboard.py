"""Tells whose a datagram is: connectivity checks by what they are signed for, all else by where it came from."""

import logging
from collections.abc import Callable
from typing import Final

from visit_media.sfu import metrics
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.paths import KEY_LENGTH
from visit_media.sfu.transport.peer import Peer
from visit_media.sfu.transport.strangers import Strangers
from visit_media.sfu.transport.stun import read_binding_request

HIGHEST_OF_STUN: Final = 3
DTLS: Final = range(20, 64)
log = logging.getLogger(__name__)


class Switchboard:
    """All peers, found by user fragment and by address (RFC 7983).

    `send` takes away an answer. `seen_from` turns a path's name into the address to tell its client. Strangers are
    never answered, and after too many refusals in a second not even read.
    """

    def __init__(
        self,
        send: Callable[[Address, bytes], None],
        seen_from: Callable[[Address], Address] = lambda address: address,
    ) -> None:
        self._send = send
        self._seen_from = seen_from
        self._by_key: dict[str, Peer] = {}
        self._by_address: dict[Address, Peer] = {}
        self._noted: dict[str, frozenset[Address]] = {}
        self._strangers = Strangers()

    def __len__(self) -> int:
        return len(self._by_key)

    def add(self, peer: Peer) -> None:
        """Expect datagrams of this peer."""
        self._by_key[peer.key] = peer

    def remove(self, peer: Peer) -> None:
        """Drop whatever this peer sends from now on."""
        self._by_key.pop(peer.key, None)
        for address in self._noted.pop(peer.key, frozenset()):
            self._drop(address, peer)

    def receive(self, address: Address, datagram: bytes, at: float) -> None:
        """Take a datagram that is no media of somebody known; `at` is when it came."""
        try:
            is_taken = self._take(address, datagram, at)
        except Exception:
            # The outermost loop of the process: one peer's datagram must not silence all others.
            metrics.tally.datagrams_failed += 1
            log.exception("datagram_failed")
            peer = self._by_address.get(address)
            if peer is not None:
                peer.give_up()
            return
        if not is_taken:
            metrics.tally.datagrams_refused += 1

    def path_ended(self, address: Address) -> None:
        """A path over TCP has ended."""
        peer = self._by_address.pop(address, None)
        if peer is not None:
            peer.forget_path(address)

    def _take(self, address: Address, datagram: bytes, at: float) -> bool:
        first = datagram[0] if datagram else 255
        peer = self._by_address.get(address)
        if first <= HIGHEST_OF_STUN:
            host = self._seen_from(address)[0]
            if peer is None and self._strangers.is_noisy(host, at):
                return False
            is_right = self._check(address, datagram, at)
            if not is_right and peer is None:
                self._strangers.refused(host, at)
            return is_right
        if peer is None or first not in DTLS or address not in peer.addresses:
            return False
        peer.receive_dtls(datagram, at)
        return True

    def _check(self, address: Address, datagram: bytes, at: float) -> bool:
        request = read_binding_request(datagram)
        peer = self._by_key.get(request.local_ufrag[:KEY_LENGTH]) if request is not None else None
        if request is None or peer is None:
            return False
        answer = peer.check(request, address, at, self._seen_from(address))
        if answer is None:
            return False
        self._note(peer, address)
        self._send(address, answer)
        return True

    def _note(self, peer: Peer, checked: Address) -> None:
        """Keep as many addresses of a peer as it keeps itself; what another has taken over since is that one's."""
        addresses = peer.addresses
        for gone in self._noted.get(peer.key, frozenset()) - addresses:
            self._drop(gone, peer)
        self._noted[peer.key] = addresses
        if checked in addresses:
            self._by_address[checked] = peer

    def _drop(self, address: Address, peer: Peer) -> None:
        if self._by_address.get(address) is peer:
            del self._by_address[address]
