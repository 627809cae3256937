"""Commands about visits: one method for each command, one transaction for each method."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from booking.domain.details import Details
from booking.domain.lineage import ALONE, Together
from booking.domain.participant import Participant
from booking.domain.refusals import PersonUnknown, VisitNotFound
from booking.domain.series import Repeat, ids_of_series, visits_of
from booking.domain.visit import Visit
from chassis.store import EventLog, retrying
from chassis.store.log import MapperOf


class KnownPeople(Protocol):
    def known(self, person_id: UUID) -> Participant | None: ...

    def known_among(self, person_ids: Iterable[UUID]) -> Mapping[UUID, Participant]: ...


class MakesKeys(Protocol):
    def make_many(self, subject_ids: Iterable[UUID]) -> None: ...


class Booked(NamedTuple):
    position: int
    visit_ids: list[UUID]


class Stepped(NamedTuple):
    position: int
    concerned_ids: tuple[UUID, ...]


class Cancelled(NamedTuple):
    position: int
    cancelled: int


class Booking(EventLog):
    def __init__(
        self, env: dict[str, str], mapper_of: MapperOf, *, people: KnownPeople, keys: MakesKeys | None = None
    ) -> None:
        self._people, self._keys = people, keys
        super().__init__(env, mapper_of)

    @retrying
    def book_visit(
        self,
        *,
        visit_id: UUID,
        booked_by: UUID,
        is_group: bool = False,
        repeat: dict[str, int] | None = None,
        now: datetime,
        **details: Any,
    ) -> Booked:
        """One visit, or all visits of a series; the first one tells whether they were booked before."""
        wanted, repeated = Details.of(**details), Repeat(**repeat) if repeat else None
        known = self.find(Visit, visit_id)
        if known is not None:
            [(_, _, lineage), *_] = visits = visits_of(visit_id, wanted, repeated)
            known.check_was_booked_as(wanted, is_group, booked_by, lineage)
            return Booked(self.head, [each for each, _, _ in visits])
        wanted.check_is_booked_by(self.person(booked_by))
        wanted.check_alone()
        wanted.check_new(self.people(wanted.everyone), now)
        visits = visits_of(visit_id, wanted, repeated)
        visits[-1][1].check_start(now)  # the others lie between
        self.make_keys([each for each, _, _ in visits])
        made = [
            Visit.book(id=each, details=its, is_group=is_group, booked_by=booked_by, lineage=lineage, now=now)
            for each, its, lineage in visits
        ]
        return Booked(self.record(*made), [visit.id for visit in made])

    @retrying
    def change_visit(
        self,
        *,
        visit_id: UUID,
        changed_by: UUID,
        details_version: int,
        reason: str | None = None,
        now: datetime,
        **details: Any,
    ) -> int:
        person, visit, wanted = self.acting(changed_by), self.existing(visit_id), Details.of(**details)
        visit.details.check_is_decided_by(person)
        wanted.check_alone()
        newcomers = self.people(chain(*wanted.newcomers(visit.details)))
        visit.change(person, wanted, newcomers, read=details_version, reason=reason, now=now)
        return self.record(visit)

    @retrying
    def start_visit(self, *, visit_id: UUID, started_by: UUID, now: datetime) -> Stepped:
        visit = self.belonging(visit_id, started_by)
        concerned_ids, was_missed = visit.details.everyone, visit.state == "missed"
        visit.start(self.person(started_by), now)
        if was_missed:
            self._let_go(visit, started_by, now)
        return Stepped(self.record(visit), concerned_ids)

    @retrying
    def end_visit(self, *, visit_id: UUID, ended_by: UUID, now: datetime) -> Stepped:
        person, visit = self.acting(ended_by), self.existing(visit_id)
        visit.end(person, now)
        return Stepped(self.record(visit), visit.details.everyone)

    @retrying
    def cancel_visit(
        self, *, visit_id: UUID, cancelled_by: UUID, reason: str | None, scope: str = "one", now: datetime
    ) -> Cancelled:
        person, visit = self.acting(cancelled_by), self.existing(visit_id)
        following = self._following(visit, person) if scope == "following" else []
        places = _places([each for each in (visit, *following) if each.state == "booked"])
        for each in (visit, *following):
            each.cancel(person, reason, now, places.get(each.id, ALONE))
        return Cancelled(self.record(visit, *following), len(places))

    @retrying
    def mark_missed(self, *, visit_id: UUID, marked_by: UUID, now: datetime) -> int:
        person, visit = self.acting(marked_by), self.existing(visit_id)
        visit.miss(person, now)
        return self.record(visit)

    @retrying
    def take_back_missed(self, *, visit_id: UUID, taken_back_by: UUID, now: datetime) -> int:
        person, visit = self.acting(taken_back_by), self.existing(visit_id)
        was_missed = visit.state == "missed"
        visit.take_back_missed(person, now)
        if was_missed:
            self._let_go(visit, taken_back_by, now)
        return self.record(visit)

    @retrying
    def take_out(self, *, visit_id: UUID, person: Participant, taken_out_by: UUID, now: datetime) -> int:
        """One who may no longer be there leaves one visit; a visit they are not in stays as it is."""
        visit = self.existing(visit_id)
        visit.take_out(person, taken_out_by, now)
        return self.record(visit)

    def visit(self, visit_id: UUID, person_id: UUID, *, as_administrator: bool = False) -> Visit:
        """The visit as the log tells it now, for one who belongs to it or, asking as one, an administrator."""
        if as_administrator and self.acting(person_id).may_administer:
            return self.existing(visit_id)
        return self.belonging(visit_id, person_id)

    def history(self, visit_id: UUID, at: datetime | None) -> tuple[Visit | None, list[Any]]:
        """The visit as it was at a moment, or None when it was not booked yet; and the events that led to it."""
        events: list[Any] = list(self.events.get(visit_id))
        if not events or not isinstance(events[0], Visit.Booked):
            raise VisitNotFound
        past = events if at is None else [event for event in events if event.timestamp <= at]
        if not past:
            return None, []
        found: Visit = self.repository.get(visit_id, version=past[-1].originator_version)
        return found, events[: found.version]

    def belonging(self, visit_id: UUID, person_id: UUID) -> Visit:
        visit = self.existing(visit_id)
        visit.details.check_belongs(person_id)
        return visit

    def existing(self, visit_id: UUID) -> Visit:
        visit = self.find(Visit, visit_id)
        if visit is None:
            raise VisitNotFound
        return visit

    def acting(self, person_id: UUID) -> Participant:
        """To one nobody has heard of no visit exists."""
        person = self._people.known(person_id)
        if person is None:
            raise VisitNotFound
        return person

    def person(self, person_id: UUID) -> Participant:
        person = self._people.known(person_id)
        if person is None:
            raise PersonUnknown
        return person

    def people(self, person_ids: Iterable[UUID]) -> dict[UUID, Participant]:
        wanted = list(person_ids)
        known = self._people.known_among(wanted)
        if not known.keys() >= set(wanted):
            raise PersonUnknown
        return {person_id: known[person_id] for person_id in wanted}

    def make_keys(self, visit_ids: Collection[UUID]) -> None:
        """The keys of many new visits, all at once."""
        if self._keys is not None and len(visit_ids) > 1:
            self._keys.make_many(visit_ids)

    def _following(self, visit: Visit, person: Participant) -> list[Visit]:
        """The later visits of its series that have not started and are this person's to decide about, by start."""
        series_id, size = visit.lineage.series_id, visit.lineage.together.size
        if series_id is None:
            return []
        found = [self.existing(each) for each in ids_of_series(series_id, size) if each != visit.id]
        later = [
            each
            for each in found
            if each.state == "booked"
            and each.starts_at > visit.starts_at
            and (person.may_administer or person.id in each.staff_ids)
        ]
        return sorted(later, key=lambda each: each.starts_at)

    def _let_go(self, visit: Visit, changed_by: UUID, now: datetime) -> None:
        """Nobody was taken out while the visit counted as over: whoever may not be in it leaves now (Q7)."""
        for person in self.people(visit.details.everyone).values():
            visit.take_out(person, changed_by, now)


def _places(visits: Sequence[Visit]) -> dict[UUID, Together]:
    """Where each visit stands among those that one command cancels."""
    if len(visits) < 2:
        return {visit.id: ALONE for visit in visits}
    together_id = uuid.uuid5(visits[0].id, "cancelled")
    return {visit.id: Together(together_id, place, len(visits)) for place, visit in enumerate(visits, 1)}
