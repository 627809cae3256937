"""The certificate of this process and how SDP vouches for certificates (RFC 8122)."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL

from visit_media.sfu.transport.srtp import PROFILES

SHA_256: Final = "sha-256"
DTLS_1_2: Final = 0xFEFD
CIPHERS: Final = (
    b"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-SHA"
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The digest by which SDP vouches for a certificate."""

    algorithm: str
    value: str

    @property
    def counts(self) -> bool:
        """Whether it is by the one algorithm we take, which every client of WebRTC speaks (RFC 8827)."""
        return self.algorithm.lower() == SHA_256

    def matches(self, certificate: x509.Certificate) -> bool:
        """Whether this is the certificate that was vouched for."""
        return self.counts and digest_of(certificate) == self.value.upper()


def digest_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 digest as SDP writes it."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


class Identity:
    """The one certificate of this process, made when it starts."""

    def __init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _self_signed(key)
        self.fingerprint = Fingerprint(SHA_256, digest_of(certificate))
        self.context = SSL.Context(SSL.DTLS_METHOD)
        self.context.set_min_proto_version(DTLS_1_2)
        self.context.set_options(SSL.OP_NO_TICKET | SSL.OP_NO_RENEGOTIATION)
        # Every association is new: remembered sessions would only fill the memory.
        self.context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
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
