"""The rules of a visit written plainly a second time: of every command, for what reasons it must be refused.

Where several rules are broken at once, any of their codes is an honest answer; where none is, it must be done.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from booking.domain.participant import Participant

MINUTE = timedelta(minutes=1)
NOT_NOW = {
    "booked": "visit_not_started",
    "started": "visit_already_started",
    "ended": "visit_ended",
    "cancelled": "visit_cancelled",
    "missed": "visit_missed",
}
Codes = set[str]


@dataclass
class PlainVisit:
    """What is true of one visit, in the plainest words."""

    people: dict[UUID, Participant]
    name: str
    starts_at: datetime
    minutes: int
    staff: list[UUID]
    patients: list[UUID]
    is_group: bool = False
    state: str = "booked"
    ended_at: datetime | None = None
    again: UUID | None = None
    details_version: int = 1
    log: list[str] = field(default_factory=lambda: ["booked"])

    @property
    def everyone(self) -> list[UUID]:
        return self.staff + self.patients

    @property
    def needs_action(self) -> bool:
        return self.state in ("booked", "started") and not (self.staff and self.patients)

    def start(self, who: Participant) -> Codes:
        return self._runs(who) | self._must_be("booked", "missed", "started")

    def end(self, who: Participant) -> Codes:
        may = self._active(who) if not self.staff and "administrator" in who.roles else self._runs(who)
        return may | self._must_be("started", "ended")

    def cancel(self, who: Participant) -> Codes:
        return self._decides(who) | self._must_be("booked", "cancelled")

    def miss(self, who: Participant, now: datetime) -> Codes:
        is_early = self.state == "booked" and now < self.starts_at + self.minutes * MINUTE
        return self._decides(who) | self._must_be("booked", "missed") | ({"visit_not_over"} if is_early else set())

    def take_back_missed(self, who: Participant) -> Codes:
        return self._decides(who) | self._must_be("missed", "booked")

    def invite_again(self, who: Participant, now: datetime) -> Codes:
        may = self._runs(who)
        if self.again is not None:
            return may
        is_late = self.ended_at is not None and now > self.ended_at + 2 * MINUTE
        is_nobody_left = not [each for each in self.patients if self._invitable(each, "patient")]
        late, nobody = (
            ({"too_late_to_invite"} if is_late else set()),
            ({"nobody_to_invite"} if is_nobody_left else set()),
        )
        return may | self._must_be("ended") | late | nobody

    def divide(self, who: Participant, groups: Sequence[Collection[UUID]]) -> Codes:
        """Small groups of these patients, with the one who asks."""
        patients = [each for group in groups for each in group]
        codes = self._runs(who) | self._must_be("started") | (set() if self.is_group else {"not_a_group"})
        codes |= {"person_twice"} if len(set(patients)) < len(patients) else set()
        codes |= {"person_twice"} if who.id in patients else set()
        codes |= set() if set(patients) <= set(self.everyone) else {"not_in_the_visit"}
        return codes.union(*(self._lacks(each, "patient") for each in patients), self._lacks(who.id, "staff"))

    def change(
        self,
        who: Participant,
        now: datetime,
        *,
        read: int,
        name: str,
        starts_at: datetime,
        minutes: int,
        staff: list[UUID],
        patients: list[UUID],
    ) -> Codes:
        codes = self._decides(who) | self._must_be("booked", "started")
        if self.is_same(name, starts_at, minutes, staff, patients):
            return codes
        codes |= set() if name else {"invalid"}
        codes |= set() if 5 <= minutes <= 480 else {"length_out_of_range"}
        codes |= {"person_twice"} if len({*staff, *patients}) < len(staff + patients) else set()
        codes |= {"staff_missing"} if self.staff and not staff else set()
        codes |= {"patient_missing"} if self.patients and not patients else set()
        codes |= self._moving(starts_at, now) if starts_at != self.starts_at else set()
        codes |= set() if read == self.details_version else {"changed_meanwhile"}
        new_staff = [self._lacks(each, "staff") for each in staff if each not in self.staff]
        new_patients = [self._lacks(each, "patient") for each in patients if each not in self.patients]
        return codes.union(*new_staff, *new_patients)

    def is_same(self, name: str, starts_at: datetime, minutes: int, staff: list[UUID], patients: list[UUID]) -> bool:
        asked, known = (staff, patients), (self.staff, self.patients)
        same_people = [sorted(each) for each in asked] == [sorted(each) for each in known]
        return (name, starts_at, minutes) == (self.name, self.starts_at, self.minutes) and same_people

    def leave(self, person: Participant) -> bool:
        """Whoever may not be what they are in an open visit is out of it; whether that changed anything."""
        if self.state not in ("booked", "started"):
            return False
        before = self.everyone
        self.staff = [each for each in self.staff if each != person.id or _is(person, "staff")]
        self.patients = [each for each in self.patients if each != person.id or _is(person, "patient")]
        return self.everyone != before

    def _moving(self, starts_at: datetime, now: datetime) -> Codes:
        if self.state == "started":
            return {"visit_already_started"}
        if starts_at < now - 5 * MINUTE:
            return {"starts_in_the_past"}
        return {"too_far_ahead"} if starts_at > now + timedelta(days=4 * 365) else set()

    def _must_be(self, *states: str) -> Codes:
        return set() if self.state in states else {NOT_NOW[self.state]}

    def _decides(self, who: Participant) -> Codes:
        return self._active(who) if "administrator" in who.roles else self._runs(who)

    def _runs(self, who: Participant) -> Codes:
        is_strange = who.id not in self.everyone
        return ({"not_found"} if is_strange else set()) | self._lacks(who.id, "staff")

    def _active(self, who: Participant) -> Codes:
        return set() if who.status == "active" else {"person_not_active"}

    def _lacks(self, person_id: UUID, role: str) -> Codes:
        person, missing = self.people[person_id], {"staff": "only_staff", "patient": "not_a_patient"}[role]
        return self._active(person) | (set() if role in person.roles else {missing})

    def _invitable(self, person_id: UUID, role: str) -> bool:
        return not self._lacks(person_id, role)


def _is(person: Participant, role: str) -> bool:
    return person.status == "active" and role in person.roles
