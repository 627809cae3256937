"""A bad network in user space: a relay of datagrams with a rate, a queue, a delay, jitter and loss, each way by itself.

Not every kernel has netem. Datagrams never overtake each other, and of those that find the queue full none gets in.
"""

import asyncio
import heapq
import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

Address = tuple[str, int]
DATAGRAM_BYTES: Final = 2048
BUFFER_BYTES: Final = 4 << 20
HEADER_BYTES: Final = 28
TICK_SECONDS: Final = 0.001
CLEAR_RATE: Final = 1e9


@dataclass
class Way:
    """One direction: bits per second, seconds that fit into the queue, delay and jitter in seconds, share lost."""

    rate: float = CLEAR_RATE
    queue_seconds: float = 0.3
    delay: float = 0.0
    jitter: float = 0.0
    loss: float = 0.0
    _free_at: float = 0.0
    _last: float = 0.0
    _chance: random.Random = field(default_factory=lambda: random.Random(7))

    def leaves_at(self, octets: int, now: float) -> float | None:
        """Return when a datagram comes out, None when it is lost."""
        self._free_at = max(self._free_at, now)
        if self._free_at - now > self.queue_seconds or self._chance.random() < self.loss:
            return None
        self._free_at += 8 * (octets + HEADER_BYTES) / self.rate
        out = self._free_at + self.delay + self._chance.uniform(-self.jitter, self.jitter)
        self._last = max(self._last, out)
        return self._last


class Relay:
    """Listens where clients are told to come, and is the client towards the server.

    `ways` returns for a new client what leads up to the server and what leads down from it.
    """

    def __init__(self, listen: Address, server: Address, ways: Callable[[], tuple[Way, Way]]) -> None:
        self._server = server
        self._ways = ways
        self._clients: dict[Address, tuple[socket.socket, Way]] = {}
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._count = 0
        self._socket = bound(listen)
        self._runner: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._socket.getsockname()[1])

    def open(self) -> None:
        """Begin to carry."""
        asyncio.get_running_loop().add_reader(self._socket.fileno(), self._from_clients)
        self._runner = asyncio.create_task(self._run())

    def close(self) -> None:
        """Carry nothing more."""
        if self._runner is not None:
            self._runner.cancel()
        for one in (self._socket, *(upstream for upstream, _ in self._clients.values())):
            asyncio.get_running_loop().remove_reader(one.fileno())
            one.close()

    async def _run(self) -> None:
        while True:
            now = time.monotonic()
            while self._due and self._due[0][0] <= now:
                heapq.heappop(self._due)[2]()
            await asyncio.sleep(TICK_SECONDS)

    def _later(self, way: Way, data: bytes, send: Callable[[bytes], object]) -> None:
        at = way.leaves_at(len(data), time.monotonic())
        if at is not None:
            self._count += 1
            heapq.heappush(self._due, (at, self._count, lambda: quietly(send, data)))

    def _from_clients(self) -> None:
        while (got := received(self._socket)) is not None:
            data, address = got
            upstream, up = self._clients.get(address) or self._add(address)
            self._later(up, data, upstream.send)

    def _add(self, address: Address) -> tuple[socket.socket, Way]:
        upstream = bound((self._server[0], 0))
        upstream.connect(self._server)
        up, down = self._ways()
        self._clients[address] = upstream, up
        asyncio.get_running_loop().add_reader(upstream.fileno(), self._from_server, upstream, address, down)
        return upstream, up

    def _from_server(self, upstream: socket.socket, address: Address, down: Way) -> None:
        while (got := received(upstream)) is not None:
            self._later(down, got[0], lambda data: self._socket.sendto(data, address))


def bound(address: Address) -> socket.socket:
    """Return a socket that waits for nothing."""
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.setblocking(False)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
    one.bind(address)
    return one


def received(one: socket.socket) -> tuple[bytes, Address] | None:
    """Return a datagram and whose it is, None when there is none just now."""
    try:
        return one.recvfrom(DATAGRAM_BYTES)
    except (BlockingIOError, ConnectionRefusedError):
        return None


def quietly(send: Callable[[bytes], object], data: bytes) -> None:
    """Send to somebody who may be gone."""
    try:
        send(data)
    except OSError:
        return
