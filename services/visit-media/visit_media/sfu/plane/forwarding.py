"""The media server itself: one port, all members, and the clock that drives their feedback."""

import asyncio
import time
from dataclasses import dataclass
from typing import Final

from prometheus_client import REGISTRY

from visit_media.sfu.metrics import ForwardingCollector
from visit_media.sfu.plane.member import Member, MemberListener
from visit_media.sfu.transport.dtls import Fingerprint, Identity
from visit_media.sfu.plane.udp import UdpPort

TICK_SECONDS: Final = 0.02
TICKS_PER_ARRIVALS: Final = 5
TICKS_PER_REPORT: Final = 50


@dataclass(frozen=True, slots=True)
class Reachability:
    """What an answer tells a client so that it finds its peer here."""

    ufrag: str
    password: str
    fingerprint: Fingerprint
    address: str
    port: int


class Forwarding:
    """Holds the port open and keeps every member's promises to its client."""

    def __init__(self, *, host: str, port: int, announced_address: str) -> None:
        self._identity = Identity()
        self._port = UdpPort(host, port)
        self._announced_address = announced_address
        self._members: set[Member] = set()
        self._collector = ForwardingCollector()
        self._ticks = 0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def port(self) -> int:
        """The UDP port that was bound."""
        return self._port.number

    def open(self) -> None:
        """Begin to receive."""
        REGISTRY.register(self._collector)
        self._port.open()
        self._tick()

    def close(self) -> None:
        """Let every member go and give the port back."""
        for member in list(self._members):
            self.remove(member)
        if self._timer is not None:
            self._timer.cancel()
        self._port.close()
        REGISTRY.unregister(self._collector)

    def add(self, listener: MemberListener) -> Member:
        """Make room for one client."""
        member = Member(self._identity, self._port, listener)
        self._members.add(member)
        self._port.add(member.peer)
        return member

    def remove(self, member: Member) -> None:
        """Close everything of one client."""
        if member in self._members:
            self._members.discard(member)
            member.close()
            self._port.remove(member.peer)

    def reach(self, member: Member) -> Reachability:
        """Return where and how this member's client finds us."""
        return Reachability(
            member.peer.ufrag,
            member.peer.password,
            self._identity.fingerprint,
            self._announced_address,
            self._port.number,
        )

    def _tick(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(TICK_SECONDS, self._tick)
        self._ticks += 1
        now = time.monotonic()
        for member in self._members:
            if not member.peer.is_connected:
                member.peer.tend()
                continue
            member.ask(now)
            if self._ticks % TICKS_PER_ARRIVALS == 0:
                member.ingress.tell_arrivals()
            if self._ticks % TICKS_PER_REPORT == 0:
                member.ingress.report(now)
                member.choose_layers(now)
