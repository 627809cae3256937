"""An import as tests need it: rows, what keeps them, and the follower's turn."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from threading import Event
from typing import Any
from uuid import UUID, uuid4, uuid5

from chassis.sealing import KeyRing
from chassis.store import Database, EventLog, Place
from identity.adapters.import_rows import ImportRows
from identity.adapters.reaching import Reaching
from identity.adapters.swedish_numbers import SwedishNumbers
from identity.application.import_checks import RowChecks
from identity.application.import_running import ImportLoop
from identity.application.imports import Imports
from identity.application.persons import Persons
from identity.domain.person import Person
from tests.unit.identity.people import ANNA, BO, NOW

EMPTY = dict.fromkeys(("personnummer", "name", "phone", "email", "hsa_id", "roles", "language", "status"), "")
MASTER_KEY = bytes(range(32))


class Importing:
    """Anna's provider with what imports need; `now` is what the follower takes for the present."""

    def __init__(self, log: EventLog, place: Place, keys: KeyRing | None = None) -> None:
        self.log, self.now = log, NOW
        self.keys = keys or KeyRing(place, MASTER_KEY)
        self.database = Database(place)
        numbers, reaching = SwedishNumbers(MASTER_KEY), Reaching()
        self.persons = Persons(log, numbers=numbers, reaching=reaching)
        self.rows = ImportRows(self.database, self.keys)
        checks = RowChecks(log, numbers=numbers, reaching=reaching)
        self.imports = Imports(log, rows=self.rows, checks=checks)
        self.loop = ImportLoop(log, rows=self.rows, checks=checks, keys=self.keys, clock=lambda: self.now)

    def staff(self) -> None:
        """Anna, who may import, and Bo, who may not."""
        for person_id, number, roles in ((ANNA, "191212121212", ["administrator"]), (BO, "198507099805", ["staff"])):
            self.add(person_id, number, roles)

    def add(self, person_id: UUID, number: str, roles: list[str]) -> None:
        self.persons.register(
            person_id=person_id, registered_by=ANNA, personnummer=number, name="A B", roles=roles, now=NOW
        )

    def prepare(
        self, *rows: Mapping[str, Any], role: Any = "patient", import_id: UUID | None = None, by: UUID = ANNA
    ) -> dict[str, Any]:
        import_id = import_id or uuid4()
        self.imports.add_rows(import_id=import_id, brought_by=by, rows=[dict(row) for row in rows], now=NOW)
        return self.imports.prepare(import_id=import_id, prepared_by=by, role=role, row_count=len(rows), now=NOW)

    def confirm(self, import_id: UUID) -> None:
        self.imports.confirm(import_id=import_id, confirmed_by=ANNA, now=NOW)

    def follow(self, hours: float = 0) -> None:
        self.now = NOW + timedelta(hours=hours)
        self.loop.attend(Event())

    def read(self, import_id: UUID) -> dict[str, Any]:
        return self.imports.read(import_id=import_id, asked_by=ANNA)

    def close(self) -> None:
        self.database.close()
        self.keys.database.close()


def row(number: int, personnummer: str, **told: str) -> dict[str, Any]:
    return {**EMPTY, "number": number, "personnummer": personnummer, "name": f"Rad {number}", **told}


def rows(count: int, first_day: date = date(1950, 1, 1)) -> list[dict[str, Any]]:
    """So many rows with numbers of their own, twenty to a day."""
    return [row(place + 2, _number(first_day + timedelta(days=place // 20), place % 20)) for place in range(count)]


def _number(day: date, serial: int) -> str:
    digits = f"{datetime(day.year, day.month, day.day, tzinfo=NOW.tzinfo):%Y%m%d}{100 + serial}"
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits[2:]))
    return digits + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def registered(importing: Importing) -> list[Person.Registered]:
    """Everybody who was added but Anna and Bo."""
    stored = map(importing.log.mapper.to_domain_event, importing.log.recorder.select_notifications(1, 99_999))
    return [each for each in stored if isinstance(each, Person.Registered) and each.originator_id not in (ANNA, BO)]


def person_of(importing: Importing, import_id: UUID, number: int) -> Person:
    """Whom a row of an import became."""
    person = importing.log.find(Person, uuid5(import_id, str(number)))
    assert person is not None
    return person
