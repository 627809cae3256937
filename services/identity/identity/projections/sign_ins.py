"""Every sign-in there ever was, whose it was and how it ended: where a look back at a person begins."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, String, Uuid, select, update

from chassis.store import Moment, Projection
from identity.domain.past_sign_in import PastSignIn
from identity.domain.session import Session


class SignIns(Projection):
    """Times and ways only; with what device is in nobody's history."""

    NAME = "sign_ins"

    def define(self) -> None:
        self.sign_ins = self.table(
            "sign_ins",
            Column("id", Uuid, primary_key=True),
            Column("person_id", Uuid, nullable=False, index=True),
            Column("method", String(20), nullable=False),
            Column("strength", String(20), nullable=False),
            Column("opened_at", Moment, nullable=False),
            Column("closed_at", Moment),
            Column("reason", String(30)),
        )

    def of_person(self, person_id: UUID, until: datetime) -> list[PastSignIn]:
        """Those begun by then, the first one first."""
        rows = self.sign_ins.c
        asked = select(rows.id, rows.method, rows.strength, rows.opened_at, rows.closed_at, rows.reason).where(
            rows.person_id == person_id, rows.opened_at <= until
        )
        with self.database.reading() as connection:
            return [PastSignIn(*row) for row in connection.execute(asked.order_by(rows.opened_at, rows.id))]

    def apply(self, connection: Connection, event: Any) -> None:
        match event:
            case Session.Opened():
                names = ("person_id", "method", "strength")
                row = {name: getattr(event, name) for name in names}
                opened = self.sign_ins.insert().values(id=event.originator_id, opened_at=event.timestamp, **row)
                connection.execute(opened)
            case Session.Closed():
                mine = self.sign_ins.c.id == event.originator_id
                closed = update(self.sign_ins).where(mine).values(closed_at=event.timestamp, reason=event.reason)
                connection.execute(closed)
