"""Bounds what answering nobody costs: hosts whose checks were refused too often are not read for a moment."""

from collections import OrderedDict
from typing import Final

MOST_REFUSED_A_SECOND: Final = 50
MOST_HOSTS: Final = 4096


class Strangers:
    """Refusals by host within the running second, of the hosts refused last."""

    def __init__(self) -> None:
        self._refusals: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def is_noisy(self, host: str, now: float) -> bool:
        """Whether this host has used up its second; it says nothing about addresses that proved to be a client's."""
        second, count = self._refusals.get(host, (0, 0))
        return second == int(now) and count >= MOST_REFUSED_A_SECOND

    def refused(self, host: str, now: float) -> None:
        """Count one more."""
        second, count = self._refusals.pop(host, (0, 0))
        self._refusals[host] = (int(now), count + 1 if second == int(now) else 1)
        if len(self._refusals) > MOST_HOSTS:
            self._refusals.popitem(last=False)
