"""One sign-in, from its beginning to its end."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.domain import Aggregate, event
from identity.domain.refusals import NotSignedIn

LONGEST_IDLE = timedelta(minutes=120)
LONGEST = timedelta(hours=12)


class Session(Aggregate):
    """Known by the hash of a token that only the browser holds."""

    class Opened(Aggregate.Created):
        person_id: UUID
        method: str
        token_hash: str

    class Closed(Aggregate.Event):
        pass

    @event(Opened)
    def __init__(self, id: UUID, person_id: UUID, method: str, token_hash: str, timestamp: datetime) -> None:
        self._id = id
        self.person_id, self.method, self.token_hash = person_id, method, token_hash
        self.opened_at, self.is_closed = timestamp, False

    def check_is_open(self, token_hash: str, last_click_at: datetime | None, now: datetime) -> None:
        """Clicks keep a session alive, nothing else does, and no session outlives its longest time."""
        last_sign_of_life = max(self.opened_at, last_click_at or self.opened_at)
        is_over = self.is_closed or now - last_sign_of_life >= LONGEST_IDLE or now - self.opened_at >= LONGEST
        if is_over or token_hash != self.token_hash:
            raise NotSignedIn

    def close(self, now: datetime) -> None:
        if not self.is_closed:
            self._closed(timestamp=now)

    @event(Closed)
    def _closed(self, timestamp: datetime) -> None:
        self.is_closed = True
