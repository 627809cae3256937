"""One transport: its keys, its path, and what it sends and is sent."""

from typing import Final

from visit_media.sfu.allowance import Allowance
from visit_media.sfu.plane.python.addresses import NAME_BYTES, PATH_OVER_TCP, name_of
from visit_media.sfu.plane.python.port import address_of
from visit_media.sfu.plane.python.sealing import Sealing
from visit_media.sfu.plane.python.sink import Sink
from visit_media.sfu.plane.python.stream import Repair, Stream
from visit_media.sfu.plane.terms import Address, PeerId
from visit_media.sfu.transport.srtp import SrtpKeys

MOST_SSRCS: Final = 1024
MOST_SSRCS_SENT: Final = 4096
"""Under which one peer was ever sent anything: what is known of their numbers is kept as long as the keys."""
PACKETS_PER_SECOND: Final = 5_000.0
PACKETS_AT_ONCE: Final = 10_000.0
"""What one peer may send: 60 Mbit/s, several times what the best camera and screen take."""
CONTROL_COSTS: Final = 10
"""RTCP is read by slower hands: a packet of it counts as so many of media."""
MOST_ARRIVALS: Final = 2000
PACKETS_HELD: Final = 8
STREAMS_HELD: Final = 32
TOLD_EACH_SECONDS: Final = 0.1
UNMEASURED_ROUND_TRIP_SECONDS: Final = 0.05

Key = bytes | Address
"""How a path is looked up: a UDP address in the kernel's form, or a path over TCP."""


class Held:
    """The first packets of an SSRC that nobody has added yet, decrypted."""

    __slots__ = ("packets", "told_at")

    def __init__(self) -> None:
        self.packets: list[tuple[bytes, float]] = []
        self.told_at = float("-inf")


class PlanePeer:
    """Everything the plane knows of one transport."""

    def __init__(self, id: PeerId, keys: SrtpKeys, family: int) -> None:
        self.id = id
        self.sealing = Sealing(keys)
        self.round_trip = UNMEASURED_ROUND_TRIP_SECONDS
        self.streams: dict[int, Stream | Repair] = {}
        self.sinks: set[Sink] = set()
        self.ssrcs: set[int] = set()
        self.left: dict[int, int] = {}
        """The last number sent under each SSRC that is no more: should it come back, it goes on from there."""
        self.held: dict[int, Held] = {}
        self.transport_number = 0
        self.arrivals: list[tuple[int, float]] = []
        self.arrivals_ssrc = 0
        self.is_faulty = False
        self.allowance = Allowance(per_second=PACKETS_PER_SECOND, burst=PACKETS_AT_ONCE)
        self.keys: tuple[Key, ...] = ()
        self.send_to: Address = ("", 0)
        self.name: bytes | None = None
        self.name_address = 0
        self._family = family
        self._name_buffer = bytearray(NAME_BYTES)

    def set_path(self, send_to: Address, heard_from: frozenset[Address]) -> None:
        """Send to this address; be heard from all of these."""
        self.send_to = send_to
        self.name = name_of(send_to, self._family) if send_to[0] != PATH_OVER_TCP else None
        if self.name is not None:
            self._name_buffer[: len(self.name)] = self.name
        self.name_address = address_of(self._name_buffer) if self.name is not None else 0
        self.keys = tuple(
            key for address in heard_from | {send_to} if (key := key_of(address, self._family)) is not None
        )
        for sink in self.sinks:
            sink.name_address = self.name_address

    def note_arrival(self, number: int, at: float) -> None:
        """Remember when a transport-wide number came, for feedback to the sender."""
        if len(self.arrivals) < MOST_ARRIVALS:
            self.arrivals.append((number, at))

    def hold(self, ssrc: int, packet: bytes, at: float) -> bool:
        """Keep a packet of an unknown SSRC; return whether somebody should be told."""
        held = self.held.get(ssrc)
        if held is None:
            if len(self.held) >= STREAMS_HELD:
                del self.held[next(iter(self.held))]
            held = self.held[ssrc] = Held()
        if len(held.packets) < PACKETS_HELD:
            held.packets.append((packet, at))
        if at - held.told_at < TOLD_EACH_SECONDS:
            return False
        held.told_at = at
        return True

    def take_held(self, ssrc: int) -> list[tuple[bytes, float]]:
        """Return what was kept of an SSRC, and keep it no longer."""
        held = self.held.pop(ssrc, None)
        return held.packets if held is not None else []


def key_of(address: Address, family: int) -> Key | None:
    """Return how this address is looked up, None when the socket cannot hear from it."""
    return address if address[0] == PATH_OVER_TCP else name_of(address, family)
