"""Which rearrangements are not over yet: what the follower's loop has to go on with."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Uuid, delete, select

from booking.domain.rearrangement import Rearrangement
from chassis.store import Moment, Projection
from chassis.store.asking import Question


class RunningRearrangements(Projection):
    NAME = "running_rearrangements"

    def define(self) -> None:
        self.running = self.table(
            "running_rearrangements",
            Column("id", Uuid, primary_key=True),
            Column("asked_at", Moment, nullable=False),
        )
        running = self.running.c
        self._ids = Question(self.database, select(running.id).order_by(running.asked_at, running.id))

    def ids(self) -> list[UUID]:
        """The first asked first."""
        return [rearrangement_id for (rearrangement_id,) in self._ids.rows()]

    def apply(self, connection: Connection, event: Any) -> None:
        match event:
            case Rearrangement.Planned():
                connection.execute(self.running.insert().values(id=event.originator_id, asked_at=event.timestamp))
            case Rearrangement.Stopped() | Rearrangement.Finished():
                connection.execute(delete(self.running).where(self.running.c.id == event.originator_id))
