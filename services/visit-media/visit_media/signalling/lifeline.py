"""When a client counts as gone."""

from typing import Final, Protocol

from visit_media.sfu.transport.peer import Peer
from visit_media.signalling import departures
from visit_media.signalling.connections import Connections
from visit_media.signalling.departures import Departure

SILENCE_SECONDS: Final = 15.0
CONNECT_SECONDS: Final = 30.0
KEPT_UNPLUGGED_SECONDS: Final = 10.0


class Lifeline(Protocol):
    """What shows that a client is still there."""

    @property
    def paths(self) -> tuple[Peer, ...]:
        """Its media paths, first the one that counts as being connected."""
        ...

    @property
    def connections(self) -> Connections:
        """What is being negotiated."""
        ...

    @property
    def began_at(self) -> float:
        """When it came."""
        ...

    @property
    def resumed_at(self) -> float:
        """When it last came back."""
        ...

    @property
    def unplugged_at(self) -> float | None:
        """When its WebSocket broke."""
        ...


def why_over(client: Lifeline, now: float) -> Departure | None:
    """Return how a client is lost, or None while it is there, or may yet come back."""
    primary = client.paths[0]
    if any(path.has_failed for path in client.paths):
        return departures.MEDIA_FAILED
    if client.unplugged_at is not None and now - client.unplugged_at > KEPT_UNPLUGGED_SECONDS:
        return departures.LOST
    if not primary.is_connected and now - client.began_at > CONNECT_SECONDS:
        return departures.NEVER_CAME
    if any(
        path.is_connected and now - max(path.heard_at, client.resumed_at) > SILENCE_SECONDS for path in client.paths
    ):
        return departures.LOST
    return departures.MISMATCHED if client.connections.is_stuck(now) else None
