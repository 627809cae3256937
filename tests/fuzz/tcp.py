"""Frames over TCP, cut up as the network likes."""

import asyncio
from typing import Any

from tests.fuzz.case import Case, seeds
from tests.fuzz.target import Target, at_most, must, run
from tests.unit.visit_media.test_tcp import framed
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.tcp import HIGHEST_OF_STUN, MOST_BYTES, TcpPort, _Connection

CHECK = seeds("stun")[0]


class Tcp(Target):
    """Each message is what one read of the socket brings."""

    name = "tcp"
    seeds: Case = (
        framed(CHECK),
        framed(CHECK, *seeds("stun")),
        framed(*seeds("dtls")[:2]),
        framed(*seeds("rtp")[:3], b""),
        b"\0",
        b"\2",
        framed(CHECK)[:7],
        framed(CHECK)[7:],
    )
    most_messages = 30
    longest = 70_000
    lines_per_message = 3_000
    lines_per_byte = 20

    def attempt(self, case: Case) -> None:
        """One connection that is answered after its first check, one that never is."""
        for is_answered in (True, False):
            run(_converse(case, is_answered=is_answered))


class Wire(asyncio.Transport):
    """The far end of a connection: takes what it is given."""

    def __init__(self) -> None:
        super().__init__({"peername": ("192.0.2.7", 5000)})
        self.written = 0
        self.is_aborted = False

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing is buffered."""

    def get_write_buffer_size(self) -> int:
        """Nothing waits."""
        return 0

    def is_closing(self) -> bool:
        """Whether it was hung up."""
        return self.is_aborted

    def write(self, data: Any) -> None:
        """Count it."""
        self.written += len(data)

    def abort(self) -> None:
        """Note it."""
        self.is_aborted = True


async def _converse(case: Case, *, is_answered: bool) -> None:
    brought: list[tuple[Address, bytes]] = []
    port = TcpPort("127.0.0.1", 0, lambda *frame: brought.append(frame), lambda _: None)
    connection, wire = _Connection(port), Wire()
    connection.connection_made(wire)
    for message in case:
        if wire.is_aborted:
            break
        before = len(brought)
        connection.data_received(message)
        at_most(len(connection._waiting), MOST_BYTES + 2, "octets that wait for the rest of their frame")
        at_most(len(brought) - before, (len(message) + MOST_BYTES) // 2 + 1, "frames of one read")
        must(wire.is_aborted or connection._deadline is not None or wire.written > 0, "nobody looks at the clock")
        if not wire.written:
            must(all(one[0] <= HIGHEST_OF_STUN for _, one in brought), "no check came first, and yet it was handed on")
        if is_answered and len(brought) > before and not wire.is_aborted:
            connection.send(b"answer")
    must(all(1 <= len(one) <= MOST_BYTES for _, one in brought), "a frame of no length or too long was handed on")
    connection.connection_lost(None)
    must(len(port) == 0 and not port._hosts, "a connection that ended is still counted")
