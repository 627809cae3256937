"""How often one may ask: moving windows for an address, for a session, or for everyone together.

They are counted in the memory of this process. A provider with several gateways allows each of them the full figure,
and a restart forgets what was counted: good enough against guessing and flooding, which need far more than that.
"""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Literal

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage.memory import Entry, MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from chassis.telling import counter
from gateway.session import Session

LIMITED = counter("gateway", "limited", "Requests refused because there were too many", ("route", "per"))
IPV6_BITS_OF_A_HOUSEHOLD = 64
TIDIED_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in any stretch of so many seconds, for each address, each session, or everyone together."""

    times: int
    seconds: int
    per: Literal["address", "session", "everyone"]


class TooMany(Exception):
    """There were too many; `seconds` is when the next one is let through."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class Limiting:
    """`factor` widens every limit, for tests and benchmarks that ask as no reception does."""

    def __init__(self, factor: int = 1) -> None:
        self._factor = factor
        self._windows = MovingWindowRateLimiter(Windows())

    def count(self, route: str, limits: Iterable[Limit], address: str, session: Session | None) -> None:
        """Count one request against every limit of its route; the one that is full raises `TooMany`."""
        for limit in limits:
            item = self._item(limit)
            keys = (route, limit.per, _who(limit, address, session))
            if not self._windows.hit(item, *keys):
                LIMITED.labels(route, limit.per).inc()
                opens_at = self._windows.get_window_stats(item, *keys).reset_time
                raise TooMany(max(1, math.ceil(opens_at - time.time())))

    def _item(self, limit: Limit) -> RateLimitItem:
        return RateLimitItemPerSecond(limit.times * self._factor, limit.seconds)


class Windows(MemoryStorage):
    """The library's own, but that it tidies up now and then by itself, and not in a thread for every few requests."""

    def __init__(self) -> None:
        super().__init__()
        # The library's thread replaces the lists of entries: what is counted meanwhile would be lost.
        self.timer.cancel()
        self.timer.join()
        self._counted = 0

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        now = time.time()
        entries = self.events.setdefault(key, [])  # the newest first
        if amount > limit or (len(entries) > limit - amount and entries[limit - amount].atime >= now - expiry):
            return False
        del entries[limit - amount :]
        entries[:0] = [Entry(expiry) for _ in range(amount)]
        self._counted += 1
        if self._counted % TIDIED_EVERY == 0:
            for quiet in [each for each, counted in self.events.items() if not counted or counted[0].expiry < now]:
                del self.events[quiet]
        return True


def _who(limit: Limit, address: str, session: Session | None) -> str:
    if limit.per == "session" and session is not None:
        return str(session.session_id)
    return "everyone" if limit.per == "everyone" else _household(address)


def _household(address: str) -> str:
    """An IPv4 address, or the network that an IPv6 customer is given: they have 2^64 addresses to ask from."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(int(known) >> IPV6_BITS_OF_A_HOUSEHOLD)
