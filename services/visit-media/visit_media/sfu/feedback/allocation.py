"""Shares what a subscriber's network takes among the pictures it is shown."""

from dataclasses import dataclass
from typing import Final

SLACK: Final = 1.1
MARGIN: Final = 1.3


@dataclass(frozen=True, slots=True)
class Step:
    """One way to send a picture: a layer and the highest temporal layer of it, and what that costs."""

    rank: int
    temporal: int
    bits_per_second: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A video on somebody's screen: the ways it could be sent, coarsest first, none beyond what is of use there.

    `held` is the place among the steps of what is sent now, -1 when it is paused; past the last when it is new.
    """

    name: int
    steps: tuple[Step, ...]
    priority: int
    held: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """What each picture gets, None for nothing; what it would take in all to give the next one more."""

    chosen: dict[int, Step | None]
    wanted: float | None


def allocate(
    available: float, pictures: list[Picture], *, is_congested: bool = False, may_pause: bool = True
) -> Allocation:
    """Give every picture something before any gets more, and more to those that matter most.

    What is sent already may cost a little more than there is, unless that has just shown to be too much; what would be
    new must leave a margin. So nothing swings when rates vary.
    """
    ordered = sorted(pictures, key=lambda picture: -picture.priority)
    share = Share(available, available if is_congested else SLACK * available)
    for picture in ordered:
        share.try_next(picture, must=not may_pause)
    for priority in sorted({picture.priority for picture in ordered}, reverse=True):
        equals = [picture for picture in ordered if picture.priority == priority]
        while sum(share.try_next(picture) for picture in equals if share.has_any(picture)):
            pass  # a round that gave anybody more is followed by another
    return Allocation({picture.name: share.given(picture) for picture in ordered}, share.wanted(ordered))


class Share:
    """What has been given so far."""

    def __init__(self, available: float, for_held: float) -> None:
        self.places: dict[int, int] = {}
        self._available = available
        self._for_held = for_held
        self._spent = 0.0

    def given(self, picture: Picture) -> Step | None:
        """Return what the picture has been given."""
        return picture.steps[self.places[picture.name]] if self.has_any(picture) else None

    def has_any(self, picture: Picture) -> bool:
        """Whether the picture is sent at all."""
        return self.places[picture.name] >= 0

    def try_next(self, picture: Picture, *, must: bool = False) -> bool:
        """Give the picture its next step if there is enough left, or if it must have it."""
        place = self.places.setdefault(picture.name, -1)
        cost = self._cost(picture)
        if cost is None:
            return False
        is_held = place + 1 <= picture.held
        fits = self._spent + cost * (1.0 if is_held else MARGIN) <= (self._for_held if is_held else self._available)
        if not fits and not must:
            return False
        self._spent += cost
        self.places[picture.name] = place + 1
        return True

    def wanted(self, ordered: list[Picture]) -> float | None:
        """Return what would have to be available for the next step of the most important picture that lacks one."""
        for picture in sorted(ordered, key=lambda picture: (self.has_any(picture), -picture.priority)):
            cost = self._cost(picture)
            if cost is not None:
                return self._spent + cost * MARGIN
        return None

    def _cost(self, picture: Picture) -> float | None:
        place = self.places[picture.name]
        if place + 1 >= len(picture.steps):
            return None
        before = picture.steps[place].bits_per_second if place >= 0 else 0.0
        return max(0.0, picture.steps[place + 1].bits_per_second - before)
