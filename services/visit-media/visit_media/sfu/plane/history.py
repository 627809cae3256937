"""Keeps the packets sent last, encrypted as they were, so that they can be sent again."""

from typing import Final

KEPT_OF_VIDEO: Final = 256  # two seconds of the finest layer; every subscription keeps its own, so more costs memory
KEPT_OF_AUDIO: Final = 64
LEAST_SECONDS_BETWEEN: Final = 0.02
MOST_TIMES: Final = 5


class Sent:
    """One packet as it left."""

    __slots__ = ("resent_at", "sealed", "sequence", "times")

    def __init__(self, sequence: int, sealed: bytes) -> None:
        self.sequence = sequence
        self.sealed = sealed
        self.times = 0
        self.resent_at = 0.0


class History:
    """A ring of ciphertexts. Encrypting anew would use a nonce twice, so only stored bytes leave again."""

    def __init__(self, size: int) -> None:
        self._ring: list[Sent | None] = [None] * size
        self._size = size

    def store(self, sequence: int, sealed: bytes) -> None:
        """Remember a packet in place of the one sent `size` packets ago."""
        self._ring[sequence % self._size] = Sent(sequence, sealed)

    def find(self, sequence: int, now: float) -> bytes | None:
        """Return a packet to send again, unless it is gone or was sent again just now."""
        sent = self._ring[sequence % self._size]
        if sent is None or sent.sequence != sequence or sent.times >= MOST_TIMES:
            return None
        if sent.times and now - sent.resent_at < LEAST_SECONDS_BETWEEN:
            return None
        sent.times += 1
        sent.resent_at = now
        return sent.sealed
