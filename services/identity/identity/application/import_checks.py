"""Whether every row of an import is a person who may be added, by the same rules as adding one person."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid5

from chassis.domain import Refusal
from chassis.store import EventLog
from identity.application.persons import Numbers, Reaching, claim_of
from identity.domain.person import Person
from identity.domain.personnummer_claim import PersonnummerClaim
from identity.domain.profile import Profile, checked_hsa_id, checked_name
from identity.domain.refusals import HsaIdInvalid, NameMissing, PersonnummerInvalid, RolesInvalid

NAME_LONGEST = 200
TOLD_EVERY = 100
ROLE_WORDS = {
    "patient": {"": "patient", "patient": "patient"},
    "staff": {
        "": "staff",
        "vårdpersonal": "staff",
        "personal": "staff",
        "staff": "staff",
        "administratör": "administrator",
        "administrator": "administrator",
        "admin": "administrator",
    },
}
BETWEEN_ROLES = re.compile(r"[,;/+&]|\boch\b|\band\b")
LANGUAGE_WORDS = {
    **dict.fromkeys(("", "sv", "svenska", "swedish"), "sv"),
    **dict.fromkeys(("en", "engelska", "english"), "en"),
}
STATUS_WORDS = {"": "active", "aktiv": "active", "active": "active", "inaktiv": "inactive", "inactive": "inactive"}

Row = Mapping[str, Any]
BadRow = dict[str, Any]
Told = Callable[[int], None]
Value = TypeVar("Value")


@dataclass(slots=True)
class Checked:
    """Everybody who may be added with their numbers' claims, and the rows that stand in the way."""

    persons: list[Person] = field(default_factory=list)
    claims: list[PersonnummerClaim] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)


class RowChecks:
    def __init__(self, log: EventLog, *, numbers: Numbers, reaching: Reaching) -> None:
        self._log, self._numbers, self._reaching = log, numbers, reaching

    def checked(
        self, import_id: UUID, role: str, rows: Sequence[Row], added_by: Person, now: datetime, told: Told
    ) -> Checked:
        """All problems of every row at once; `told` hears how many rows were looked at."""
        numbers = [self._number(row, now) for row in rows]
        times = Counter(number for number in numbers if number is not None)
        checked = Checked()
        for count, (row, number) in enumerate(zip(rows, numbers, strict=True), start=1):
            newcomer = _Newcomer(uuid5(import_id, str(row["number"])), row, role)
            problems = ["personnummer_twice"] if number is not None and times[number] > 1 else []
            person = self._person(newcomer, number, added_by, now, problems)
            claim = None if number is None else self._claim(number, newcomer.person_id, now, problems)
            if problems or person is None or claim is None:
                checked.bad_rows.append({"number": row["number"], "problems": problems})
            else:
                checked.persons.append(person)
                checked.claims.append(claim)
            if count % TOLD_EVERY == 0:
                told(count)
        return checked

    def _number(self, row: Row, now: datetime) -> str | None:
        try:
            return self._numbers.normalised(row["personnummer"], now.date())
        except PersonnummerInvalid:
            return None

    def _person(
        self, newcomer: "_Newcomer", number: str | None, added_by: Person, now: datetime, problems: list[str]
    ) -> Person | None:
        row, found = newcomer.row, len(problems)
        if number is None:
            problems.append(PersonnummerInvalid.code if row["personnummer"].strip() else "personnummer_missing")
        name = _asked(lambda: checked_name(row["name"]), problems)
        if name is not None and len(name) > NAME_LONGEST:
            problems.append("too_long")
        phone = _asked(lambda: self._reaching.phone(row["phone"]), problems)
        email = _asked(lambda: self._reaching.email(row["email"]), problems)
        hsa_id = _asked(newcomer.hsa_id, problems)
        roles = _asked(newcomer.roles, problems)
        language = _word(row["language"], LANGUAGE_WORDS, "language_invalid", problems)
        status = _word(row["status"], STATUS_WORDS, "status_invalid", problems)
        if len(problems) > found or number is None or name is None or roles is None or language is None:
            return None
        profile = Profile(name, phone, email, hsa_id, language)

        def registered() -> Person:
            person = Person.register(
                id=newcomer.person_id,
                personnummer=number,
                profile=profile,
                roles=roles,
                registered_by=added_by,
                now=now,
            )
            if status == "inactive":
                person.change_status("inactive", added_by, now)
            return person

        return _asked(registered, problems)

    def _claim(self, number: str, person_id: UUID, now: datetime, problems: list[str]) -> PersonnummerClaim | None:
        return _asked(lambda: claim_of(self._log, self._numbers.index_id(number), person_id, now), problems)


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """Whom a row names, by an id that is the same each time the row is read."""

    person_id: UUID
    row: Row
    role: str

    def roles(self) -> list[str]:
        words = ROLE_WORDS[self.role]
        written = [part.strip() for part in BETWEEN_ROLES.split(self.row["roles"].casefold())]
        if not all(word in words for word in written) or ("" in written and len(written) > 1):
            raise RolesInvalid
        return sorted({words[word] for word in written})

    def hsa_id(self) -> str | None:
        hsa_id = checked_hsa_id(self.row["hsa_id"])
        if hsa_id is not None and self.role == "patient":
            raise HsaIdInvalid
        return hsa_id


def _asked(question: Callable[[], Value], problems: list[str]) -> Value | None:
    """The answer, or its refusal among the problems."""
    try:
        return question()
    except NameMissing:
        problems.append("name_missing")
    except Refusal as refusal:
        problems.append(refusal.code)
    return None


def _word(written: str, words: Mapping[str, str], code: str, problems: list[str]) -> str | None:
    word = words.get(written.strip().casefold())
    if word is None:
        problems.append(code)
    return word
