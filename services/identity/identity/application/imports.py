"""Commands about imports: bring the rows, try them, confirm or cancel; the running itself is a follower's."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from chassis.store import EventLog, retrying
from identity.application.administrating import check_is_administrator
from identity.application.import_checks import BadRow, Row, RowChecks
from identity.domain.people_import import ImportedRole, PeopleImport
from identity.domain.person import Person
from identity.domain.refusals import IdTaken, ImportIncomplete, ImportOver, ImportUnknown

ROWS_MAX = 10_000


class KeptImport(Protocol):
    @property
    def import_id(self) -> UUID: ...
    @property
    def brought_by(self) -> UUID: ...
    @property
    def kept_at(self) -> datetime: ...
    @property
    def handled_rows(self) -> int: ...
    @property
    def bad_rows(self) -> list[BadRow]: ...
    @property
    def has_rows(self) -> bool: ...


class KeptRows(Protocol):
    """Where the rows lie until the import is over."""

    def find(self, import_id: UUID) -> KeptImport | None: ...
    def every(self) -> Sequence[KeptImport]: ...
    def keep(self, import_id: UUID, brought_by: UUID, rows: Sequence[dict[str, Any]], now: datetime) -> bool: ...
    def holds(self, import_id: UUID, rows: Sequence[dict[str, Any]]) -> bool: ...
    def row_count(self, import_id: UUID) -> int: ...
    def rows(self, import_id: UUID) -> Sequence[Row]: ...
    def note_bad_rows(self, import_id: UUID, bad_rows: Sequence[BadRow]) -> None: ...
    def note_handled(self, import_id: UUID, handled_rows: int) -> None: ...
    def destroy_rows(self, import_id: UUID) -> None: ...
    def drop(self, import_id: UUID) -> None: ...


class Imports:
    def __init__(
        self,
        log: EventLog,
        *,
        rows: KeptRows,
        checks: RowChecks,
        let_others_go_first: Callable[[], None] = lambda: time.sleep(0),
    ) -> None:
        self._log, self._rows, self._checks = log, rows, checks
        self._let_others_go_first = let_others_go_first

    def add_rows(self, *, import_id: UUID, brought_by: UUID, rows: list[dict[str, Any]], now: datetime) -> None:
        """Keep some lines of a file; the same lines may come again, other lines in their place may not."""
        check_is_administrator(self._log, brought_by)
        prepared = self._log.find(PeopleImport, import_id)
        if prepared is not None:
            prepared.check_is_of(brought_by)
            if prepared.is_over:
                raise ImportOver
            if not self._rows.holds(import_id, rows):
                raise IdTaken
            return
        if self._rows.row_count(import_id) > ROWS_MAX:
            raise ImportIncomplete
        if not self._rows.keep(import_id, brought_by, rows, now):
            raise IdTaken

    @retrying
    def prepare(
        self, *, import_id: UUID, prepared_by: UUID, role: ImportedRole, row_count: int, now: datetime
    ) -> dict[str, Any]:
        """The dry run. Asked again, it answers how the import stands."""
        check_is_administrator(self._log, prepared_by)
        prepared = self._log.find(PeopleImport, import_id)
        if prepared is None:
            prepared = self._prepared(import_id, prepared_by, role, row_count, now)
        prepared.check_is_of(prepared_by)
        if (role, row_count) != (prepared.role, prepared.row_count):
            raise IdTaken
        return self._told(prepared)

    def read(self, *, import_id: UUID, asked_by: UUID) -> dict[str, Any]:
        return self._told(self._mine(import_id, asked_by))

    @retrying
    def confirm(self, *, import_id: UUID, confirmed_by: UUID, now: datetime) -> int:
        check_is_administrator(self._log, confirmed_by)
        mine, kept = self._mine(import_id, confirmed_by), self._rows.find(import_id)
        if mine.state == "prepared" and (kept is None or not kept.has_rows):
            raise ImportOver
        mine.confirm(confirmed_by, now)
        return self._log.record(mine)

    @retrying
    def cancel(self, *, import_id: UUID, cancelled_by: UUID, now: datetime) -> int:
        mine = self._mine(import_id, cancelled_by)
        mine.cancel(cancelled_by, now)
        return self._log.record(mine)

    def _prepared(
        self, import_id: UUID, prepared_by: UUID, role: ImportedRole, row_count: int, now: datetime
    ) -> PeopleImport:
        kept = self._rows.find(import_id)
        if kept is None or kept.brought_by != prepared_by:
            raise ImportUnknown
        rows = self._rows.rows(import_id)
        if len(rows) != row_count:
            raise ImportIncomplete
        added_by = self._log.find(Person, prepared_by)
        assert added_by is not None, "who prepares is an administrator"
        checked = self._checks.checked(import_id, role, rows, added_by, now, told=lambda _: self._let_others_go_first())
        self._rows.note_bad_rows(import_id, checked.bad_rows)
        prepared = PeopleImport(
            id=import_id,
            prepared_by=prepared_by,
            role=role,
            row_count=row_count,
            bad_row_count=len(checked.bad_rows),
            timestamp=now,
        )
        self._log.record(prepared)
        return prepared

    def _mine(self, import_id: UUID, person_id: UUID) -> PeopleImport:
        prepared = self._log.find(PeopleImport, import_id)
        if prepared is None:
            raise ImportUnknown
        prepared.check_is_of(person_id)
        return prepared

    def _told(self, prepared: PeopleImport) -> dict[str, Any]:
        kept = self._rows.find(prepared.id)
        is_done = prepared.state == "done"
        return {
            "import_id": prepared.id,
            "role": prepared.role,
            "state": prepared.state,
            "rows": prepared.row_count,
            "good_rows": prepared.row_count - prepared.bad_row_count,
            "bad_row_count": prepared.bad_row_count,
            "bad_rows": kept.bad_rows if kept else [],
            "handled_rows": prepared.row_count if is_done else (kept.handled_rows if kept else 0),
            "position": self._log.head if is_done else None,
        }
