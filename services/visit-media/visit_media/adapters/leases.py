"""Which pages wait for which visit, and when each was last heard of: beside the log, for only the latest matters."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ColumnElement, MetaData, Table, Uuid, delete, exists, select, update

from chassis.store import Database, Moment

Waiter = tuple[UUID, UUID]
"""A visit, and who waits for it."""


class Leases:
    """One row for each waiting page: a person may have several."""

    def __init__(self, database: Database) -> None:
        self.database = database
        metadata = MetaData(schema=database.schema)
        self.table = Table(
            "waiting_pages",
            metadata,
            Column("visit_id", Uuid, primary_key=True),
            Column("person_id", Uuid, primary_key=True),
            Column("wait_id", Uuid, primary_key=True),
            Column("session_id", Uuid, nullable=False, index=True),
            Column("renewed_at", Moment, nullable=False, index=True),
        )
        database.create(metadata)

    def begin(self, waiter: Waiter, wait_id: UUID, session_id: UUID, now: datetime) -> None:
        """A page waits, or waits on."""
        visit_id, person_id = waiter
        row = {"visit_id": visit_id, "person_id": person_id, "wait_id": wait_id}
        fresh = {"session_id": session_id, "renewed_at": now}
        put = self.database.insert(self.table).values(row | fresh)
        with self.database.writing() as connection:
            connection.execute(put.on_conflict_do_update(index_elements=list(row), set_=fresh))

    def go_on(self, waiter: Waiter, wait_id: UUID, now: datetime) -> None:
        """A page that waited is still there; one that did not begins nothing."""
        page = self._of(waiter) & (self.table.c.wait_id == wait_id)
        with self.database.writing() as connection:
            connection.execute(update(self.table).where(page).values(renewed_at=now))

    def end(self, waiter: Waiter, wait_id: UUID | None = None) -> None:
        """One page is gone, or all of a person's for this visit."""
        page = self._of(waiter) if wait_id is None else self._of(waiter) & (self.table.c.wait_id == wait_id)
        with self.database.writing() as connection:
            connection.execute(delete(self.table).where(page))

    def end_session(self, session_id: UUID) -> list[Waiter]:
        """The pages of a sign-in are gone; whose they were."""
        waiters = select(self.table.c.visit_id, self.table.c.person_id).distinct()
        mine = self.table.c.session_id == session_id
        with self.database.writing() as connection:
            ended = [(row.visit_id, row.person_id) for row in connection.execute(waiters.where(mine))]
            connection.execute(delete(self.table).where(mine))
        return ended

    def end_unheard(self, since: datetime) -> None:
        """Forget the pages that nobody has heard of since."""
        unheard = self.table.c.renewed_at < since
        with self.database.reading() as connection:
            if not connection.execute(select(exists().where(unheard))).scalar():
                return
        with self.database.writing() as connection:
            connection.execute(delete(self.table).where(unheard))

    def session_of(self, waiter: Waiter) -> UUID | None:
        """The sign-in of the page last heard of; None when there is no page."""
        latest = select(self.table.c.session_id).where(self._of(waiter)).order_by(self.table.c.renewed_at.desc())
        with self.database.reading() as connection:
            session_id: UUID | None = connection.execute(latest.limit(1)).scalar()
        return session_id

    def visits_of(self, person_id: UUID) -> list[UUID]:
        """The visits that a person has a page waiting for."""
        visits = select(self.table.c.visit_id).where(self.table.c.person_id == person_id).distinct()
        with self.database.reading() as connection:
            return list(connection.execute(visits).scalars())

    def waiters(self) -> set[Waiter]:
        """Everyone who has a page."""
        with self.database.reading() as connection:
            rows = connection.execute(select(self.table.c.visit_id, self.table.c.person_id).distinct())
            return {(row.visit_id, row.person_id) for row in rows}

    def _of(self, waiter: Waiter) -> ColumnElement[bool]:
        return (self.table.c.visit_id == waiter[0]) & (self.table.c.person_id == waiter[1])
