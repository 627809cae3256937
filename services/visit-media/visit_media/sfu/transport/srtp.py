"""The keys of media as a DTLS handshake yields them (RFC 3711, 5764, 7714)."""

from dataclasses import dataclass
from typing import Final

from pylibsrtp import Policy

WINDOW: Final = 1024


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
