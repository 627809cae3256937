"""When each session was last clicked in: kept beside the log, because only the latest click matters."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, MetaData, Table, Uuid, delete, select

from chassis.store import Database, Moment
from chassis.store.asking import QuestionOfSome

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
        session_id = self.table.c.session_id
        self._last = QuestionOfSome(database, select(session_id, self.table.c.clicked_at), session_id)
        inserted = database.insert(self.table)
        told = {"clicked_at": inserted.excluded.clicked_at}
        self._noted = inserted.on_conflict_do_update(index_elements=["session_id"], set_=told)

    def last(self, session_ids: Iterable[UUID]) -> dict[UUID, datetime]:
        """The latest click in each of these sessions that was ever clicked in."""
        return {row[0]: row[1] for row in self._last.rows(session_ids)}

    def note(self, last: Mapping[UUID, datetime | None], now: datetime) -> dict[UUID, datetime]:
        """The clicks that count as the last ones from now on, in sessions that `last` were clicked in then."""
        counts = {each: at for each, at in last.items() if at is not None and now - at < NOTED_EVERY}
        new = [each for each in last if each not in counts]
        if new:
            with self.database.writing() as connection:
                connection.execute(self._noted, [{"session_id": each, "clicked_at": now} for each in new])
                if any(last[each] is None for each in new):
                    connection.execute(delete(self.table).where(self.table.c.clicked_at < now - KEPT))
        return counts | dict.fromkeys(new, now)
