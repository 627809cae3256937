"""Carrying confirmed imports out, everybody in one transaction, and clearing away what imports leave behind."""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Protocol
from uuid import UUID

from chassis import telling
from chassis.domain import ChangedMeanwhile
from chassis.store import EventLog, retrying
from identity.application.import_checks import Checked, Row, RowChecks
from identity.application.imports import KeptImport, KeptRows
from identity.domain.administrators import ADMINISTRATORS_ID, Administrators
from identity.domain.people_import import PeopleImport
from identity.domain.person import Person

PAUSE_SECONDS = 0.5
KEPT = timedelta(hours=24)


class Keys(Protocol):
    def holding(self, subject_ids: Iterable[UUID]) -> AbstractContextManager[None]: ...


class Stopping(Exception):
    """The process is to end: the import is taken up again by the next one."""


class ImportLoop:
    """A follower's loop. The log alone says what is to be done, so a crash anywhere is taken up again.

    Several may run at once: whoever saves first has carried the import out, and the others find it done.
    """

    name = "imports"
    is_ready = True

    def __init__(
        self,
        log: EventLog,
        *,
        rows: KeptRows,
        checks: RowChecks,
        keys: Keys,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._log, self._rows, self._checks, self._keys, self._clock = log, rows, checks, keys, clock
        self._ended = telling.counter("identity", "imports", "Imports that were carried out or failed", ("state",))

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            try:
                self.attend(stop)
            except Stopping:
                return
            stop.wait(PAUSE_SECONDS)

    def attend(self, stop: Event) -> None:
        """See to everything that is kept of imports, once."""
        for kept in self._rows.every():
            try:
                self._attend(kept, stop)
            except ChangedMeanwhile:
                telling.tell("import_delayed", level=logging.WARNING, import_id=str(kept.import_id))

    def _attend(self, kept: KeptImport, stop: Event) -> None:
        now = self._clock()
        is_old = now - kept.kept_at >= KEPT
        found = self._log.find(PeopleImport, kept.import_id)
        if found is not None and found.state == "running":
            self._carry_out(kept.import_id, stop)
        elif found is None or found.is_over:
            if kept.has_rows and (found is not None or is_old):
                self._rows.destroy_rows(kept.import_id)
            elif is_old:
                self._rows.drop(kept.import_id)
        elif is_old:
            self._expire(kept.import_id)

    @retrying
    def _carry_out(self, import_id: UUID, stop: Event) -> None:
        """Everybody in one transaction with the import's own end; whatever came in between is seen on the way back."""
        running = self._log.find(PeopleImport, import_id)
        if running is None or running.state != "running":
            return
        now = self._clock()
        rows = self._rows.rows(import_id)
        if len(rows) != running.row_count:  # they are not part of the log, and no backup holds them
            running.fail(0, now)
            self._log.record(running)
            return
        checked = self._checked(running, rows, now, stop)
        if checked.bad_rows:
            self._rows.note_bad_rows(import_id, checked.bad_rows)
            running.fail(len(checked.bad_rows), now)
            self._log.record(running)
        else:
            administrators = self._administrators(checked, now)
            running.finish(len(checked.persons), now)
            with self._keys.holding(person.id for person in checked.persons):
                self._log.record(*checked.claims, *administrators, *checked.persons, running)
        self._ended.labels(running.state).inc()
        telling.tell("import_ended", import_id=str(import_id), state=running.state, rows=running.row_count)

    def _checked(self, running: PeopleImport, rows: Sequence[Row], now: datetime, stop: Event) -> Checked:
        added_by = self._log.find(Person, running.prepared_by)
        assert added_by is not None, "who prepares is an administrator"

        def handled(count: int) -> None:
            if stop.is_set():
                raise Stopping
            self._rows.note_handled(running.id, count)

        return self._checks.checked(running.id, running.role, rows, added_by, now, handled)

    def _administrators(self, checked: Checked, now: datetime) -> list[Administrators]:
        """The circle of administrators, where it grows."""
        new = [person.id for person in checked.persons if person.is_administrator and person.is_active]
        if not new:
            return []
        administrators = self._log.find(Administrators, ADMINISTRATORS_ID)
        assert administrators is not None, "whoever imports is an administrator"
        for person_id in new:
            administrators.join(person_id, now)
        return [administrators]

    @retrying
    def _expire(self, import_id: UUID) -> None:
        waiting = self._log.find(PeopleImport, import_id)
        if waiting is not None:
            waiting.expire(self._clock())
            self._log.record(waiting)
