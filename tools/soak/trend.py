"""Whether something that is measured again and again stays as it is."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Limit:
    """What is measured, and how much more of it there may be at the end."""

    name: str
    unit: str
    may_grow_by: float
    may_grow_by_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Trend:
    """The medians of the second and the last quarter: the first is for warming up, and single outliers do not count."""

    limit: Limit
    early: float
    late: float

    @property
    def is_flat(self) -> bool:
        """Whether there is no more at the end than is allowed."""
        return self.late <= self.early * (1 + self.limit.may_grow_by_share) + self.limit.may_grow_by

    def __str__(self) -> str:
        verdict = "flat" if self.is_flat else "NOT FLAT"
        unit = f" {self.limit.unit}" if self.limit.unit else ""
        allowed = self.early * self.limit.may_grow_by_share + self.limit.may_grow_by
        return (
            f"{self.limit.name}: {self.early:.1f}{unit} in the second quarter, {self.late:.1f}{unit} in the last "
            f"(may grow by {allowed:.1f}): {verdict}"
        )


def trend_of(limit: Limit, samples: Sequence[float]) -> Trend:
    """Return how the samples, taken at even intervals, went on; ValueError when they are too few to say."""
    if len(samples) < QUARTERS:
        raise ValueError(f"{len(samples)} samples of {limit.name} are too few to tell a trend")
    size = len(samples) // QUARTERS
    return Trend(limit, statistics.median(samples[size : 2 * size]), statistics.median(samples[-size:]))
