"""When each session was last clicked in: kept beside the log, because only the latest click matters."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, MetaData, Table, Uuid, delete, select

from chassis.store import Database, Moment

NOTED_EVERY = timedelta(seconds=20)  # a click sooner than this after the last one tells nothing new
KEPT = timedelta(days=2)


class Clicks:
    def __init__(self, database: Database) -> None:
        self.database = database
        metadata = MetaData(schema=database.schema)
        self.table = Table(
            "clicks",
            metadata,
            Column("session_id", Uuid, primary_key=True),
            Column("clicked_at", Moment, nullable=False, index=True),
        )
        database.create(metadata)

    def last(self, session_id: UUID) -> datetime | None:
        mine = select(self.table.c.clicked_at).where(self.table.c.session_id == session_id)
        with self.database.reading() as connection:
            clicked_at: datetime | None = connection.execute(mine).scalar()
        return clicked_at

    def note(self, session_id: UUID, now: datetime) -> datetime:
        """The click that counts as the last one from now on."""
        last = self.last(session_id)
        if last is not None and now - last < NOTED_EVERY:
            return last
        noted = self.database.insert(self.table).values(session_id=session_id, clicked_at=now)
        with self.database.writing() as connection:
            connection.execute(noted.on_conflict_do_update(index_elements=["session_id"], set_={"clicked_at": now}))
            if last is None:
                connection.execute(delete(self.table).where(self.table.c.clicked_at < now - KEPT))
        return now
