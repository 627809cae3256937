"""The media server itself: one plane, all members, and the clock that drives their feedback."""

import asyncio
import time
from itertools import count
from typing import Final

from prometheus_client import REGISTRY

from visit_media.sfu.members.board import Board
from visit_media.sfu.members.dispatch import Dispatch
from visit_media.sfu.members.member import Member, MemberListener
from visit_media.sfu.members.waking import Waking
from visit_media.sfu.metrics import LOOP_DELAY, Census, ForwardingCollector
from visit_media.sfu.negotiation.terms import Candidate, Reachability
from visit_media.sfu.plane.interface import Plane
from visit_media.sfu.plane.python.plane import PythonPlane
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.certificate import Identity
from visit_media.sfu.transport.peer import Peer
from visit_media.sfu.transport.switchboard import Switchboard
from visit_media.sfu.transport.tcp import TCP, TcpPort

TICK_SECONDS: Final = 0.02
TICKS_PER_ARRIVALS: Final = 5
TICKS_PER_TENDING: Final = 10
TICKS_PER_MEASURE: Final = 25
TICKS_PER_REPORT: Final = 50


class Forwarding:
    """Holds the ports open and keeps every member's promises to its client.

    `announced_addresses` are what clients are told to reach; with `tcp_port` they may come by TCP where UDP is blocked.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        announced_addresses: tuple[str, ...],
        tcp_port: int | None = None,
        plane: Plane | None = None,
    ) -> None:
        self.plane: Plane = plane if plane is not None else PythonPlane(host, port)
        self._waking = Waking(self.plane.fileno(), self._poll)
        self._identity = Identity()
        self._announced_addresses = announced_addresses
        self._members: dict[Member, int] = {}
        self._phases = count()
        self._board = Board(self.plane)
        self._tcp = None if tcp_port is None else TcpPort(host, tcp_port, self._receive_tcp, self._tcp_ended)
        self._switchboard = Switchboard(self._send, self._seen_from)
        self._dispatch = Dispatch(self._board, self._switchboard, self._send)
        self._collector = ForwardingCollector(self.plane.counters, self._census)
        self._ticks = 0
        self._due_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def port(self) -> int:
        """The UDP port that was bound."""
        return self.plane.port

    @property
    def is_busy(self) -> bool:
        """Whether the clock goes: there is somebody to keep promises to."""
        return self._timer is not None

    async def open_tcp(self) -> None:
        """Begin to receive by TCP, if that is configured; raise OSError when the port is taken."""
        if self._tcp is not None:
            await self._tcp.open()

    def open(self) -> None:
        """Begin to receive."""
        REGISTRY.register(self._collector)
        self._waking.open()

    def close(self) -> None:
        """Let every member go and give the ports back."""
        for member in list(self._members):
            self.remove(member)
        if self._timer is not None:
            self._timer.cancel()
        self._waking.close()
        if self._tcp is not None:
            self._tcp.close()
        self.plane.close()
        REGISTRY.unregister(self._collector)

    def add(
        self, listener: MemberListener, *, is_single: bool = True, group: int = 0, allows_pause: bool = True
    ) -> Member:
        """Make room for one client.

        `group` is its room's number, in which only the loudest are heard if many speak. A client that `allows_pause`
        may be sent no picture at all when its network does not take any.
        """
        member = Member(
            self._board,
            self._identity,
            self._send,
            listener,
            is_single=is_single,
            group=group,
            allows_pause=allows_pause,
        )
        self._members[member] = next(self._phases)
        for peer in member.peers:
            self._switchboard.add(peer)
        if self._timer is None:
            self._due_at = time.monotonic()
            self._tick()
        return member

    def remove(self, member: Member) -> None:
        """Close everything of one client."""
        if member in self._members:
            del self._members[member]
            member.close()
            for peer in member.peers:
                self._switchboard.remove(peer)

    def reach(self, peer: Peer) -> Reachability:
        """Return where and how the client finds this transport."""
        candidates = [Candidate(address, self.plane.port) for address in self._announced_addresses]
        if self._tcp is not None:
            candidates += [Candidate(address, self._tcp.port, TCP) for address in self._announced_addresses]
        return Reachability(peer.ufrag, peer.password, self._identity.fingerprint, tuple(candidates))

    def _send(self, address: Address, datagram: bytes) -> None:
        if address[0] == TCP and self._tcp is not None:
            self._tcp.send(address, datagram)
        else:
            self.plane.send(address, datagram)

    def _seen_from(self, address: Address) -> Address:
        return address if self._tcp is None else self._tcp.remote(address)

    def _receive_tcp(self, address: Address, datagram: bytes) -> None:
        self.plane.receive(address, datagram, time.monotonic())
        self._poll()

    def _tcp_ended(self, address: Address) -> None:
        self._switchboard.path_ended(address)

    def _poll(self) -> None:
        now = time.monotonic()
        self._dispatch.hand_on(self.plane.poll(now), now)

    def _tick(self) -> None:
        if not self._members:
            self._timer = None  # the next to come winds the clock up again
            return
        now = time.monotonic()
        LOOP_DELAY.observe(max(0.0, now - self._due_at))
        self._due_at = now + TICK_SECONDS
        self._timer = asyncio.get_running_loop().call_later(TICK_SECONDS, self._tick)
        self._ticks += 1
        if not self._waking.is_gathering:
            self._poll()
        self._dispatch.ask_for_key_frames(now)
        for member, phase in list(self._members.items()):
            self._tend(member, self._ticks + phase, now)

    def _tend(self, member: Member, ticks: int, now: float) -> None:
        """Do what is due for one member: each has moments of its own, lest packets wait for all of it together."""
        if ticks % TICKS_PER_TENDING == 0:
            for peer in member.peers:
                peer.tend(now)
        if ticks % TICKS_PER_ARRIVALS == 0:
            member.ingress.tell_arrivals()
        if ticks % TICKS_PER_MEASURE == 0:
            member.measure(now)
        if ticks % TICKS_PER_REPORT == 0:
            member.ingress.report(now)
        member.tend(now)

    def _census(self) -> Census:
        return Census(
            members=len(self._members),
            streams=len(self._board.layers),
            sinks=len(self._board.downlinks),
            estimates=tuple(member.downlink_estimate for member in self._members),
        )
