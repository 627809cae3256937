"""One transport of a member: its peer, and its number in the plane."""

import secrets
from collections.abc import Callable
from typing import Final, Protocol

from visit_media.sfu.members.board import Board
from visit_media.sfu.plane.terms import Address, PeerId
from visit_media.sfu.transport.certificate import Identity
from visit_media.sfu.transport.peer import Peer
from visit_media.sfu.transport.srtp import SrtpKeys

UNMEASURED_ROUND_TRIP_SECONDS: Final = 0.05
NEWEST_WEIGHS: Final = 0.3
WORTH_TELLING: Final = 0.2


class LineListener(Protocol):
    """Whoever the transport belongs to."""

    def opened(self, line: "Line") -> None:
        """Media may flow."""
        ...

    def heard(self, label: str, message: bytes) -> None:
        """A data message came."""
        ...

    def broken(self, line: "Line") -> None:
        """Nothing more will come or go."""
        ...


class Line:
    """Tells the plane what becomes of a peer. `number` is the plane's, None until the keys are agreed."""

    def __init__(
        self,
        board: Board,
        identity: Identity,
        send: Callable[[Address, bytes], None],
        listener: LineListener,
        *,
        opens_channels: bool = False,
    ) -> None:
        self.own_ssrc = secrets.randbits(32) or 1
        self.number: PeerId | None = None
        self.round_trip = 0.0
        self.peer = Peer(identity, send, self, opens_channels=opens_channels)
        self._board = board
        self._listener = listener
        self._told_round_trip = UNMEASURED_ROUND_TRIP_SECONDS

    def secured(self, peer: Peer, keys: SrtpKeys) -> None:
        """The keys are agreed: the plane may take and send media."""
        if peer.address is None:
            return
        self.number = self._board.plane.add_peer(keys, peer.address)
        self._set_path()
        self._listener.opened(self)

    def moved(self, peer: Peer) -> None:
        """The client is reached elsewhere."""
        self._set_path()

    def data(self, label: str, message: bytes) -> None:
        """A message came on a data channel."""
        self._listener.heard(label, message)

    def failed(self, peer: Peer) -> None:
        """The client ended it, or can no longer be reached."""
        self._listener.broken(self)

    def measured(self, round_trip: float) -> None:
        """Take a round trip in seconds; the plane hears of it when it has changed by much."""
        weight = NEWEST_WEIGHS if self.round_trip else 1.0
        self.round_trip += weight * (round_trip - self.round_trip)
        if abs(self.round_trip - self._told_round_trip) > WORTH_TELLING * self._told_round_trip:
            self._set_path()

    def send_control(self, packet: bytes) -> None:
        """Send RTCP, if there are keys to seal it with."""
        if self.number is not None:
            self._board.plane.send_control(self.number, packet)

    def close(self) -> None:
        """Forget the transport with all it carried."""
        self.peer.close()
        if self.number is not None:
            self._board.members.pop(self.number, None)
            self._board.plane.remove_peer(self.number)
            self.number = None

    def _set_path(self) -> None:
        if self.number is None or self.peer.address is None:
            return
        if self.round_trip:
            self._told_round_trip = self.round_trip
        self._board.plane.set_path(self.number, self.peer.address, self.peer.addresses, self._told_round_trip)
