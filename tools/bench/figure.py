"""One measured figure, beside its peer's."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """`ratio` is ours / peer_value; `bar` is the ratio that we promise to keep to."""

    name: str
    unit: str
    ours: float
    peer: str
    peer_value: float
    better: Literal["lower", "higher"]
    bar: float
    command: str
    ratio: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ratio", self.ours / self.peer_value)

    @property
    def is_within_bar(self) -> bool:
        return self.ratio <= self.bar if self.better == "lower" else self.ratio >= self.bar
