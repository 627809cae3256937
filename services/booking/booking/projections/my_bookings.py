"""«Mina bokningar»: the tables of all visits and of who belongs to them, as the log tells."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Table, and_, bindparam, delete, func, or_, select, update

from booking.domain.visit import Visit
from booking.projections.visit_rows import (
    OPEN_SHELVES,
    TOLD,
    SealedWords,
    facts_of,
    participant_columns,
    shelf_of,
    visit_columns,
)
from chassis.sealing import KeyRing
from chassis.store import Database, Projection
from chassis.store.asking import Question
from chassis.store.gathering import Writes, in_rounds

DETAILS_CHANGED = (Visit.Booked, Visit.Changed, Visit.PersonTakenOut)


class MyBookings(Projection):
    """Names and reasons stay sealed in the tables and are opened for whoever asks."""

    NAME = "my_bookings_v3"

    def __init__(self, database: Database, keys: KeyRing) -> None:
        self.words = SealedWords(keys)
        super().__init__(database)

    def define(self) -> None:
        self.visits = self.table("visits_v3", *visit_columns())
        self.participants: Table = self.table("visit_participants_v3", *participant_columns())
        self.told = [self.visits.c[name] for name in TOLD]
        # Made once, not for each event: to make one takes longer than to carry it out.
        the_visit: BindParameter[Any] = bindparam("the_visit")
        self._insert_visit, self._insert_participant = self.visits.insert(), self.participants.insert()
        self._update_visit = update(self.visits).where(self.visits.c.id == the_visit)
        self._update_participants = update(self.participants).where(self.participants.c.visit_id == the_visit)
        self._delete_participants = delete(self.participants).where(self.participants.c.visit_id == the_visit)

    def read(self, question: Question, **values: Any) -> list[dict[str, Any]]:
        """The visits that were asked for by what is `told` of them, as the contracts tell them."""
        rows = question.mappings(**values)
        self.words.keys.fetch(row["id"] for row in rows)
        return [self.words.told(row) for row in rows]

    def open_visits(self, person_id: UUID, roles: Collection[str], after: UUID | None, limit: int) -> list[UUID]:
        """The visits ahead or going on in which a person has one of these roles, by id."""
        mine = self.participants.c
        found = select(mine.visit_id).where(self._is_open(person_id), self._is_one_of(roles))
        if after is not None:
            found = found.where(mine.visit_id > after)
        with self.database.reading() as connection:
            return list(connection.execute(found.order_by(mine.visit_id).limit(limit)).scalars())

    def count_open(self, person_id: UUID) -> int:
        with self.database.reading() as connection:
            counted = select(func.count()).select_from(self.participants).where(self._is_open(person_id))
            return connection.execute(counted).scalar_one()

    def ids_of_small_groups(self, origin_id: UUID) -> Sequence[UUID]:
        visits = self.visits.c
        theirs = and_(visits.origin_id == origin_id, visits.origin_cause == "small_group")
        with self.database.reading() as connection:
            return list(connection.execute(select(visits.id).where(theirs).order_by(visits.id)).scalars())

    def apply(self, connection: Connection, event: Any) -> None:
        self.apply_all(connection, [event])

    def apply_all(self, connection: Connection, events: Sequence[Any]) -> None:
        writes = Writes(
            self._insert_visit,
            self._update_visit,
            self._update_participants,
            self._delete_participants,
            self._insert_participant,
        )
        for some in in_rounds(event for event in events if isinstance(event, Visit.Event)):
            for event in some:
                self._take_in(connection, writes, event)
            writes.carry_out(connection)

    def opened(self, row: Mapping[str, Any]) -> dict[str, Any]:
        if "sealed_name" not in row:
            return dict(row)
        return {**row, "sealed_name": self.words.name(row), "sealed_reason": self.words.reason(row)}

    def _take_in(self, connection: Connection, writes: Writes, event: Visit.Event) -> None:
        state, facts = facts_of(event)
        shelf, staff_ids, patient_ids = shelf_of(state), event.staff_ids, event.patient_ids
        row = {
            **facts,
            **self.words.sealed(event),
            "version": event.originator_version,
            "state": state,
            "shelf": shelf,
            "is_group": event.is_group,
            "staff_ids": staff_ids,
            "patient_ids": patient_ids,
            "needs_action": shelf in OPEN_SHELVES and not (staff_ids and patient_ids),
        }
        if isinstance(event, Visit.Booked):
            writes.add(self._insert_visit, {"id": event.originator_id, **row})
        else:
            writes.add(self._update_visit, {"the_visit": event.originator_id, **row})
        if not isinstance(event, DETAILS_CHANGED):
            writes.add(self._update_participants, {"the_visit": event.originator_id, "shelf": shelf})
            return
        if not isinstance(event, Visit.Booked):
            writes.add(self._delete_participants, {"the_visit": event.originator_id})
        times = row if "starts_at" in row else self._times(connection, event.originator_id)
        writes.add(self._insert_participant, *_participants(event, shelf, times))

    def _times(self, connection: Connection, visit_id: UUID) -> Mapping[Any, Any]:
        visits = self.visits.c
        mine = select(visits.starts_at, visits.ends_at).where(visits.id == visit_id)
        return connection.execute(mine).mappings().one()

    def _is_open(self, person_id: UUID) -> Any:
        mine = self.participants.c
        return and_(mine.shelf.in_(OPEN_SHELVES), mine.person_id == person_id)

    def _is_one_of(self, roles: Collection[str]) -> Any:
        mine = self.participants.c
        return or_(*(mine[f"is_{role}"] for role in roles))


def _participants(event: Visit.Event, shelf: str, times: Mapping[Any, Any]) -> list[dict[str, Any]]:
    return [
        {
            "person_id": person_id,
            "visit_id": event.originator_id,
            "is_staff": person_id in event.staff_ids,
            "is_patient": person_id in event.patient_ids,
            "shelf": shelf,
            "starts_at": times["starts_at"],
            "ends_at": times["ends_at"],
        }
        for person_id in dict.fromkeys([*event.staff_ids, *event.patient_ids])
    ]
