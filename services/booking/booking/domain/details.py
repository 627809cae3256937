"""What is decided of a visit when it is booked, and may be changed later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from booking.domain.participant import Participant
from booking.domain.refusals import (
    LengthOutOfRange,
    NameMissing,
    NotForColleagues,
    PatientMissing,
    PersonTwice,
    StaffMissing,
    StartsInThePast,
    TooFarAhead,
    TooManyPeople,
    VisitAlreadyStarted,
    VisitNotFound,
)

SHORTEST_MINUTES, LONGEST_MINUTES = 5, 480
MOST_PEOPLE = 50  # staff and patients together (GRP-7)
GRACE = timedelta(minutes=5)  # a form filled in slowly for "now" is no mistake
FURTHEST_AHEAD = timedelta(days=4 * 365)

People = Mapping[UUID, Participant]


@dataclass(frozen=True, slots=True)
class Details:
    """A visit's name, time, length and people."""

    name: str
    starts_at: datetime
    length_minutes: int
    staff_ids: tuple[UUID, ...]
    patient_ids: tuple[UUID, ...]

    @classmethod
    def of(
        cls,
        *,
        name: str,
        starts_at: datetime,
        length_minutes: int,
        staff_ids: Sequence[UUID],
        patient_ids: Sequence[UUID],
    ) -> Self:
        return cls(name.strip(), starts_at, length_minutes, tuple(staff_ids), tuple(patient_ids))

    @property
    def everyone(self) -> tuple[UUID, ...]:
        return self.staff_ids + self.patient_ids

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.length_minutes)

    @property
    def has_several_patients(self) -> bool:
        return len(self.patient_ids) > 1

    def is_same_as(self, other: "Details") -> bool:
        """Nothing would change from the one to the other; in which order people stand does not count."""
        return self._meaning == other._meaning

    def check_belongs(self, person_id: UUID) -> None:
        """For one who does not belong to a visit there is no such visit."""
        if person_id not in self.everyone:
            raise VisitNotFound

    def check_is_run_by(self, staff: Participant) -> None:
        self.check_belongs(staff.id)
        staff.check_acts_as_staff()

    def check_is_decided_by(self, person: Participant) -> None:
        """The staff of a visit, and every administrator (Q4)."""
        if not person.is_administrator:
            self.check_is_run_by(person)
        person.check_is_active()

    def check_is_booked_by(self, booker: Participant) -> None:
        """Staff book what they take part in; administrators book for anyone (Q4)."""
        if booker.may_administer:
            return
        booker.check_acts_as_staff()
        if booker.id not in self.staff_ids:
            raise NotForColleagues

    def check_alone(self) -> None:
        """What can be told without knowing anything else."""
        if not self.name:
            raise NameMissing
        if not SHORTEST_MINUTES <= self.length_minutes <= LONGEST_MINUTES:
            raise LengthOutOfRange
        if len(set(self.everyone)) < len(self.everyone):
            raise PersonTwice
        if len(self.everyone) > MOST_PEOPLE:
            raise TooManyPeople

    def check_start(self, now: datetime) -> None:
        if self.starts_at < now - GRACE:
            raise StartsInThePast
        if self.starts_at > now + FURTHEST_AHEAD:
            raise TooFarAhead

    def newcomers(self, before: "Details | None") -> tuple[list[UUID], list[UUID]]:
        """Staff and patients who were not that in the visit before."""
        if before is None:
            return list(self.staff_ids), list(self.patient_ids)
        staff_ids = [each for each in self.staff_ids if each not in before.staff_ids]
        return staff_ids, [each for each in self.patient_ids if each not in before.patient_ids]

    def check_new(self, people: People, now: datetime) -> None:
        """Fit for a visit that is to be booked."""
        self.check_alone()
        self._check_nobody_is_missing(staff_needed=True, patients_needed=True)
        self.check_start(now)
        self._check_newcomers(None, people)

    def check_replaces(self, before: "Details", people: People, *, is_started: bool, now: datetime) -> None:
        """Fit to come after what was before. Whoever was there already is not asked again; the last may not go."""
        self.check_alone()
        self._check_nobody_is_missing(staff_needed=bool(before.staff_ids), patients_needed=bool(before.patient_ids))
        if self.starts_at != before.starts_at:
            if is_started:
                raise VisitAlreadyStarted
            self.check_start(now)
        self._check_newcomers(before, people)

    def stored(self) -> dict[str, Any]:
        """As an event keeps it."""
        return {
            "name": self.name,
            "starts_at": self.starts_at.astimezone(UTC),
            "length_minutes": self.length_minutes,
            "staff_ids": list(self.staff_ids),
            "patient_ids": list(self.patient_ids),
        }

    def stored_over(self, before: "Details") -> dict[str, Any]:
        """As an event keeps a change, beside what was before."""
        return {
            **self.stored(),
            "previous_starts_at": before.starts_at,
            "previous_length_minutes": before.length_minutes,
            "brought_in_ids": [each for each in self.everyone if each not in before.everyone],
            "taken_out_ids": [each for each in before.everyone if each not in self.everyone],
            "is_renamed": self.name != before.name,
        }

    @property
    def _meaning(self) -> tuple[Any, ...]:
        return self.name, self.starts_at, self.length_minutes, sorted(self.staff_ids), sorted(self.patient_ids)

    def _check_nobody_is_missing(self, *, staff_needed: bool, patients_needed: bool) -> None:
        if staff_needed and not self.staff_ids:
            raise StaffMissing
        if patients_needed and not self.patient_ids:
            raise PatientMissing

    def _check_newcomers(self, before: "Details | None", people: People) -> None:
        staff_ids, patient_ids = self.newcomers(before)
        for person_id in staff_ids:
            people[person_id].check_acts_as_staff()
        for person_id in patient_ids:
            people[person_id].check_can_be_invited()
