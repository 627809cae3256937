"""The server side of DTLS over datagrams (RFC 6347) and the SRTP keys that come out of it (RFC 5764)."""

from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import Final

from OpenSSL import SSL

from visit_media.sfu.transport.certificate import Fingerprint, Identity
from visit_media.sfu.transport.failures import Failure
from visit_media.sfu.transport.srtp import PROFILES, SrtpKeys

RECORD_HEADER: Final = 13
MOST_BYTES: Final = 1200
MOST_BYTES_OF_DATA: Final = 1 << 16
# A handshake takes about 3 kB each way, with post-quantum keys and every flight lost twice about five times that.
MOST_BYTES_OF_HANDSHAKE: Final = 48 * 1024


class DtlsState(Enum):
    """How far the association has come."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    CLOSED = "closed"


class Dtls:
    """One association: datagrams in, datagrams out, no sockets and no tasks.

    It answers only addresses that ICE has proved to be the client's, so a cookie (RFC 6347 4.2.1) would prove nothing
    more, and it would break clients whose first flight takes several datagrams. Until it is done it takes and sends a
    bounded number of bytes.
    """

    def __init__(
        self, identity: Identity, fingerprints: tuple[Fingerprint, ...], send: Callable[[bytes], None]
    ) -> None:
        self._fingerprints = fingerprints
        self._send = send
        self._connection = SSL.Connection(identity.context)
        self._connection.set_accept_state()
        self._connection.set_ciphertext_mtu(MOST_BYTES)
        self._bytes_of_handshake = 0
        self.state = DtlsState.CONNECTING
        self.failure: Failure | None = None
        self.keys: SrtpKeys | None = None

    def receive(self, datagram: bytes) -> list[bytes]:
        """Take one datagram from the client and return the application data it completes."""
        if self.state is DtlsState.CLOSED:
            return []
        self._connection.bio_write(datagram)
        if self.state is DtlsState.CONNECTING:
            self._count(len(datagram))
            self._shake_hands()
        messages = self._read() if self.state is DtlsState.CONNECTED else []
        self._flush()
        return messages

    def send(self, data: bytes) -> None:
        """Encrypt application data and send it."""
        if self.state is DtlsState.CONNECTED:
            try:
                self._connection.send(data)
            except SSL.Error:
                self._fail(Failure.BROKEN)
            self._flush()

    def retransmit(self) -> None:
        """Send the last flight again when its time has come; called now and then during the handshake."""
        if self.state is DtlsState.CONNECTING:
            try:
                self._connection.DTLSv1_handle_timeout()
            except SSL.Error:
                self._fail(Failure.HANDSHAKE_TIMEOUT)
            self._flush()

    def close(self) -> None:
        """Tell the client that nothing more will come."""
        if self.state is DtlsState.CONNECTED:
            with suppress(SSL.Error):  # the client may have gone already
                self._connection.shutdown()
            self._flush()
        self.state = DtlsState.CLOSED

    def _shake_hands(self) -> None:
        try:
            self._connection.do_handshake()
        except SSL.WantReadError:
            return
        except SSL.Error:
            self._fail(Failure.HANDSHAKE_REFUSED)
            return
        certificate = self._connection.get_peer_certificate(as_cryptography=True)
        if certificate is None or not any(fingerprint.matches(certificate) for fingerprint in self._fingerprints):
            self._fail(Failure.WRONG_CERTIFICATE)
            return
        profile = PROFILES.get(self._connection.get_selected_srtp_profile())
        if profile is None:
            self._fail(Failure.NO_SRTP)
            return
        material = self._connection.export_keying_material(b"EXTRACTOR-dtls_srtp", profile.material_length)
        self.keys = profile.keys_of_server(material)
        self.state = DtlsState.CONNECTED

    def _read(self) -> list[bytes]:
        messages = []
        while True:
            try:
                messages.append(self._connection.recv(MOST_BYTES_OF_DATA))
            except SSL.WantReadError:
                return messages
            except SSL.ZeroReturnError:
                self._fail(Failure.CLOSED_BY_CLIENT)
                return messages
            except SSL.Error:
                self._fail(Failure.BROKEN)
                return messages

    def _fail(self, failure: Failure) -> None:
        self.state, self.failure = DtlsState.CLOSED, failure

    def _count(self, octets: int) -> None:
        self._bytes_of_handshake += octets
        if self._bytes_of_handshake > MOST_BYTES_OF_HANDSHAKE:
            self._fail(Failure.HANDSHAKE_TOO_LONG)

    def _flush(self) -> None:
        try:
            flight = self._connection.bio_read(MOST_BYTES_OF_DATA)
        except SSL.Error:
            return
        if self.state is DtlsState.CONNECTING:
            self._count(len(flight))
        # A record must not be cut, so as many whole records as fit go into each datagram.
        datagram = b""
        while flight:
            length = RECORD_HEADER + int.from_bytes(flight[11:13], "big")
            record, flight = flight[:length], flight[length:]
            if datagram and len(datagram) + len(record) > MOST_BYTES:
                self._send(datagram)
                datagram = b""
            datagram += record
        if datagram:
            self._send(datagram)
