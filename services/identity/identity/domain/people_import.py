"""Many persons added at once: tried first, then confirmed, then everybody is added or nobody."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis.domain import Aggregate, event
from identity.domain.refusals import ImportHasBadRows, ImportOver, ImportUnknown

State = Literal["prepared", "running", "done", "failed", "cancelled"]
ImportedRole = Literal["patient", "staff"]


class PeopleImport(Aggregate):
    """How it stands, in counts and ids; what the rows say is kept beside the log, and only until this is over."""

    class Prepared(Aggregate.Created):
        prepared_by: UUID
        role: str
        row_count: int
        bad_row_count: int

    class Confirmed(Aggregate.Event):
        confirmed_by: UUID

    class Done(Aggregate.Event):
        added: int

    class Failed(Aggregate.Event):
        bad_row_count: int

    class Cancelled(Aggregate.Event):
        cancelled_by: UUID | None

    @event(Prepared)
    def __init__(
        self, id: UUID, prepared_by: UUID, role: ImportedRole, row_count: int, bad_row_count: int, timestamp: datetime
    ) -> None:
        self._id = id  # chosen by whoever asks, so that sending a file twice prepares it once
        self.prepared_by, self.role = prepared_by, role
        self.row_count, self.bad_row_count = row_count, bad_row_count
        self.state: State = "prepared"

    @property
    def is_over(self) -> bool:
        return self.state in ("done", "failed", "cancelled")

    def check_is_of(self, person_id: UUID) -> None:
        """To anyone but the one who prepared it, there is no such import."""
        if person_id != self.prepared_by:
            raise ImportUnknown

    def confirm(self, confirmed_by: UUID, now: datetime) -> None:
        """Let it run; saying so again changes nothing."""
        self.check_is_of(confirmed_by)
        if self.state in ("running", "done"):
            return
        if self.is_over:
            raise ImportOver
        if self.bad_row_count:
            raise ImportHasBadRows
        self._confirmed(confirmed_by, now)

    def cancel(self, cancelled_by: UUID, now: datetime) -> None:
        """Also while it is running: until everybody is added, nobody is."""
        self.check_is_of(cancelled_by)
        if self.state == "done":
            raise ImportOver
        if not self.is_over:
            self._cancelled(cancelled_by, now)

    def expire(self, now: datetime) -> None:
        """Nobody confirmed it in time."""
        if self.state == "prepared":
            self._cancelled(None, now)

    def finish(self, added: int, now: datetime) -> None:
        """Saved together with everybody who is added, so that both happened or neither."""
        if self.state != "running":
            raise ImportOver
        self._done(added, now)

    def fail(self, bad_row_count: int, now: datetime) -> None:
        """Some rows were good when it was prepared, and are no longer: nobody is added."""
        if self.state == "running":
            self._failed(bad_row_count, now)

    @event(Confirmed)
    def _confirmed(self, confirmed_by: UUID, timestamp: datetime) -> None:
        self.state = "running"

    @event(Done)
    def _done(self, added: int, timestamp: datetime) -> None:
        self.state = "done"

    @event(Failed)
    def _failed(self, bad_row_count: int, timestamp: datetime) -> None:
        self.state, self.bad_row_count = "failed", bad_row_count

    @event(Cancelled)
    def _cancelled(self, cancelled_by: UUID | None, timestamp: datetime) -> None:
        self.state = "cancelled"
