"""Addresses in the form the kernel takes and gives them (sockaddr_in, sockaddr_in6), which costs nothing to compare."""

import socket
from struct import Struct
from typing import Final

from visit_media.sfu.plane.terms import Address

NAME_BYTES: Final = 32
OF_IPV4: Final = Struct("=H2s4s8x")
OF_IPV6: Final = Struct("=H2sI16sI")
OF_MAPPED: Final = "::ffff:"
"""How a socket for both families calls an IPv4 host; outside the plane it has its own name."""
PATH_OVER_TCP: Final = "tcp"


def name_of(address: Address, family: int) -> bytes | None:
    """Return the kernel's form of a UDP address, or None when this family of sockets cannot reach it."""
    host, port = address
    try:
        if family == socket.AF_INET:
            return OF_IPV4.pack(socket.AF_INET, port.to_bytes(2, "big"), socket.inet_pton(socket.AF_INET, host))
        if ":" not in host:
            host = OF_MAPPED + host
        host, _, scope = host.partition("%")
        packed = socket.inet_pton(socket.AF_INET6, host)
        number = int(scope) if scope.isdecimal() else socket.if_nametoindex(scope) if scope else 0
        return OF_IPV6.pack(socket.AF_INET6, port.to_bytes(2, "big"), 0, packed, number)
    except (OSError, OverflowError):
        return None


def address_from(name: bytes) -> Address:
    """Return the address that the kernel wrote like this."""
    if int.from_bytes(name[:2], "little") == socket.AF_INET:
        _, port, packed = OF_IPV4.unpack(name[: OF_IPV4.size])
        return socket.inet_ntop(socket.AF_INET, packed), int.from_bytes(port, "big")
    _, port, _, packed, scope = OF_IPV6.unpack(name[: OF_IPV6.size])
    host = socket.inet_ntop(socket.AF_INET6, packed)
    host = host.removeprefix(OF_MAPPED) if "." in host else host
    return (f"{host}%{scope}" if scope else host), int.from_bytes(port, "big")
