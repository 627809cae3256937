"""Connectivity checks as the server sees them: read, verified, answered (RFC 8489, RFC 8445 section 7.3)."""

from struct import error
from typing import Final

from aioice import stun

from visit_media.sfu.plane.terms import Address

MOST_BYTES: Final = 1500
ROLE_CONFLICT: Final = (487, "Role Conflict")


class BindingRequest:
    """A connectivity check that claims to come from a client of ours."""

    def __init__(self, message: stun.Message, local_ufrag: str) -> None:
        self._message = message
        self.local_ufrag = local_ufrag

    @property
    def nominates(self) -> bool:
        """Whether the client has chosen this path."""
        return "USE-CANDIDATE" in self._message.attributes

    @property
    def is_in_conflict(self) -> bool:
        """Whether the client believes that we lead; a lite agent never does (RFC 8445 section 6.1.1)."""
        return "ICE-CONTROLLED" in self._message.attributes

    def is_signed_with(self, password: str) -> bool:
        """Whether the sender knows the password that only our description told."""
        return self._message.check_message_integrity(password.encode())

    def answer(self, *, seen_from: Address, password: str) -> bytes:
        """Return the success response that tells the client how we see it."""
        return self._signed(stun.Class.RESPONSE, {"XOR-MAPPED-ADDRESS": seen_from}, password)

    def refuse_role(self, *, password: str) -> bytes:
        """Return the error response that makes the client lead from now on."""
        return self._signed(stun.Class.ERROR, {"ERROR-CODE": ROLE_CONFLICT}, password)

    def _signed(self, kind: stun.Class, attributes: dict[str, object], password: str) -> bytes:
        response = stun.Message(
            stun.Method.BINDING, kind, transaction_id=self._message.transaction_id, attributes=attributes
        )
        response.add_message_integrity(password.encode())
        return bytes(response)


def read_binding_request(datagram: bytes) -> BindingRequest | None:
    """Return the check the datagram carries, or None for anything else, also without a right FINGERPRINT."""
    if len(datagram) > MOST_BYTES:
        return None
    try:
        message = stun.parse_message(datagram)
    except (ValueError, error):
        return None
    if message.message_method != stun.Method.BINDING or message.message_class != stun.Class.REQUEST:
        return None
    username = message.attributes.get("USERNAME")
    if not username or "FINGERPRINT" not in message.attributes:
        return None
    return BindingRequest(message, username.split(":", 1)[0])
