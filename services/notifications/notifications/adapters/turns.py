"""Whose notices are being sent: one person's go one after the other, so that what an operator took is told apart."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Column, MetaData, String, Table, Uuid, delete

from chassis.store import Database, Moment


class Turns:
    """Beside the log, for only the present matters; a turn that nobody gave back is over after a while."""

    def __init__(self, database: Database, lasts: timedelta) -> None:
        self._database, self._lasts = database, lasts
        metadata = MetaData(schema=database.schema)
        self._table = Table(
            "sending_turns",
            metadata,
            Column("person_id", Uuid, primary_key=True),
            Column("channel", String(16), primary_key=True),
            Column("holder", Uuid, nullable=False),
            Column("over_at", Moment, nullable=False),
        )
        database.create(metadata)

    def take(self, person_id: UUID, channel: str, now: datetime) -> UUID | None:
        """What the turn is given back with; None while another notice to this person is under way."""
        key = {"person_id": person_id, "channel": channel}
        fresh = {"holder": uuid4(), "over_at": now + self._lasts}
        # A clock that was set back must not leave a turn to nobody for longer than it lasts.
        is_over = (self._table.c.over_at <= now) | (self._table.c.over_at > now + self._lasts)
        put = self._database.insert(self._table).values(key | fresh)
        taken = put.on_conflict_do_update(index_elements=list(key), set_=fresh, where=is_over)
        with self._database.writing_once() as connection:
            holder: UUID | None = connection.execute(taken.returning(self._table.c.holder)).scalar()
        return holder

    def give_back(self, holder: UUID) -> None:
        """The next one's turn; one that was over already, and another's since, stays the other's."""
        with self._database.writing_once() as connection:
            connection.execute(delete(self._table).where(self._table.c.holder == holder))
