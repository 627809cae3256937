"""Who is sent a stream, sorted so that everyone in a group is written the same."""

from typing import TYPE_CHECKING, Any

from visit_media.sfu.plane.python.packet import Packet
from visit_media.sfu.plane.python.sink import ALL_TEMPORAL, Sink

if TYPE_CHECKING:
    from visit_media.sfu.plane.python.stream import Stream

Letter = tuple[Packet, Any, bytes, int, int, int, int]
"""A packet, what writes it, everything behind the header, octets in all, first octet, and where two things lie in it:
the payload, and a long picture id with TL0PICIDX behind it (0: it has none)."""


class Group:
    """Sinks with the same extension numbers; plain ones need no look at each packet."""

    __slots__ = ("due", "form", "is_plain", "key", "sinks")

    def __init__(self, key: tuple[bool, tuple[int, ...]], sink: Sink) -> None:
        self.key = key
        self.is_plain = key[0]
        self.form = sink.form
        self.sinks: list[Sink] = []
        self.due: list[Letter] = []
        """What each of them is to be sent before anything else happens."""


def _key_of(sink: Sink) -> tuple[bool, tuple[int, ...]]:
    is_plain = sink.temporal == sink.wanted_temporal == ALL_TEMPORAL and bool(sink.name_address)
    return is_plain, sink.form.signature


def join(stream: "Stream", sink: Sink) -> None:
    """Send the stream to this sink from now on. Whoever walks over the groups now does not see it."""
    key = _key_of(sink)
    group = next((group for group in stream.groups if group.key == key), None)
    if group is None:
        group = Group(key, sink)
        stream.groups = [*stream.groups, group]
    group.sinks = [*group.sinks, sink]


def leave(stream: "Stream", sink: Sink) -> None:
    """Send it to this sink no longer."""
    for group in stream.groups:
        if sink in group.sinks:
            group.sinks = [other for other in group.sinks if other is not sink]
    stream.groups = [group for group in stream.groups if group.sinks]


def sort_anew(sink: Sink) -> None:
    """Look again at which group it belongs to."""
    if sink.stream is not None:
        leave(sink.stream, sink)
        join(sink.stream, sink)


def give_up_waiting(sink: Sink) -> None:
    """Aim at nothing."""
    if sink.target is not None:
        sink.target.waiting = [other for other in sink.target.waiting if other is not sink]
        sink.target = None
