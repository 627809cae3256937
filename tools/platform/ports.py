"""Every port the platform listens on, chosen here and nowhere else."""

import random
import socket
from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_BASE = 8400
BASE_VARIABLE = "CARE_PORT_BASE"
LOOPBACK = "127.0.0.1"
FIRST_EPHEMERAL, LAST_EPHEMERAL = 12_000, 32_000


@dataclass(frozen=True)
class Port:
    """One place to listen: what it is for, and which variable moves it."""

    name: str
    offset: int
    purpose: str
    kind: socket.SocketKind = socket.SOCK_STREAM

    @property
    def variable(self) -> str:
        return f"CARE_PORT_{self.name.upper()}"


PORTS = (
    Port("gateway", 0, "the web pages and their API"),
    Port("media_ws", 1, "the media server's signalling"),
    Port("media_udp", 2, "sound and pictures", socket.SOCK_DGRAM),
    Port("amqp", 10, "the message broker"),
    Port("amqp_dist", 11, "the broker's own control"),
    Port("epmd", 12, "the broker's name server"),
    Port("postgres", 13, "the database"),
    Port("supervisor", 14, "the process manager"),
    Port("health_identity_service", 20, "the health of identity's service"),
    Port("health_identity_follower", 21, "the health of identity's follower"),
    Port("health_booking_service", 22, "the health of booking's service"),
    Port("health_booking_follower", 23, "the health of booking's follower"),
    Port("health_visit_media_service", 24, "the health of visit-media's service"),
    Port("health_visit_media_follower", 25, "the health of visit-media's follower"),
    Port("health_media", 26, "the health of the media server"),
    Port("health_gateway", 27, "the health of the gateway"),
    Port("health_audit_service", 28, "the health of audit's service"),
    Port("health_audit_follower", 29, "the health of audit's follower"),
    Port("health_notifications_service", 30, "the health of notifications' service"),
    Port("health_notifications_follower", 31, "the health of notifications' follower"),
)


class PortTaken(Exception):
    """Someone else listens where the platform wants to; the text says where, why and what to set."""


class PortInvalid(Exception):
    """A variable holds something that is no port."""


def chosen_ports(environment: Mapping[str, str]) -> dict[str, int]:
    """Name → number: the base plus an offset, unless the port's own variable says otherwise."""
    base = _number(environment, BASE_VARIABLE, DEFAULT_BASE)
    return {port.name: _number(environment, port.variable, base + port.offset) for port in PORTS}


def ephemeral_ports() -> dict[str, int]:
    """Free ports for a second platform, below those the system hands to outgoing connections."""
    span = max(port.offset for port in PORTS) + 1
    while True:
        base = random.randrange(FIRST_EPHEMERAL, LAST_EPHEMERAL, span)
        ports = {port.name: base + port.offset for port in PORTS}
        if all(_is_free(port, ports[port.name]) for port in PORTS):
            return ports


def check_free(ports: Mapping[str, int], *, unused: frozenset[str] = frozenset()) -> None:
    """Raise PortTaken for the first port that someone else holds."""
    for port in PORTS:
        if port.name in unused:
            continue
        number = ports[port.name]
        if not _is_free(port, number):
            raise PortTaken(
                f"Port {number} ({port.purpose}) is already in use: set {port.variable} to a free port, "
                f"or {BASE_VARIABLE} to move all of them."
            )


def _is_free(port: Port, number: int) -> bool:
    try:
        _listening(port, number).close()
    except OSError:
        return False
    return True


def _listening(port: Port, number: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, port.kind)
    if port.kind is socket.SOCK_STREAM:
        # A port whose last connections are still fading out is free for a new listener.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, number))
        if port.kind is socket.SOCK_STREAM:
            listener.listen(1)
    except OSError:
        listener.close()
        raise
    return listener


def _number(environment: Mapping[str, str], variable: str, default: int) -> int:
    text = environment.get(variable, "")
    if not text:
        return default
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise PortInvalid(f"{variable}={text} is no port: give a number from 1 to 65535.")
    return int(text)
