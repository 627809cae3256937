"""Connectivity checks at the switchboard: signed and unsigned nonsense, from strangers and from clients."""

from aioice.stun import COOKIE, message_fingerprint, message_integrity

from tests.fuzz.case import Case, seeds
from tests.fuzz.target import Target, at_most, must
from tests.unit.visit_media.checks import check
from tests.unit.visit_media.dtls_client import HOME, SERVER, Heard
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.certificate import Fingerprint
from visit_media.sfu.transport.paths import MOST_ADDRESSES
from visit_media.sfu.transport.peer import Peer
from visit_media.sfu.transport.strangers import MOST_HOSTS
from visit_media.sfu.transport.switchboard import Switchboard

BARE, FROM_CLIENT, SIGNED, SIGNED_WRONGLY, FROM_ANYWHERE = range(5)
HEADER = 20
STRANGER: Address = ("198.51.100.9", 9)
HELLO = seeds("dtls")[0]


class Stun(Target):
    """The first byte says who sends it and how it is signed; the rest is the message, or its beginning."""

    name = "stun"
    seeds: Case = tuple(
        bytes((how,)) + message
        for message in (*seeds("stun"), check("ufrag", "password"), check("u", "p", leads=False), HELLO)
        for how in (BARE, FROM_CLIENT, SIGNED, SIGNED, SIGNED_WRONGLY, FROM_ANYWHERE)
    )
    most_messages = 40
    longest = 2000
    lines_per_message = 2_000
    lines_per_byte = 60

    def attempt(self, case: Case) -> None:
        """A client is known at one address; everything else is strange until it is signed."""
        street = _Street()
        for index, message in enumerate(case):
            street.bring(message[0] % 5 if message else BARE, message[1:], index)
        street.look_at_what_is_kept()


class _Street:
    def __init__(self) -> None:
        self.sent: list[tuple[Address, bytes]] = []
        self.board = Switchboard(lambda address, datagram: self.sent.append((address, datagram)))
        self.peer = Peer(SERVER, lambda address, datagram: self.sent.append((address, datagram)), Heard())
        self.peer.expect((Fingerprint("sha-256", "00"),), 5000)
        self.board.add(self.peer)
        self.board.receive(HOME, check(self.peer.ufrag, self.peer.password, nominates=True), 0.0)

    def bring(self, how: int, message: bytes, index: int) -> None:
        address = HOME if how == FROM_CLIENT else STRANGER
        if how in (SIGNED, SIGNED_WRONGLY, FROM_ANYWHERE):
            wrong = "" if how != SIGNED_WRONGLY else "x"
            address = (f"203.0.113.{index % 250}", 1 + index)
            message = signed(message, f"{self.peer.ufrag}:clnt", self.peer.password + wrong)
        self.sent.clear()
        was_known = address in self.peer.addresses
        self.board.receive(address, message, index / 10)
        if how in (BARE, SIGNED_WRONGLY) and not was_known:
            must(not self.sent, "a stranger was answered")
            must(address not in self.peer.addresses, "a stranger was taken for the client")
        is_check = bool(message) and message[0] <= 3
        if is_check:
            at_most(len(self.sent), 1, "answers to one check")
            for to, answer in self.sent:
                must(to == address, "an answer went elsewhere")
                at_most(len(answer), len(message), "octets of an answer to a check of as many")
        for to, _ in self.sent:
            must(is_check or to in self.peer.addresses, "something was sent to an address that has proved nothing")
        self.peer.tend(index / 10)

    def look_at_what_is_kept(self) -> None:
        at_most(len(self.peer.addresses), MOST_ADDRESSES, "addresses of a client")
        at_most(len(self.board._by_address), MOST_ADDRESSES, "addresses on the board")
        at_most(len(self.board._strangers._refusals), MOST_HOSTS, "strangers remembered")


def signed(message: bytes, username: str, password: str) -> bytes:
    """Return a binding request that begins with the message's attributes and is signed as it must be."""
    name = username.encode()
    unsigned = message[HEADER:].partition(b"\0\x08\0\x14")[0]
    body = unsigned + b"\0\x06" + len(name).to_bytes(2, "big") + name + bytes(-len(name) % 4)
    transaction = message[8:HEADER].ljust(12, b"t")

    def headed(longer: int) -> bytes:
        return b"\0\1" + (len(body) + longer & 0xFFFF).to_bytes(2, "big") + COOKIE.to_bytes(4, "big") + transaction

    body += b"\0\x08\0\x14" + message_integrity(headed(0) + body, password.encode())
    return headed(8) + body + b"\x80\x28\0\4" + message_fingerprint(headed(0) + body).to_bytes(4, "big")
