"""Who holds an HSA-id, found by its keyed hash when a broker names one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Integer, Uuid, delete, select

from chassis.store import Database, Projection
from identity.domain.person import Person

IndexOf = Callable[[str], UUID]


class StaffIds(Projection):
    """A place to look, not the truth: whoever asks compares with the person in the log."""

    NAME = "staff_ids"

    def __init__(self, database: Database, index_of: IndexOf) -> None:
        self._index_of = index_of
        super().__init__(database)

    def define(self) -> None:
        self.staff_ids = self.table(
            "staff_ids",
            Column("person_id", Uuid, primary_key=True),
            Column("staff_id", Uuid, nullable=False, index=True),
            Column("version", Integer, nullable=False),
        )

    def holders(self, staff_id: str) -> list[UUID]:
        asked = select(self.staff_ids.c.person_id).where(self.staff_ids.c.staff_id == self._hashed(staff_id)).limit(2)
        with self.database.reading() as connection:
            return list(connection.execute(asked).scalars())

    def apply(self, connection: Connection, event: Any) -> None:
        if not isinstance(event, Person.Registered | Person.ProfileChanged):
            return
        person_id, version = event.originator_id, event.originator_version
        if event.hsa_id is None:
            connection.execute(delete(self.staff_ids).where(self.staff_ids.c.person_id == person_id))
            return
        row = {"person_id": person_id, "staff_id": self._hashed(event.hsa_id), "version": version}
        self.database.put_newer(connection, self.staff_ids, row)

    def _hashed(self, staff_id: str) -> UUID:
        return self._index_of(f"hsa:{staff_id.strip().upper()}")
