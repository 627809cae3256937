"""Joins streams with different numbers and clocks into one that never jumps."""

import secrets
from collections import deque
from typing import Final

from visit_media.sfu.packets.vp8 import Vp8Descriptor, rewrite
from visit_media.sfu.plane.uplink import Arrival, Layer

PICTURE_IDS: Final = 0x8000
LARGEST_DISAGREEMENT_SECONDS: Final = 3.0
RUNS_REMEMBERED: Final = 256


class Continuity:
    """Offsets that hold from one switch to the next, so a late packet finds its own place again."""

    def __init__(self, clock_rate: int) -> None:
        self._clock_rate = clock_rate
        self._layer: Layer | None = None
        self._runs: deque[tuple[int, int]] = deque(maxlen=RUNS_REMEMBERED)
        self._newest = -1
        self._last = secrets.randbelow(0x4000) + 0x10000
        self.timestamp_offset = secrets.randbits(32)
        self._last_timestamp = 0
        self._last_at = 0.0
        self._picture_offset = 0
        self._last_picture = -1
        self._tl0_offset = 0
        self._last_tl0 = -1

    def switch(self, arrival: Arrival) -> None:
        """Continue with this packet of its layer right after the last packet that left."""
        layer, descriptor = arrival.layer, arrival.descriptor
        self._runs.clear()
        self._runs.append((arrival.extended, self._last + 1 - arrival.extended))
        self._newest = arrival.extended - 1
        if self._layer is not None and self._layer is not layer:
            expected = self._expected_timestamp(self._layer, arrival)
            self.timestamp_offset = (expected - arrival.packet.timestamp) & 0xFFFFFFFF
        if descriptor is not None and self._last_picture >= 0 and descriptor.picture_id is not None:
            self._picture_offset = self._last_picture + 1 - descriptor.picture_id
        if descriptor is not None and self._last_tl0 >= 0 and descriptor.tl0 is not None:
            self._tl0_offset = self._last_tl0 + 1 - descriptor.tl0
        self._layer = layer

    def number(self, extended: int) -> int | None:
        """Return the outgoing sequence number, or None for what came before the switch."""
        for first, offset in reversed(self._runs):
            if extended >= first:
                self._newest = max(self._newest, extended)
                self._last = max(self._last, extended + offset)
                return (extended + offset) & 0xFFFF
        return None

    def skip(self, extended: int) -> bool:
        """Leave a packet out without a gap; False when later ones have left already and it must go after all."""
        if extended <= self._newest:
            return False
        first, offset = self._runs[-1]
        if first == extended:
            self._runs.pop()  # several in a row make one step
        self._runs.append((extended + 1, offset - 1))
        self._newest = extended
        return True

    def timestamp(self, timestamp: int, now: float) -> int:
        """Return the outgoing timestamp."""
        outgoing = (timestamp + self.timestamp_offset) & 0xFFFFFFFF
        if not self._last_at or 0 < (outgoing - self._last_timestamp) & 0xFFFFFFFF < 0x80000000:
            self._last_timestamp, self._last_at = outgoing, now
        return outgoing

    def payload(self, payload: bytes, descriptor: Vp8Descriptor) -> bytes:
        """Return the payload with counters that continue those sent before."""
        picture = tl0 = 0
        if descriptor.picture_id is not None:
            picture = (descriptor.picture_id + self._picture_offset) % PICTURE_IDS
            if self._last_picture < 0 or 0 < (picture - self._last_picture) % PICTURE_IDS < PICTURE_IDS // 2:
                self._last_picture = picture
        if descriptor.tl0 is not None:
            tl0 = (descriptor.tl0 + self._tl0_offset) & 0xFF
            if self._last_tl0 < 0 or 0 < (tl0 - self._last_tl0) & 0xFF < 0x80:
                self._last_tl0 = tl0
        if not self._picture_offset and not self._tl0_offset:
            return payload
        return rewrite(payload, descriptor, picture_id=picture, tl0=tl0)

    def _expected_timestamp(self, before: Layer, arrival: Arrival) -> int:
        by_arrival = self._last_timestamp + max(1, round((arrival.at - self._last_at) * self._clock_rate))
        by_report = self._by_sender_reports(before, arrival.layer, arrival.packet.timestamp)
        if by_report is not None:
            ahead = ((by_report - self._last_timestamp + 0x80000000) & 0xFFFFFFFF) - 0x80000000
            apart = abs(self._last_timestamp + ahead - by_arrival)
            if ahead > 0 and apart < LARGEST_DISAGREEMENT_SECONDS * self._clock_rate:
                return by_report
        return by_arrival

    def _by_sender_reports(self, before: Layer, after: Layer, timestamp: int) -> int | None:
        old, new = before.statistics.sender_report, after.statistics.sender_report
        if old is None or new is None:
            return None
        since_new = ((timestamp - new.rtp + 0x80000000) & 0xFFFFFFFF) - 0x80000000
        between = (new.ntp - old.ntp) * self._clock_rate >> 32
        return (old.rtp + between + since_new + self.timestamp_offset) & 0xFFFFFFFF
