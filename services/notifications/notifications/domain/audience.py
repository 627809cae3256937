"""Who is told what when something happens to a visit; the one who did it is not told."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit as it is known here; `version` is that of the newest event heard of it."""

    id: UUID
    version: int
    state: str
    starts_at: datetime
    length_minutes: int
    staff_ids: frozenset[UUID]
    patient_ids: frozenset[UUID]
    origin_cause: str | None = None

    @property
    def people(self) -> frozenset[UUID]:
        return self.staff_ids | self.patient_ids

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.length_minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was before, and who came and went; the visit itself is as it is now."""

    previous_starts_at: datetime
    previous_length_minutes: int
    previous_staff_ids: frozenset[UUID]
    brought_in_ids: frozenset[UUID]
    taken_out_ids: frozenset[UUID]

    def is_of_time(self, visit: Visit) -> bool:
        return (self.previous_starts_at, self.previous_length_minutes) != (visit.starts_at, visit.length_minutes)

    def is_of_staff(self, visit: Visit) -> bool:
        """Others than before meet the patients: to them that is a change (NOT-1)."""
        came, went = self.brought_in_ids & visit.staff_ids, self.taken_out_ids & self.previous_staff_ids
        return bool(came or went)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One person and what they are to be told. Quiet is: in the platform alone."""

    person_id: UUID
    is_patient: bool
    kind: str
    visit_id: UUID
    sequence: int
    starts_at: datetime
    length_minutes: int
    previous_starts_at: datetime | None = None
    previous_length_minutes: int | None = None
    visit_count: int = 1
    is_quiet: bool = False


def on_booking(visits: Sequence[Visit], by: UUID) -> list[Told]:
    """Everybody, once for all visits of a series. Of a small group the room itself tells those who are in it."""
    [origin] = {visit.origin_cause for visit in visits} or {None}
    kind = "invited_again" if origin == "invited_again" else "booked"
    return [replace(told, is_quiet=origin == "small_group") for told in _once_each(visits, kind, by)]


def on_cancelling(visits: Sequence[Visit], by: UUID) -> list[Told]:
    """Everybody, once for all visits that were cancelled together."""
    return list(_once_each(visits, "cancelled", by))


def on_change(visit: Visit, change: Change, by: UUID) -> list[Told]:
    """Who came and who went; of another time all who stay, of other staff the patients who stay; of a name nobody."""
    as_it_was = replace(visit, starts_at=change.previous_starts_at, length_minutes=change.previous_length_minutes)
    told = [_told(visit, each, "brought_in") for each in change.brought_in_ids]
    told += [
        replace(_told(as_it_was, each, "taken_out"), is_patient=each not in change.previous_staff_ids)
        for each in change.taken_out_ids
    ]
    staying = visit.people - change.brought_in_ids
    if change.is_of_time(visit):
        before = (change.previous_starts_at, change.previous_length_minutes)
        told += [_changed(visit, each, *before) for each in staying]
    elif change.is_of_staff(visit):
        told += [_changed(visit, each, None, None) for each in staying & visit.patient_ids]
    return [each for each in told if each.person_id != by]


def on_taking_out(visit: Visit, person_id: UUID, was_staff: bool, by: UUID) -> list[Told]:
    """One who may not be in visits any longer and still may be told; the others are told when staff have seen to it."""
    told = replace(_told(visit, person_id, "taken_out"), is_patient=not was_staff)
    return [] if person_id == by else [told]


def on_reminding(visit: Visit, person_ids: Iterable[UUID]) -> list[Told]:
    """Patients: staff have their lists, and many visits a day."""
    return [_told(visit, each, "reminder") for each in visit.patient_ids & set(person_ids)]


def ways_to(told: Told, *, by_sms: bool, by_email: bool) -> Iterator[str]:
    """SMS are for patients (NOT-1); everything stands in the platform too."""
    yield "in_app"
    if by_email and not told.is_quiet:
        yield "email"
    if by_sms and told.is_patient and not told.is_quiet:
        yield "sms"


def _once_each(visits: Collection[Visit], kind: str, by: UUID) -> Iterator[Told]:
    in_order = sorted(visits, key=lambda visit: (visit.starts_at, visit.id))
    people = dict.fromkeys(each for visit in in_order for each in sorted(visit.people))
    for person_id in people:
        theirs = [visit for visit in in_order if person_id in visit.people]
        if person_id != by:
            yield replace(_told(theirs[0], person_id, kind), visit_count=len(theirs))


def _changed(visit: Visit, person_id: UUID, starts_at: datetime | None, length_minutes: int | None) -> Told:
    """While the visit goes on whoever is in it sees its time move, and nobody's phone rings."""
    told = _told(visit, person_id, "changed")
    return replace(
        told,
        previous_starts_at=starts_at,
        previous_length_minutes=length_minutes,
        is_quiet=visit.state == "started" or told.is_quiet,
    )


def _told(visit: Visit, person_id: UUID, kind: str) -> Told:
    return Told(
        person_id=person_id,
        is_patient=person_id in visit.patient_ids,
        kind=kind,
        visit_id=visit.id,
        sequence=visit.version,
        starts_at=visit.starts_at,
        length_minutes=visit.length_minutes,
        is_quiet=visit.origin_cause == "small_group",
    )
