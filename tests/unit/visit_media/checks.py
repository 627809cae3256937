"""Connectivity checks as clients sign them."""

from aioice import stun

from visit_media.sfu.transport.stun import BindingRequest, read_binding_request


def check(ufrag: str, password: str, *, nominates: bool = False, leads: bool = True) -> bytes:
    """Return a binding request."""
    role = "ICE-CONTROLLING" if leads else "ICE-CONTROLLED"
    attributes: dict[str, object] = {"USERNAME": f"{ufrag}:clnt", "PRIORITY": 1853693695, role: 1}
    if nominates:
        attributes["USE-CANDIDATE"] = None
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, attributes=attributes)
    message.add_message_integrity(password.encode())
    return bytes(message)


def read(datagram: bytes) -> BindingRequest:
    """Return it as the server reads it."""
    request = read_binding_request(datagram)
    assert request is not None
    return request
