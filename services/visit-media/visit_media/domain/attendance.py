"""Who came into one visit's room and who left it."""

from collections.abc import Container
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from chassis.domain import Aggregate, event

Reason = Literal["left", "connection_lost", "visit_ended", "removed", "replaced", "server_stopped"]
# The same more exactly: every way to go that the media server knows.
Departure = Literal[
    "left",
    "lost",
    "never_came",
    "media_failed",
    "replaced",
    "removed",
    "ended",
    "refused",
    "mismatched",
    "shutdown",
]


@dataclass(frozen=True, slots=True)
class Quality:
    """How one connection was: losses of the worse direction in thousandths, nothing of what was said or shown."""

    seconds: int
    worst_loss_permille: int
    mean_loss_permille: int
    mean_round_trip_milliseconds: int
    video_paused_seconds: int
    resumes: int


@dataclass(frozen=True, slots=True)
class Connection:
    """One media connection of one person."""

    person_id: UUID
    session_id: UUID | None
    is_open: bool


class Attendance(Aggregate):
    """The attendance of one visit, under the visit's id. A connection comes once and goes once."""

    class Begun(Aggregate.Created):
        pass

    class Joined(Aggregate.Event):
        person_id: UUID
        connection_id: str
        session_id: UUID | None = None  # the sign-in by which the person came; unknown in the oldest events

    class Left(Aggregate.Event):
        person_id: UUID
        connection_id: str
        reason: str
        session_id: UUID | None = None
        departure: str | None = None  # unknown in the oldest events, as is the quality
        quality: dict[str, int] | None = None

        class_version = 2

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state.setdefault("departure", None)
            state.setdefault("quality", None)

    @event(Begun)
    def __init__(self, id: UUID, timestamp: datetime) -> None:
        self._id = id
        self.connections: dict[str, Connection] = {}

    @property
    def present(self) -> list[UUID]:
        """Who is here, each once however many connections there are, in the order of coming."""
        return list(dict.fromkeys(each.person_id for each in self.connections.values() if each.is_open))

    def join(self, person_id: UUID, connection_id: str, session_id: UUID | None, now: datetime) -> None:
        """A connection was opened; being told twice changes nothing."""
        if connection_id not in self.connections:
            self._joined(person_id, connection_id, session_id, timestamp=now)

    def leave(
        self,
        connection_id: str,
        reason: Reason,
        now: datetime,
        *,
        departure: Departure | None = None,
        quality: Quality | None = None,
    ) -> None:
        """A connection is over; the first reason counts, and one that never came cannot go."""
        connection = self.connections.get(connection_id)
        if connection is not None and connection.is_open:
            self._left(
                connection.person_id,
                connection_id,
                reason,
                connection.session_id,
                departure,
                None if quality is None else asdict(quality),
                timestamp=now,
            )

    def close_all(self, reason: Reason, now: datetime, *, but: Container[str] = ()) -> None:
        """Every connection is over, except those named."""
        for connection_id, connection in list(self.connections.items()):
            if connection.is_open and connection_id not in but:
                self.leave(connection_id, reason, now)

    @event(Joined)
    def _joined(
        self, person_id: UUID, connection_id: str, session_id: UUID | None = None, *, timestamp: datetime
    ) -> None:
        self.connections[connection_id] = Connection(person_id, session_id, is_open=True)

    @event(Left)
    def _left(
        self,
        person_id: UUID,
        connection_id: str,
        reason: str,
        session_id: UUID | None = None,
        departure: str | None = None,
        quality: dict[str, int] | None = None,
        *,
        timestamp: datetime,
    ) -> None:
        self.connections[connection_id] = Connection(person_id, session_id, is_open=False)
