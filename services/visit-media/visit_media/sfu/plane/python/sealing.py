"""SRTP of one peer, called without copies: libsrtp works in place on buffers that are reused (RFC 3711, 7714)."""

from typing import Any, Final

from pylibsrtp import Policy, Session
from pylibsrtp._binding import ffi, lib

from visit_media.sfu.transport.srtp import WINDOW, SrtpKeys

TAG_BYTES: Final = {
    Policy.SRTP_PROFILE_AEAD_AES_128_GCM: 16,
    Policy.SRTP_PROFILE_AEAD_AES_256_GCM: 16,
    Policy.SRTP_PROFILE_AES128_CM_SHA1_80: 10,
    Policy.SRTP_PROFILE_AES128_CM_SHA1_32: 4,
}
MOST_TRAILER_BYTES: Final = 32
"""What sealing may append to RTCP: index and tag."""
protect: Final[Any] = lib.srtp_protect
unprotect: Final[Any] = lib.srtp_unprotect
protect_control: Final[Any] = lib.srtp_protect_rtcp
unprotect_control: Final[Any] = lib.srtp_unprotect_rtcp
length: Final[Any] = ffi.new("int *")
"""Where libsrtp reads and leaves the length of what it works on."""


def pointers_into(buffer: bytearray, slot_bytes: int) -> list[Any]:
    """One pointer for each slot of a buffer, as libsrtp takes it."""
    start = ffi.from_buffer("char[]", buffer)
    return [start + at for at in range(0, len(buffer), slot_bytes)]


class Sealing:
    """The two directions. libsrtp refuses a number once used: sealing other bytes with it would reveal the key."""

    __slots__ = ("_sessions", "inbound", "outbound", "tag_bytes")

    def __init__(self, keys: SrtpKeys) -> None:
        """Raise ValueError when the keys are too short for their profile."""
        incoming = Session(_policy(keys.inbound, Policy.SSRC_ANY_INBOUND, keys.profile))
        outgoing = Session(_policy(keys.outbound, Policy.SSRC_ANY_OUTBOUND, keys.profile))
        self._sessions = (incoming, outgoing)  # frees them when it goes
        self.inbound: Any = incoming._srtp[0]
        self.outbound: Any = outgoing._srtp[0]
        self.tag_bytes = TAG_BYTES[keys.profile]


def _policy(key: bytes, ssrc_type: int, profile: int) -> Policy:
    policy = Policy(key=key, ssrc_type=ssrc_type, srtp_profile=profile)
    policy.window_size = WINDOW
    policy.allow_repeat_tx = False
    return policy
