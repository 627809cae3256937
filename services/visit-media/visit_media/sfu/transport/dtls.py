"""The server side of DTLS over datagrams (RFC 6347) and the SRTP keys that come out of it (RFC 5764)."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL

from visit_media.sfu.transport.srtp import PROFILES, SrtpKeys

RECORD_HEADER: Final = 13
MOST_BYTES: Final = 1200
MOST_BYTES_OF_DATA: Final = 1 << 16
CIPHERS: Final = (
    b"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA"
)
DIGESTS: Final[dict[str, type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]]] = {
    "sha-256": hashes.SHA256,
    "sha-384": hashes.SHA384,
    "sha-512": hashes.SHA512,
}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The digest by which SDP vouches for a certificate."""

    algorithm: str
    value: str

    def matches(self, certificate: x509.Certificate) -> bool:
        """Whether this is the certificate that was vouched for."""
        digest = DIGESTS.get(self.algorithm.lower())
        return digest is not None and certificate.fingerprint(digest()).hex(":").upper() == self.value.upper()


class Identity:
    """The one certificate of this process, made when it starts."""

    def __init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _self_signed(key)
        self.fingerprint = Fingerprint("sha-256", certificate.fingerprint(hashes.SHA256()).hex(":").upper())
        self.context = SSL.Context(SSL.DTLS_METHOD)
        self.context.set_options(SSL.OP_NO_TICKET)
        # Peers sign themselves; what counts is the fingerprint, checked when the handshake is done.
        self.context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_: True)
        self.context.use_certificate(certificate)
        self.context.use_privatekey(key)
        self.context.set_cipher_list(CIPHERS)
        self.context.set_tlsext_use_srtp(b":".join(PROFILES))


def _self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, secrets.token_hex(16))])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )


class DtlsState(Enum):
    """How far the handshake has come."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    CLOSED = "closed"


class Dtls:
    """One association: datagrams in, datagrams out, no sockets and no tasks."""

    def __init__(
        self, identity: Identity, fingerprints: tuple[Fingerprint, ...], send: Callable[[bytes], None]
    ) -> None:
        self._fingerprints = fingerprints
        self._send = send
        self._connection = SSL.Connection(identity.context)
        self._connection.set_accept_state()
        self._connection.set_ciphertext_mtu(MOST_BYTES)
        self.state = DtlsState.CONNECTING
        self.keys: SrtpKeys | None = None

    def receive(self, datagram: bytes) -> list[bytes]:
        """Take one datagram from the peer and return the application data it completes."""
        if self.state is DtlsState.CLOSED:
            return []
        self._connection.bio_write(datagram)
        if self.state is DtlsState.CONNECTING:
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
                self.state = DtlsState.CLOSED
            self._flush()

    def retransmit(self) -> None:
        """Send the last flight again when its time has come; called now and then during the handshake."""
        if self.state is DtlsState.CONNECTING:
            try:
                self._connection.DTLSv1_handle_timeout()
            except SSL.Error:
                self.state = DtlsState.CLOSED
            self._flush()

    def close(self) -> None:
        """Tell the peer that nothing more will come."""
        if self.state is DtlsState.CONNECTED:
            with suppress(SSL.Error):  # the peer may have gone already
                self._connection.shutdown()
            self._flush()
        self.state = DtlsState.CLOSED

    def _shake_hands(self) -> None:
        try:
            self._connection.do_handshake()
        except SSL.WantReadError:
            return
        except SSL.Error:
            self.state = DtlsState.CLOSED
            return
        certificate = self._connection.get_peer_certificate(as_cryptography=True)
        profile = PROFILES.get(self._connection.get_selected_srtp_profile())
        vouched = [print_ for print_ in self._fingerprints if print_.algorithm.lower() in DIGESTS]
        if certificate is None or profile is None or not vouched or not all(p.matches(certificate) for p in vouched):
            self.state = DtlsState.CLOSED
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
            except SSL.Error:
                self.state = DtlsState.CLOSED
                return messages

    def _flush(self) -> None:
        try:
            flight = self._connection.bio_read(MOST_BYTES_OF_DATA)
        except SSL.Error:
            return
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
