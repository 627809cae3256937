"""One transport of one client: where it is reached, its handshake, its data channels; media goes another way."""

import time
from collections.abc import Callable
from typing import Final, Protocol

from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.certificate import Fingerprint, Identity
from visit_media.sfu.transport.dtls import Dtls, DtlsState
from visit_media.sfu.transport.failures import TRANSPORTS_FAILED, Failure
from visit_media.sfu.transport.paths import Paths
from visit_media.sfu.transport.sctp import DataChannels
from visit_media.sfu.transport.srtp import SrtpKeys
from visit_media.sfu.transport.stun import BindingRequest

HANDSHAKE_SECONDS: Final = 30.0


class PeerListener(Protocol):
    """Whoever acts on what becomes of a transport."""

    def secured(self, peer: "Peer", keys: SrtpKeys) -> None:
        """The handshake is done: media may flow between these keys; told once."""
        ...

    def moved(self, peer: "Peer") -> None:
        """The client is reached elsewhere, or has proved another address to be its own."""
        ...

    def data(self, label: str, message: bytes) -> None:
        """A message came on a data channel."""
        ...

    def failed(self, peer: "Peer") -> None:
        """Nothing more will come or go, and nobody here asked for that; told once, `failure` says why."""
        ...


class Peer:
    """ICE-lite, DTLS and SCTP of one client, driven by the datagrams it is given; it keeps no socket and no task.

    `send` takes away a datagram. With `opens_channels` the data channels are ours, as in LiveKit's subscriber
    connection of protocol v0; otherwise the client opens them.
    """

    def __init__(
        self,
        identity: Identity,
        send: Callable[[Address, bytes], None],
        listener: PeerListener,
        *,
        opens_channels: bool = False,
    ) -> None:
        self.heard_at = time.monotonic()
        self.is_connected = False
        self.is_closed = False
        self.failure: Failure | None = None
        self._identity = identity
        self._send = send
        self._listener = listener
        self._opens_channels = opens_channels
        self._paths = Paths()
        self._dtls: Dtls | None = None
        self._began_at: float | None = None
        self._channels: DataChannels | None = None
        self._sctp_port: int | None = None

    @property
    def ufrag(self) -> str:
        """The newest user fragment, for the next description."""
        return self._paths.credentials.ufrag

    @property
    def password(self) -> str:
        """The password that belongs to it."""
        return self._paths.credentials.password

    @property
    def key(self) -> str:
        """What every user fragment of this peer begins with, the one before a restart, too."""
        return self._paths.key

    @property
    def address(self) -> Address | None:
        """Where the client wants to be reached; None before its first check."""
        return self._paths.address

    @property
    def addresses(self) -> frozenset[Address]:
        """All that proved to be the client's of late."""
        return self._paths.addresses

    @property
    def has_failed(self) -> bool:
        """Whether it ended by itself."""
        return self.failure is not None

    def restart(self) -> None:
        """Make new credentials; keys and channels stay, and so do the paths until a new one is chosen."""
        self._paths.restart()

    def expect(self, fingerprints: tuple[Fingerprint, ...], sctp_port: int | None) -> None:
        """Note what the client's description promised; the first one counts, as the association outlives it."""
        if sctp_port is not None and self._sctp_port is None:
            self._sctp_port = sctp_port
            if self.is_connected:
                self._open_channels()
        if self._dtls is None:
            self._dtls = Dtls(self._identity, fingerprints, self._send_raw)

    def check(
        self, request: BindingRequest, address: Address, now: float, seen_from: Address | None = None
    ) -> bytes | None:
        """Answer a connectivity check that is signed with our password; None for all others.

        `seen_from` is the address to tell the client when `address` only names a path.
        """
        if not self._is_alive:
            return None
        before = self.address, self.addresses
        answer = self._paths.check(request, address, now, seen_from or address)
        if answer is not None:
            self.heard_at = max(self.heard_at, now)
        self._tell_of_moves(*before)
        return answer

    def receive_dtls(self, datagram: bytes, now: float) -> None:
        """Take a datagram of the handshake or of a data channel."""
        if self._dtls is None or not self._is_alive:
            return
        self._began_at = now if self._began_at is None else self._began_at
        messages = self._dtls.receive(datagram)
        if not self.is_connected and self._dtls.keys is not None:
            self._connect(self._dtls.keys)
        if messages:
            self.heard_at = max(self.heard_at, now)
        for message in messages:
            self._receive_data(message)
        self._look_at_dtls()

    def can_send(self, label: str) -> bool:
        """Whether a message on this data channel would be taken now."""
        return self._is_alive and self._channels is not None and self._channels.can_send(label)

    def send_data(self, label: str, message: bytes) -> bool:
        """Send a message on a data channel; False when it cannot be delivered."""
        return self._is_alive and self._channels is not None and self._channels.send(label, message)

    def forget_path(self, address: Address) -> None:
        """This path can bring and take nothing any more, as when a TCP connection ends."""
        before = self.address, self.addresses
        self._paths.forget(address)
        self._tell_of_moves(*before)

    def tend(self, now: float) -> None:
        """Repeat a lost flight of the handshake, look after paths and consent; called a few times a second."""
        if not self._is_alive:
            return
        if self._dtls is not None and not self.is_connected:
            self._dtls.retransmit()
            self._look_at_dtls()
            if self._began_at is not None and now - self._began_at > HANDSHAKE_SECONDS:
                self._fail(Failure.HANDSHAKE_TIMEOUT)
        before = self.address, self.addresses
        self._paths.tend(now)
        self._tell_of_moves(*before)
        if self.address is not None and not self._paths.has_consent(now):
            self._fail(Failure.CONSENT_EXPIRED)

    def give_up(self) -> None:
        """Listen no longer to this client: it has sent something that broke its own handling."""
        self._fail(Failure.BROKEN)

    def close(self) -> None:
        """Say goodbye and forget the keys."""
        if self.is_closed:
            return
        if self._channels is not None:
            self._channels.close()
        if self._dtls is not None:
            self._dtls.close()
        self.is_closed = True

    @property
    def _is_alive(self) -> bool:
        return not self.is_closed and self.failure is None

    def _connect(self, keys: SrtpKeys) -> None:
        self.is_connected = True
        if self._sctp_port is not None:
            self._open_channels()
        self._listener.secured(self, keys)

    def _open_channels(self) -> None:
        assert self._dtls is not None
        assert self._sctp_port is not None
        self._channels = DataChannels(self._dtls.send, self._listener.data, opens_channels=self._opens_channels)
        self._channels.start(self._sctp_port)

    def _receive_data(self, packet: bytes) -> None:
        if self._channels is None or not self._is_alive:
            return
        try:
            self._channels.receive(packet)
        except (ValueError, AssertionError, LookupError):  # what aiortc raises at chunks that make no sense
            self._fail(Failure.DATA_REFUSED)

    def _look_at_dtls(self) -> None:
        if self._dtls is not None and self._dtls.state is DtlsState.CLOSED and self._dtls.failure is not None:
            self._fail(self._dtls.failure)

    def _tell_of_moves(self, address: Address | None, addresses: frozenset[Address]) -> None:
        if (self.address, self.addresses) != (address, addresses):
            self._listener.moved(self)

    def _fail(self, failure: Failure) -> None:
        if not self._is_alive:
            return
        self.failure = failure
        TRANSPORTS_FAILED.labels(failure).inc()
        self._listener.failed(self)

    def _send_raw(self, datagram: bytes) -> None:
        if self.address is not None:
            self._send(self.address, datagram)
