"""What is counted over the whole plane, and the events until they are taken."""

from typing import Final

from visit_media.sfu.plane.counters import PlaneCounters
from visit_media.sfu.plane.events import Event

MOST_EVENTS: Final = 2000


class Tally:
    """Plain numbers that everything in the plane adds to."""

    def __init__(self) -> None:
        self.datagrams_received = self.datagrams_refused = self.datagrams_unsent = 0
        self.packets_received = self.packets_malformed = self.packets_unauthentic = self.packets_excessive = 0
        self.packets_forwarded = self.packets_resent = 0
        self.octets_received = self.octets_sent = 0
        self.switches = 0

    def counters(self) -> PlaneCounters:
        """Return them as they stand."""
        return PlaneCounters(**vars(self))


class Happenings:
    """A batch of events that cannot grow without end."""

    __slots__ = ("_events",)

    def __init__(self) -> None:
        self._events: list[Event] = []

    def tell(self, event: Event) -> bool:
        """Add one; False when the batch is full and it was dropped, as the network drops what comes too fast."""
        if len(self._events) >= MOST_EVENTS:
            return False
        self._events.append(event)
        return True

    def insist(self, event: Event) -> None:
        """Add one of those whose number is bounded already."""
        self._events.append(event)

    def take(self) -> list[Event]:
        """Return all and begin a new batch."""
        events, self._events = self._events, []
        return events
