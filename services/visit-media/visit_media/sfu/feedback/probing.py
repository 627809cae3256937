"""Tries with padding whether more would get through, before anything that is seen depends on it."""

from typing import Final

PACKET_BITS: Final = (256 + 12 + 28 + 16) * 8
GROWTH: Final = 2.5
LEAST_STEP: Final = 200_000.0
SHORTEST_SECONDS: Final = 0.25
LONGEST_SECONDS: Final = 0.5
LONGER: Final = 1.25
FURTHER: Final = 1.4
FURTHEST: Final = 3.0
NO_NEWS_SECONDS: Final = 1.2
FIRST_PATIENCE_SECONDS: Final = 1.0
MOST_PATIENCE_SECONDS: Final = 2.0
BLAMED_SECONDS: Final = 6.0
FORGIVEN_SECONDS: Final = 30.0
ECHO_SECONDS: Final = 1.3
MOST_PACKETS_AT_ONCE: Final = 40
FEWEST_PACKETS: Final = 12
QUEUED_AT_MOST_SECONDS: Final = 0.2
FREELY_MISSED: Final = 3
MOST_MISSED_SHARE: Final = 0.12


class Probing:
    """One attempt at a time; after a failure it waits a little, for a network that has recovered should be used soon.

    An attempt that seemed to succeed and was followed by congestion had proved too little: the next ones last longer
    and reach further than what is wanted, which a network that has truly recovered bears.
    """

    def __init__(self) -> None:
        self._goal: float | None = None
        self._began_at = self._ends_at = self._filled_at = 0.0
        self._round_trip = 0.0
        self._owed = 0.0
        self._left = 0
        self._missed = 0
        self._seconds = SHORTEST_SECONDS
        self._reach = 1.0
        self._patience = FIRST_PATIENCE_SECONDS
        self._not_before = float("-inf")
        self._succeeded_at = float("-inf")
        self._blamed_at = float("-inf")
        self._failed_at = float("-inf")

    @property
    def is_running(self) -> bool:
        """Whether an attempt is made or waits to be judged."""
        return self._goal is not None

    def consider(self, wanted: float, *, estimate: float, round_trip: float, now: float) -> None:
        """Begin an attempt if there is something to win and no reason to wait."""
        if self._goal is not None or now < self._not_before or wanted <= estimate:
            return
        if now - self._blamed_at > FORGIVEN_SECONDS:
            self._seconds, self._reach = SHORTEST_SECONDS, 1.0
        self._goal = self._reach * min(wanted, max(GROWTH * estimate, estimate + LEAST_STEP))
        self._began_at = self._filled_at = now
        self._ends_at = now + self._seconds
        self._round_trip = round_trip
        self._owed, self._missed = 0.0, 0
        # Where nothing more gets through, this is how long what is shown has to wait behind the padding.
        self._left = max(FEWEST_PACKETS, int(QUEUED_AT_MOST_SECONDS * estimate / PACKET_BITS))

    def padding(self, sent: float, now: float) -> int:
        """Return how many packets of padding are due; `sent` is what flows without them, in bits per second."""
        if self._goal is None or self._filled_at >= self._ends_at:
            return 0
        until = min(now, self._ends_at)
        self._owed += max(0.0, self._goal - sent) * (until - self._filled_at)
        self._filled_at = until
        packets = min(MOST_PACKETS_AT_ONCE, self._left, int(self._owed / PACKET_BITS))
        self._owed -= packets * PACKET_BITS
        self._left -= packets
        if not self._left:
            self._ends_at = self._filled_at
        return packets

    def has_just_ended(self, now: float) -> bool:
        """Whether the last of the padding was due at this moment: now the delay says most."""
        return self._goal is not None and self._filled_at >= self._ends_at > now - 0.02

    def missed(self, packets: int, sent_per_second: float, now: float) -> bool:
        """Count what the receiver asks for again meanwhile; whether it is too much and the attempt has failed."""
        if self._goal is None:
            return False
        self._missed += packets
        passed = max(0.1, now - self._began_at)
        if self._missed <= FREELY_MISSED + MOST_MISSED_SHARE * sent_per_second * passed:
            return False
        self.congested(now)
        return True

    def congested(self, now: float, *, is_certain: bool = False) -> bool:
        """Take bad news; whether only the attempt is to blame, because more was sent than is shown to anybody.

        When it `is_certain` that it is not, then an attempt that succeeded of late had deceived.
        """
        if self._goal is None and not is_certain and now - self._failed_at < ECHO_SECONDS:
            return True  # another report on the same attempt
        was_trying = self._goal is not None and not is_certain
        if was_trying or now - self._succeeded_at < BLAMED_SECONDS:
            self._patience = min(MOST_PATIENCE_SECONDS, 1.5 * self._patience)
        if was_trying:
            self._failed_at = now
        elif now - self._succeeded_at < BLAMED_SECONDS:
            self._seconds = min(LONGEST_SECONDS, LONGER * self._seconds)
            self._reach = min(FURTHEST, FURTHER * self._reach)
            self._blamed_at, self._succeeded_at = now, float("-inf")
        self._goal = None
        self._not_before = now + self._patience
        return was_trying

    def failed(self, now: float) -> None:
        """What is being tried makes packets wait: end it, without harm to anything else."""
        if self._goal is not None:
            self.congested(now)

    def reached(self, now: float, *, is_reported: bool) -> float | None:
        """Return what got through, once: when it is reported on, or nothing bad was heard for a while."""
        waiting = self._round_trip if is_reported else NO_NEWS_SECONDS
        if self._goal is None or now < self._ends_at + waiting:
            return None
        goal, self._goal = self._goal, None
        self._succeeded_at = now
        if now - self._not_before > BLAMED_SECONDS:
            self._patience = FIRST_PATIENCE_SECONDS
        return goal
