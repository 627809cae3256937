"""One client as the network sees it: its address, its keys, its data channels."""

import secrets
import time
from typing import Final, Protocol

from visit_media.sfu.packets.rtp import is_rtcp
from visit_media.sfu.transport.dtls import Dtls, DtlsState, Fingerprint, Identity
from visit_media.sfu.transport.sctp import DataChannels
from visit_media.sfu.transport.srtp import Srtp
from visit_media.sfu.transport.stun import Address, BindingRequest

MOST_ADDRESSES: Final = 16


class Socket(Protocol):
    """Where datagrams leave."""

    def send(self, datagram: bytes, address: Address) -> None:
        """Send one datagram, or lose it as networks do."""
        ...


class PeerListener(Protocol):
    """Whoever acts on what a peer sends."""

    def connected(self) -> None:
        """Keys are agreed: media may flow."""
        ...

    def media(self, packet: bytes, arrived_at: float) -> None:
        """A decrypted RTP packet came."""
        ...

    def control(self, packet: bytes, arrived_at: float) -> None:
        """A decrypted RTCP packet came."""
        ...

    def data(self, label: str, message: bytes) -> None:
        """A message came on a data channel."""
        ...


class Peer:
    """ICE-lite, DTLS, SRTP and SCTP of one client, driven by the datagrams it sends."""

    def __init__(
        self, identity: Identity, socket: Socket, listener: PeerListener, *, opens_channels: bool = False
    ) -> None:
        self.ufrag = secrets.token_hex(8)
        self.password = secrets.token_hex(16)
        self.address: Address | None = None
        self.addresses: set[Address] = set()
        self.heard_at = time.monotonic()
        self.is_connected = False
        self.is_closed = False
        self._is_spoiled = False
        self._identity = identity
        self._socket = socket
        self._listener = listener
        self._opens_channels = opens_channels
        self._dtls: Dtls | None = None
        self._srtp: Srtp | None = None
        self._channels: DataChannels | None = None
        self._sctp_port: int | None = None

    def expect(self, fingerprints: tuple[Fingerprint, ...], sctp_port: int | None) -> None:
        """Note what the client's offer promised; the first offer counts, as the association outlives it."""
        if sctp_port is not None and self._sctp_port is None:
            self._sctp_port = sctp_port
            if self.is_connected:
                self._open_channels()
        if self._dtls is None:
            self._dtls = Dtls(self._identity, fingerprints, self._send_raw)

    def check(self, request: BindingRequest, address: Address) -> bytes | None:
        """Answer a connectivity check that is signed with our password; refuse all others."""
        if self.is_closed or not request.is_signed_with(self.password):
            return None
        if address not in self.addresses and len(self.addresses) >= MOST_ADDRESSES:
            return None
        self.addresses.add(address)
        self.heard_at = time.monotonic()
        if self.address is None or request.nominates:
            self.address = address
        return request.answer(seen_from=address, password=self.password)

    def receive_dtls(self, datagram: bytes) -> None:
        """Take a datagram of the handshake or of a data channel."""
        if self._dtls is None or self.is_closed or self._is_spoiled:
            return
        messages = self._dtls.receive(datagram)
        if not self.is_connected and self._dtls.keys is not None:
            self._connect(self._dtls)
        if messages:
            self.heard_at = time.monotonic()
        for message in messages:
            if self._channels is not None:
                self._channels.receive(message)

    def receive_srtp(self, datagram: bytes, arrived_at: float) -> None:
        """Take an encrypted media or control packet."""
        if self._srtp is None or self.is_closed:
            return
        if is_rtcp(datagram):
            packet = self._srtp.unprotect_rtcp(datagram)
            if packet is not None:
                self.heard_at = arrived_at
                self._listener.control(packet, arrived_at)
        else:
            packet = self._srtp.unprotect(datagram)
            if packet is not None:
                self.heard_at = arrived_at
                self._listener.media(packet, arrived_at)

    def send_media(self, packet: bytes) -> bytes | None:
        """Encrypt and send an RTP packet; return the ciphertext, which alone may be sent again."""
        if self._srtp is None or self.address is None:
            return None
        sealed = self._srtp.protect(packet)
        if sealed is not None:
            self._socket.send(sealed, self.address)
        return sealed

    def resend(self, sealed: bytes) -> None:
        """Send the very bytes of an earlier packet again."""
        self._send_raw(sealed)

    def send_control(self, packet: bytes) -> None:
        """Encrypt and send an RTCP packet."""
        if self._srtp is not None:
            sealed = self._srtp.protect_rtcp(packet)
            if sealed is not None:
                self._send_raw(sealed)

    def send_data(self, label: str, message: bytes) -> bool:
        """Send a message on a data channel; False when it cannot be delivered."""
        return self._channels is not None and self._channels.send(label, message)

    def can_send(self, label: str) -> bool:
        """Whether a message on this data channel would be taken now."""
        return self._channels is not None and self._channels.can_send(label)

    def tend(self) -> None:
        """Repeat a lost flight of the handshake; called a few times a second."""
        if self._dtls is not None and not self.is_connected:
            self._dtls.retransmit()

    @property
    def has_failed(self) -> bool:
        """Whether the client closed the association or sent what nobody can handle."""
        return self._is_spoiled or (self._dtls is not None and self._dtls.state is DtlsState.CLOSED)

    def give_up(self) -> None:
        """Listen no longer to this client: it has sent something that broke its own handling."""
        self._is_spoiled = True

    def close(self) -> None:
        """Say goodbye and forget the keys."""
        if self.is_closed:
            return
        if self._channels is not None:
            self._channels.close()
        if self._dtls is not None:
            self._dtls.close()
        self.is_closed = True
        self._srtp = None

    def _connect(self, dtls: Dtls) -> None:
        assert dtls.keys is not None
        self._srtp = Srtp(dtls.keys)
        self.is_connected = True
        self.heard_at = time.monotonic()
        if self._sctp_port is not None:
            self._open_channels()
        self._listener.connected()

    def _open_channels(self) -> None:
        assert self._dtls is not None
        assert self._sctp_port is not None
        self._channels = DataChannels(self._dtls.send, self._listener.data, opens_channels=self._opens_channels)
        self._channels.start(self._sctp_port)

    def _send_raw(self, datagram: bytes) -> None:
        if self.address is not None:
            self._socket.send(datagram, self.address)
