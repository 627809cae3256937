"""The fallback for networks without UDP: the same datagrams in frames over TCP, passively (RFC 6544, RFC 4571)."""

import asyncio
from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Final

from visit_media.sfu.plane.terms import Address

TCP: Final = "tcp"
HEADER_BYTES: Final = 2
MOST_BYTES: Final = 2048
MOST_CONNECTIONS: Final = 2000
MOST_CONNECTIONS_OF_HOST: Final = 200
MOST_BYTES_WAITING: Final = 512 * 1024
PROVE_SECONDS: Final = 10.0
STUCK_SECONDS: Final = 5.0
HIGHEST_OF_STUN: Final = 3

Receive = Callable[[Address, bytes], None]


class TcpPort:
    """Listens, names each connection `("tcp", number)`, and hands over what it brings.

    A connection must begin with a STUN message and be sent an answer within ten seconds. What a slow reader does not
    take is lost, as on any network; whoever takes nothing for five seconds is hung up on.
    """

    def __init__(self, host: str, port: int, receive: Receive, ended: Callable[[Address], None]) -> None:
        self._host = host
        self._wanted_port = port
        self._receive = receive
        self._ended = ended
        self._server: asyncio.Server | None = None
        self._connections: dict[Address, _Connection] = {}
        self._hosts: Counter[str] = Counter()
        self._numbers = count(1)

    @property
    def port(self) -> int:
        """The TCP port that was bound."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def open(self) -> None:
        """Begin to listen; raises OSError when the port is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), self._host, self._wanted_port)

    def close(self) -> None:
        """Hang up on everybody and give the port back."""
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections.values()):
            connection.abort()

    def send(self, address: Address, datagram: bytes) -> bool:
        """Send a datagram; False when it is lost because the connection is gone or its client reads too slowly."""
        connection = self._connections.get(address)
        return connection is not None and connection.send(datagram)

    def remote(self, address: Address) -> Address:
        """Return where a path leads to; other addresses are their own answer."""
        connection = self._connections.get(address)
        return address if connection is None else connection.remote

    def __len__(self) -> int:
        return len(self._connections)

    def took(self, connection: "_Connection") -> Address | None:
        """Name a new connection; None when there are too many."""
        host = connection.remote[0]
        if len(self._connections) >= MOST_CONNECTIONS or self._hosts[host] >= MOST_CONNECTIONS_OF_HOST:
            return None
        address = (TCP, next(self._numbers))
        self._connections[address] = connection
        self._hosts[host] += 1
        return address

    def brought(self, address: Address, datagram: bytes) -> None:
        """Hand over one frame's content."""
        self._receive(address, datagram)

    def lost(self, address: Address, connection: "_Connection") -> None:
        """Forget a connection."""
        del self._connections[address]
        host = connection.remote[0]
        self._hosts[host] -= 1
        if not self._hosts[host]:
            del self._hosts[host]
        self._ended(address)


class _Connection(asyncio.Protocol):
    """One client's connection."""

    def __init__(self, port: TcpPort) -> None:
        self.remote: Address = ("", 0)
        self._port = port
        self._address: Address | None = None
        self._transport: asyncio.Transport | None = None
        self._waiting = b""
        self._is_begun = False
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        host, number, *_ = transport.get_extra_info("peername") or ("", 0)
        self.remote = (host.removeprefix("::ffff:"), number)
        self._transport = transport
        transport.set_write_buffer_limits(high=MOST_BYTES_WAITING // 2)
        self._address = self._port.took(self)
        if self._address is None:
            transport.abort()
            return
        self._hang_up_after(PROVE_SECONDS)

    def data_received(self, data: bytes) -> None:
        waiting, at = self._waiting + data, 0
        while self._address is not None and len(waiting) >= at + HEADER_BYTES:
            length = int.from_bytes(waiting[at : at + HEADER_BYTES], "big")
            end = at + HEADER_BYTES + length
            if length > MOST_BYTES or not self._may_begin(waiting[at + HEADER_BYTES : at + HEADER_BYTES + 1]):
                self.abort()
                return
            if len(waiting) < end:
                break
            if length:
                self._port.brought(self._address, waiting[at + HEADER_BYTES : end])
            at = end
        self._waiting = waiting[at:]

    def send(self, datagram: bytes) -> bool:
        transport = self._transport
        if transport is None or transport.is_closing():
            return False
        if transport.get_write_buffer_size() + len(datagram) > MOST_BYTES_WAITING:
            return False
        if not self._is_begun:
            self._is_begun = True  # only checks that are signed as they must be are answered
            self._stay()
        transport.write(len(datagram).to_bytes(HEADER_BYTES, "big") + datagram)
        return True

    def pause_writing(self) -> None:
        self._hang_up_after(STUCK_SECONDS)

    def resume_writing(self) -> None:
        self._stay()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stay()
        address, self._address = self._address, None
        if address is not None:
            self._port.lost(address, self)

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _may_begin(self, first: bytes) -> bool:
        return self._is_begun or not first or first[0] <= HIGHEST_OF_STUN

    def _hang_up_after(self, seconds: float) -> None:
        self._stay()
        self._deadline = asyncio.get_running_loop().call_later(seconds, self.abort)

    def _stay(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
