"""Encrypts and decrypts media with the keys of a DTLS handshake (RFC 3711, 7714)."""

from dataclasses import dataclass
from typing import Final

from pylibsrtp import Error, Policy, Session

WINDOW: Final = 1024
MOST_BYTES: Final = 1300


@dataclass(frozen=True, slots=True)
class SrtpKeys:
    """Master key and salt of each direction, as the server sees them."""

    profile: int
    inbound: bytes
    outbound: bytes


@dataclass(frozen=True, slots=True)
class SrtpProfile:
    """How keying material is cut up for one cipher."""

    number: int
    key_length: int
    salt_length: int

    @property
    def material_length(self) -> int:
        """How many bytes the handshake must export."""
        return 2 * (self.key_length + self.salt_length)

    def keys_of_server(self, material: bytes) -> SrtpKeys:
        """Cut the material: both keys first, then both salts, the client's before the server's."""
        key, salt = self.key_length, self.salt_length
        salts = material[2 * key :]
        return SrtpKeys(self.number, material[:key] + salts[:salt], material[key : 2 * key] + salts[salt : 2 * salt])


PROFILES: Final = {
    b"SRTP_AEAD_AES_128_GCM": SrtpProfile(Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 16, 12),
    b"SRTP_AES128_CM_SHA1_80": SrtpProfile(Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 16, 14),
}


class Srtp:
    """Both directions of one peer's media; what cannot be trusted comes back as None."""

    def __init__(self, keys: SrtpKeys) -> None:
        self._inbound = Session(_policy(keys.inbound, Policy.SSRC_ANY_INBOUND, keys.profile))
        self._outbound = Session(_policy(keys.outbound, Policy.SSRC_ANY_OUTBOUND, keys.profile))

    def unprotect(self, datagram: bytes) -> bytes | None:
        """Return the RTP packet inside, unless it is forged, replayed or too long."""
        try:
            opened: bytes = self._inbound.unprotect(datagram)
        except (Error, ValueError):
            return None
        return opened

    def unprotect_rtcp(self, datagram: bytes) -> bytes | None:
        """Return the RTCP packet inside, unless it is forged, replayed or too long."""
        try:
            opened: bytes = self._inbound.unprotect_rtcp(datagram)
        except (Error, ValueError):
            return None
        return opened

    def protect(self, packet: bytes) -> bytes | None:
        """Encrypt an RTP packet; a number once used is refused, because reuse would reveal the key stream."""
        try:
            sealed: bytes = self._outbound.protect(packet)
        except (Error, ValueError):
            return None
        return sealed

    def protect_rtcp(self, packet: bytes) -> bytes | None:
        """Encrypt an RTCP packet."""
        try:
            sealed: bytes = self._outbound.protect_rtcp(packet)
        except (Error, ValueError):
            return None
        return sealed


def _policy(key: bytes, ssrc_type: int, profile: int) -> Policy:
    policy = Policy(key=key, ssrc_type=ssrc_type, srtp_profile=profile)
    policy.window_size = WINDOW
    policy.allow_repeat_tx = False
    return policy
