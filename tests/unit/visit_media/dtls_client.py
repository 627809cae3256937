"""A client of a transport without any network: checks, handshake and data channels, by hand."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from aiortc.rtcdatachannel import RTCDataChannel, RTCDataChannelParameters
from aiortc.rtcsctptransport import RTCSctpCapabilities, RTCSctpTransport
from OpenSSL import SSL

from tests.unit.visit_media.checks import check, read
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.certificate import Identity
from visit_media.sfu.transport.peer import Peer
from visit_media.sfu.transport.sctp import run_now
from visit_media.sfu.transport.srtp import SrtpKeys

HOME: Address = ("192.0.2.7", 5000)


class Heard:
    """Remembers what a transport tells."""

    def __init__(self) -> None:
        self.keys: list[SrtpKeys] = []
        self.addresses: list[Address | None] = []
        self.messages: list[tuple[str, bytes]] = []
        self.failures: list[str] = []

    def secured(self, peer: Peer, keys: SrtpKeys) -> None:
        """Note the keys."""
        self.keys.append(keys)

    def moved(self, peer: Peer) -> None:
        """Note where to."""
        self.addresses.append(peer.address)

    def data(self, label: str, message: bytes) -> None:
        """Note the message."""
        self.messages.append((label, message))

    def failed(self, peer: Peer) -> None:
        """Note why."""
        self.failures.append(str(peer.failure))


class DtlsClient:
    """The other end: give it to `send` what the server sends, and it answers through `to_server`."""

    _role = "client"
    state = "connected"

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.to_server: Callable[[bytes], None] = lambda _: None
        self.messages: list[tuple[str, bytes]] = []
        self.channels: dict[str, RTCDataChannel] = {}
        self.is_done = False
        self.connection = SSL.Connection(identity.context)
        self.connection.set_connect_state()
        self._sctp: RTCSctpTransport | None = None

    def use(self, identity: Identity, *, srtp: bytes) -> None:
        """Be somebody else, who encrypts media only so."""
        identity.context.set_tlsext_use_srtp(srtp)
        self.identity = identity
        self.connection = SSL.Connection(identity.context)
        self.connection.set_connect_state()

    def begin(self) -> None:
        """Send the ClientHello."""
        with suppress(SSL.WantReadError):
            self.connection.do_handshake()
        self._flush()

    def receive(self, datagram: bytes) -> None:
        """Take a datagram of the server's."""
        self.connection.bio_write(datagram)
        if not self.is_done:
            with suppress(SSL.Error):
                self.connection.do_handshake()
                self.is_done = True
        with suppress(SSL.Error):
            while True:
                packet = self.connection.recv(65536)
                if self._sctp is not None:
                    run_now(self._sctp._handle_data(packet))
        self._flush()

    async def open_data(self, *parameters: RTCDataChannelParameters) -> None:
        """Begin the association and open channels."""
        self._sctp = RTCSctpTransport(self)  # type: ignore[arg-type]
        self._sctp.on("datachannel", self._opened)
        await self._sctp.start(RTCSctpCapabilities(maxMessageSize=262144), 5000)
        for one in parameters:
            self._opened(RTCDataChannel(self._sctp, one))

    def say(self, packet: bytes) -> None:
        """Send application data as it is."""
        self.connection.send(packet)
        self._flush()

    def hang_up(self) -> None:
        """Say goodbye."""
        with suppress(SSL.Error):
            self.connection.shutdown()
        self._flush()

    def _opened(self, channel: RTCDataChannel) -> None:
        self.channels[channel.label] = channel
        channel.on("message", lambda message: self.messages.append((channel.label, message)))

    async def _send_data(self, packet: bytes) -> None:
        self.say(packet)

    def _register_data_receiver(self, receiver: object) -> None:
        """Nothing to note."""

    def _unregister_data_receiver(self, receiver: object) -> None:
        """Nothing to forget."""

    def _flush(self) -> None:
        with suppress(SSL.WantReadError):
            while True:
                self.to_server(self.connection.bio_read(1500))


class Line:
    """A peer and its client, joined by a network that carries datagrams when it is told to."""

    def __init__(self, *, opens_channels: bool = False) -> None:
        self.heard = Heard()
        self.client = DtlsClient(Identity())
        self.sent: list[tuple[Address, bytes]] = []
        self.peer = Peer(SERVER, self._from_server, self.heard, opens_channels=opens_channels)
        self.client.to_server = lambda datagram: self._under_way.append((self.peer_receives, datagram))
        self._under_way: deque[tuple[Callable[[bytes], None], bytes]] = deque()

    def peer_receives(self, datagram: bytes) -> None:
        """Bring the peer a datagram."""
        self.peer.receive_dtls(datagram, 0.0)

    def check(self, address: Address = HOME, *, nominates: bool = True, now: float = 0.0) -> bytes | None:
        """Let the client check a path."""
        request = read(check(self.peer.ufrag, self.peer.password, nominates=nominates))
        return self.peer.check(request, address, now)

    def carry(self) -> int:
        """Bring everything under way to its end, and what that causes; return how many datagrams there were."""
        carried = 0
        while self._under_way:
            receive, datagram = self._under_way.popleft()
            receive(datagram)
            carried += 1
        return carried

    def carry_one_way(self) -> None:
        """Bring the server what is under way and lose its answers."""
        under_way, self._under_way = self._under_way, deque()
        for receive, datagram in under_way:
            receive(datagram)
        self.lose()

    def lose(self) -> None:
        """Lose everything under way."""
        self._under_way.clear()

    async def settle(self) -> None:
        """Carry on until nobody has anything to say."""
        is_quiet = 0
        while is_quiet < 5:
            is_quiet = 0 if self.carry() else is_quiet + 1
            await asyncio.sleep(0)

    def connect(self, sctp_port: int | None = 5000) -> None:
        """Shake hands."""
        self.peer.expect((self.client.identity.fingerprint,), sctp_port)
        self.check()
        self.client.begin()
        self.carry()

    def _from_server(self, address: Address, datagram: bytes) -> None:
        self.sent.append((address, datagram))
        self._under_way.append((self.client.receive, datagram))


SERVER = Identity()
