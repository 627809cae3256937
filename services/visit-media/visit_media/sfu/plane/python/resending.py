"""What has been sent once more to one receiver, and how much of it may be (RFC 4588)."""

import secrets
from collections import OrderedDict
from typing import Final

from visit_media.sfu.allowance import Allowance
from visit_media.sfu.plane.terms import SinkTerms

MOST_TIMES: Final = 5
LEAST_SECONDS_BETWEEN: Final = 0.02
SHARE_OF_ROUND_TRIP: Final = 0.8
"""Receivers ask again after what they take for the round trip, which may be less than what we do."""
ASKS_REMEMBERED: Final = 512
MOST_AT_ONCE: Final = 256
MOST_PER_SECOND: Final = 500.0
PADDING_OCTETS: Final = 256


class Resending:
    """Numbers of the repair stream, and the limits: a receiver must not make us send without end."""

    __slots__ = ("_allowance", "_asked", "is_rtx", "number", "padded", "payload_type", "resent", "ssrc")

    def __init__(self, terms: SinkTerms, last_number: int | None) -> None:
        self.is_rtx = terms.repair_ssrc is not None and terms.repair_payload_type is not None
        self.ssrc = terms.repair_ssrc or 0
        self.payload_type = terms.repair_payload_type or 0
        self.number = secrets.randbelow(0x4000) + 0x4000 if last_number is None else last_number
        """The last number that was used; each is used once."""
        self.resent = self.padded = 0
        self._asked: OrderedDict[int, tuple[int, float]] = OrderedDict()
        self._allowance = Allowance(per_second=MOST_PER_SECOND, burst=MOST_AT_ONCE)

    def may(self, outgoing: int, now: float, round_trip: float) -> bool:
        """Whether this number may be sent once more now; counts it if so."""
        times, at = self._asked.get(outgoing, (0, 0.0))
        if times >= MOST_TIMES or (times and now - at < max(LEAST_SECONDS_BETWEEN, SHARE_OF_ROUND_TRIP * round_trip)):
            return False
        if not self.spend(now):
            return False
        self._asked[outgoing] = (times + 1, now)
        self._asked.move_to_end(outgoing)
        if len(self._asked) > ASKS_REMEMBERED:
            self._asked.popitem(last=False)
        return True

    def spend(self, now: float) -> bool:
        """Take one packet from what may be sent beside the media, if anything is left."""
        return self._allowance.take(1, now)

    def next_number(self) -> int:
        """Return the next number of the repair stream, 16 bits."""
        self.number += 1
        return self.number & 0xFFFF
