"""The server's half of ICE-lite: checks binding requests and answers them (RFC 8445, 8489)."""

from struct import error
from typing import Final

from aioice import stun

MOST_BYTES: Final = 1500
Address = tuple[str, int]


class BindingRequest:
    """A connectivity check that claims to come from a peer of ours."""

    def __init__(self, message: stun.Message, local_ufrag: str) -> None:
        self._message = message
        self.local_ufrag = local_ufrag

    @property
    def nominates(self) -> bool:
        """Whether the client has chosen this path."""
        return "USE-CANDIDATE" in self._message.attributes

    def is_signed_with(self, password: str) -> bool:
        """Whether the sender knows the password that only our answer told."""
        return self._message.check_message_integrity(password.encode())

    def answer(self, *, seen_from: Address, password: str) -> bytes:
        """Return the success response that tells the client how we see it."""
        response = stun.Message(
            stun.Method.BINDING,
            stun.Class.RESPONSE,
            transaction_id=self._message.transaction_id,
            attributes={"XOR-MAPPED-ADDRESS": (seen_from[0], seen_from[1])},
        )
        response.add_message_integrity(password.encode())
        return bytes(response)


def read_binding_request(datagram: bytes) -> BindingRequest | None:
    """Return the check the datagram carries, or None for anything else."""
    if len(datagram) > MOST_BYTES:
        return None
    try:
        message = stun.parse_message(datagram)
    except (ValueError, error):
        return None
    username = message.attributes.get("USERNAME")
    if message.message_method != stun.Method.BINDING or message.message_class != stun.Class.REQUEST or not username:
        return None
    return BindingRequest(message, username.split(":", 1)[0])
