"""One notice: to one person, by one way, of one cause."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid5

from chassis.domain import Aggregate, event
from notifications.domain.back_off import LONGEST, next_attempt_at, tried_until, useful_until
from notifications.domain.refusals import NotDue, NoticeNotFailed, TooLate

Channel = Literal["sms", "email", "in_app"]
State = Literal["waiting", "sending", "uncertain", "sent", "delivered", "failed", "suppressed"]

INTERRUPTED = "interrupted"
"""Whoever made the attempt is gone, and has been for longer than any attempt takes: it is looked into at once."""
NAMESPACE = UUID("c7a6a2b1-5f6e-4d3b-8c1d-2f0f4a9d7e61")


class Notice(Aggregate):
    """Exactly one for each cause, person, channel and kind: its id is made of them. No text, no number, no address."""

    class Asked(Aggregate.Created):
        person_id: UUID
        visit_id: UUID
        channel: str
        kind: str
        starts_at: datetime
        length_minutes: int
        previous_starts_at: datetime | None
        previous_length_minutes: int | None
        visit_count: int
        together_id: UUID | None
        sequence: int

    class SendingBegan(Aggregate.Event):
        attempt: int

    class Deferred(Aggregate.Event):
        attempt: int
        next_attempt_at: datetime
        code: str

    class Uncertain(Aggregate.Event):
        attempt: int
        look_again_at: datetime
        code: str

    class Sent(Aggregate.Event):
        operator_id: str
        person_id: UUID
        visit_id: UUID
        channel: str

    class Delivered(Aggregate.Event):
        operator_id: str
        person_id: UUID
        visit_id: UUID
        channel: str

    class Failed(Aggregate.Event):
        code: str
        person_id: UUID
        visit_id: UUID
        channel: str

    class Suppressed(Aggregate.Event):
        code: str
        person_id: UUID
        visit_id: UUID
        channel: str

    class AskedAgain(Aggregate.Event):
        asked_by: UUID

    @staticmethod
    def id_of(cause: str, person_id: UUID, channel: str, kind: str) -> UUID:
        return uuid5(NAMESPACE, f"{cause}/{person_id}/{channel}/{kind}")

    @event(Asked)
    def __init__(
        self,
        id: UUID,
        person_id: UUID,
        visit_id: UUID,
        channel: Channel,
        kind: str,
        starts_at: datetime,
        length_minutes: int,
        previous_starts_at: datetime | None,
        previous_length_minutes: int | None,
        visit_count: int,
        together_id: UUID | None,
        sequence: int,
        timestamp: datetime,
    ) -> None:
        self._id = id
        self.person_id, self.visit_id, self.channel, self.kind = person_id, visit_id, channel, kind
        self.starts_at, self.length_minutes = starts_at, length_minutes
        self.previous_starts_at, self.previous_length_minutes = previous_starts_at, previous_length_minutes
        self.visit_count, self.together_id, self.sequence = visit_count, together_id, sequence
        self.asked_at = timestamp
        # What is in the platform is there at once; nobody sends it.
        self.state: State = "delivered" if channel == "in_app" else "waiting"
        self.attempts = 0
        self.tries = 0
        """Attempts and looks since it was asked for: the more, the longer the pause."""
        self.began_at: datetime | None = None
        self.next_attempt_at: datetime | None = None  # None: at once
        self.code: str | None = None

    @property
    def useful_until(self) -> datetime:
        return useful_until(self.kind, self.starts_at, self.length_minutes)

    @property
    def tried_until(self) -> datetime:
        return tried_until(self.kind, self.asked_at, self.starts_at, self.length_minutes)

    def is_due(self, now: datetime) -> bool:
        """A time further ahead than any pause is long was set before the clock was put back."""
        return self.next_attempt_at is None or not now < self.next_attempt_at <= now + LONGEST

    def begin(self, now: datetime) -> int:
        """The number of the attempt. Two who begin at once collide in the log: one of them sends."""
        if self.state not in ("waiting", "uncertain") or not self.is_due(now):
            raise NotDue
        self._sending_began(self.attempts + 1, timestamp=now)
        return self.attempts

    def accept(self, operator_id: str, now: datetime) -> None:
        """The operator has it. To learn it late, or after a receipt that came before the answer, changes nothing."""
        if self.state in ("sending", "uncertain", "waiting"):
            self._sent(operator_id, **self._whose(), timestamp=now)

    def defer(self, attempt: int, code: str, now: datetime) -> None:
        """The operator certainly does not have it: later again, unless it is too late for that."""
        if not self._is_at(attempt):
            return
        again_at = next_attempt_at(self.tries, now)
        if again_at > self.tried_until:
            self._failed(code, **self._whose(), timestamp=now)
        else:
            self._deferred(attempt, again_at, code, timestamp=now)

    def doubt(self, attempt: int, code: str, now: datetime) -> None:
        """Nobody knows whether it was sent; it is looked into again, until that is too late."""
        if not self._is_at(attempt):
            return
        again_at = now if code == INTERRUPTED else next_attempt_at(self.tries, now)
        if self.state == "uncertain" and again_at > self.tried_until:
            self._failed("unknown_outcome", **self._whose(), timestamp=now)
        else:
            self._uncertain(attempt, again_at, code, timestamp=now)

    def fail(self, attempt: int, code: str, now: datetime) -> None:
        if self._is_at(attempt):
            self._failed(code, **self._whose(), timestamp=now)

    def suppress(self, code: str, now: datetime) -> None:
        """It is not sent. One that may have been sent is not called held back: its outcome stays unknown."""
        if self.state == "waiting":
            self._suppressed(code, **self._whose(), timestamp=now)
        elif self.state == "uncertain":
            self._failed("unknown_outcome", **self._whose(), timestamp=now)

    def receive(self, outcome: Literal["sent", "delivered", "failed"], operator_id: str, now: datetime) -> None:
        """What the operator says became of it, in any order and as often as it likes: delivered is the last word."""
        if self.attempts == 0 or self.state == "delivered":
            return
        if outcome == "delivered":
            self._delivered(operator_id, **self._whose(), timestamp=now)
        elif outcome == "failed" and self.state in ("sending", "uncertain", "sent"):
            self._failed("operator_failed", **self._whose(), timestamp=now)
        elif outcome == "sent":
            self.accept(operator_id, now)

    def ask_again(self, asked_by: UUID, now: datetime) -> None:
        if self.state not in ("failed", "uncertain"):
            raise NoticeNotFailed
        if now >= self.useful_until:
            raise TooLate
        self._asked_again(asked_by, timestamp=now)

    def _is_at(self, attempt: int) -> bool:
        """Whether this attempt's outcome is still awaited; what a later one or a receipt settled stays settled."""
        return attempt == self.attempts and self.state in ("sending", "uncertain")

    def _whose(self) -> dict[str, Any]:
        """What others are told with the end of a notice, which is published event by event."""
        return {"person_id": self.person_id, "visit_id": self.visit_id, "channel": self.channel}

    @event(SendingBegan)
    def _sending_began(self, attempt: int, timestamp: datetime) -> None:
        self.state, self.attempts, self.began_at = "sending", attempt, timestamp
        self.tries += 1
        self.next_attempt_at = None

    @event(Deferred)
    def _deferred(self, attempt: int, next_attempt_at: datetime, code: str, timestamp: datetime) -> None:
        self.state, self.next_attempt_at, self.code = "waiting", next_attempt_at, code

    @event(Uncertain)
    def _uncertain(self, attempt: int, look_again_at: datetime, code: str, timestamp: datetime) -> None:
        self.state, self.next_attempt_at, self.code = "uncertain", look_again_at, code
        self.tries += 1

    @event(Sent)
    def _sent(self, operator_id: str, person_id: UUID, visit_id: UUID, channel: str, timestamp: datetime) -> None:
        self.state, self.code, self.next_attempt_at = "sent", None, None

    @event(Delivered)
    def _delivered(self, operator_id: str, person_id: UUID, visit_id: UUID, channel: str, timestamp: datetime) -> None:
        self.state, self.code, self.next_attempt_at = "delivered", None, None

    @event(Failed)
    def _failed(self, code: str, person_id: UUID, visit_id: UUID, channel: str, timestamp: datetime) -> None:
        self.state, self.code, self.next_attempt_at = "failed", code, None

    @event(Suppressed)
    def _suppressed(self, code: str, person_id: UUID, visit_id: UUID, channel: str, timestamp: datetime) -> None:
        self.state, self.code, self.next_attempt_at = "suppressed", code, None

    @event(AskedAgain)
    def _asked_again(self, asked_by: UUID, timestamp: datetime) -> None:
        self.state, self.asked_at, self.code = "waiting", timestamp, None
        self.tries, self.next_attempt_at = 0, None
