"""The plane, and who stands behind the numbers it gives."""

from collections import Counter
from typing import TYPE_CHECKING, Final

from visit_media.sfu.plane.interface import Plane
from visit_media.sfu.plane.terms import PeerId, SinkId, StreamId

if TYPE_CHECKING:
    from visit_media.sfu.members.downlink import Downlink
    from visit_media.sfu.members.member import Member
    from visit_media.sfu.members.uplink import Layer

LOUDEST: Final = 6


class Board:
    """Shared by all members of one plane; entries of what is gone are taken out by whoever made them."""

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        self.members: dict[PeerId, Member] = {}
        self.layers: dict[StreamId, Layer] = {}
        self.downlinks: dict[SinkId, Downlink] = {}
        self.awaiting_key_frame: set[Layer] = set()
        self._voices: Counter[int] = Counter()

    def voice_added(self, group: int) -> None:
        """Somebody in this room sends sound; of many only the loudest are passed on."""
        self._voices[group] += 1
        if group and self._voices[group] == LOUDEST + 1:
            self.plane.gate(group, LOUDEST)

    def voice_removed(self, group: int) -> None:
        """Somebody in this room sends sound no longer."""
        self._voices[group] -= 1
        if group and self._voices[group] == LOUDEST:
            self.plane.gate(group, 0)
        if not self._voices[group]:
            del self._voices[group]
