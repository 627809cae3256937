"""How good a connection is to those who use it, in one number (after ITU-T G.107, simplified)."""

from dataclasses import dataclass
from math import log
from typing import Final

BEST: Final = 93.2
NETWORK_PER_MILLISECOND: Final = 0.024
LONG_MILLISECONDS: Final = 177.3
LONG_PER_MILLISECOND: Final = 0.11
LOSS_WEIGHT: Final = 30.0
LOSS_STEEPNESS: Final = 15.0
PAUSED_COSTS: Final = 25.0


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured between a member and us; times in seconds, loss as a share of the worse direction."""

    loss: float
    round_trip: float
    jitter: float
    is_short: bool
    """Whether pictures are withheld because its network does not take them."""

    @property
    def score(self) -> float:
        """From 1 (useless) to 5 (nothing to be wished for)."""
        delay = 1000 * (self.round_trip / 2 + 2 * self.jitter)
        rating = BEST - NETWORK_PER_MILLISECOND * delay
        rating -= LONG_PER_MILLISECOND * max(0.0, delay - LONG_MILLISECONDS)
        rating -= LOSS_WEIGHT * log(1 + LOSS_STEEPNESS * self.loss)
        rating -= PAUSED_COSTS if self.is_short else 0.0
        rating = max(0.0, rating)
        opinion = 1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating)
        return max(1.0, min(5.0, opinion * 5 / 4.41))
