"""Commands about rearrangements: try one, let it run, stop it, see how far it has come (BOK-6)."""

import copy
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from booking.application.visits import Booking, KnownPeople
from booking.domain.participant import Participant
from booking.domain.rearrangement import Rearrangement, check_may_rearrange
from booking.domain.rearrangement_plan import Action, Plan
from booking.domain.refusals import OnlyAdministrators, RearrangementNotFound, VisitNotFound
from booking.domain.visit import Visit
from chassis.domain import Refusal
from chassis.store import retrying

MOST_VISITS = 500


class StaffVisits(Protocol):
    """Which visits of a colleague lie ahead or go on, and when people are busy."""

    def of_staff(
        self, person_id: UUID, *, since: datetime | None, until: datetime | None, now: datetime, limit: int
    ) -> list[UUID]: ...

    def overlap_counts(self, times: "Sequence[Busy]") -> list[int]: ...


@dataclass(frozen=True, slots=True)
class Busy:
    """When a visit would take place, and for whom that could be too much."""

    visit_id: UUID
    person_ids: tuple[UUID, ...]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Previewed:
    """One visit, and what a plan would do with it; `problem` is the code of the refusal it would meet."""

    visit: Visit
    new_starts_at: datetime | None
    problem: str | None
    overlap_count: int


class Rearrangements:
    def __init__(
        self,
        booking: Booking,
        *,
        people: KnownPeople,
        visits: StaffVisits,
        let_others_go_first: Callable[[], None] = lambda: time.sleep(0),
    ) -> None:
        self._booking, self._people, self._visits = booking, people, visits
        self._let_others_go_first = let_others_go_first

    def preview(
        self,
        *,
        person_id: UUID,
        action: Action,
        substitute_id: UUID | None,
        shift_days: int | None,
        asked_by: UUID,
        since: datetime | None,
        until: datetime | None,
        now: datetime,
        limit: int = MOST_VISITS,
    ) -> tuple[list[Previewed], bool]:
        """By start; the other value says whether there are more than the limit."""
        plan, by = Plan(person_id, action, substitute_id, shift_days), self._administrator(asked_by)
        people = self._people_of(plan)
        plan.check(people.get(substitute_id) if substitute_id else None)
        found = self._visits.of_staff(person_id, since=since, until=until, now=now, limit=limit + 1)
        visits = [self._booking.existing(each) for each in found[:limit]]
        problems = [self._problem(plan, visit, by, people, now) for visit in visits]
        overlaps = self._overlaps(plan, visits)
        told = zip(visits, problems, overlaps, strict=True)
        starts = {visit.id: plan.planned(visit.details).starts_at for visit in visits}
        return [
            Previewed(visit, starts[visit.id] if action == "move" else None, problem, overlap_count)
            for visit, problem, overlap_count in told
        ], len(found) > limit

    @retrying
    def start(
        self,
        *,
        rearrangement_id: UUID,
        asked_by: UUID,
        visit_ids: Sequence[UUID],
        reason: str | None,
        now: datetime,
        **planned: Any,
    ) -> int:
        plan, known = Plan(**planned), self._booking.find(Rearrangement, rearrangement_id)
        if known is not None:
            known.check_was_planned_as(plan=plan, visit_ids=visit_ids, asked_by=asked_by, reason=reason)
            return self._booking.head
        by = self._administrator(asked_by)
        asked = Rearrangement.plan_for(
            id=rearrangement_id,
            plan=plan,
            visit_ids=visit_ids,
            asked_by=by,
            substitute=self._people_of(plan).get(plan.substitute_id) if plan.substitute_id else None,
            reason=reason,
            now=now,
        )
        return self._booking.record(asked)

    @retrying
    def stop(self, *, rearrangement_id: UUID, stopped_by: UUID, now: datetime) -> int:
        by, running = self._administrator(stopped_by), self.read(rearrangement_id)
        running.stop(by, now)
        return self._booking.record(running)

    def read(self, rearrangement_id: UUID) -> Rearrangement:
        """As the log tells it now."""
        found = self._booking.find(Rearrangement, rearrangement_id)
        if found is None:
            raise RearrangementNotFound
        return found

    @retrying
    def carry_out_some(self, *, rearrangement_id: UUID, most: int, now: datetime) -> Rearrangement:
        """The next visits, each in one transaction with its note; whoever changed something meanwhile is heeded."""
        running = self.read(rearrangement_id)
        by, people = self._people.known(running.asked_by), self._people_of(running.plan)
        for visit_id in running.waiting_ids[:most]:
            running = self._carry_out(running, visit_id, by, people, now)
        return running

    def _carry_out(
        self,
        running: Rearrangement,
        visit_id: UUID,
        by: Participant | None,
        people: Mapping[UUID, Participant],
        now: datetime,
    ) -> Rearrangement:
        try:
            visit = self._booking.find(Visit, visit_id)
            if visit is None:
                raise VisitNotFound
            if by is None:
                raise OnlyAdministrators
            check_may_rearrange(by)
            running.plan.carry_out(visit, by, people, running.reason, now)
            running.note(visit_id, None, now)
            self._booking.record(visit, running)
        except Refusal as refusal:
            running = self.read(running.id)  # without what could not be saved
            running.note(visit_id, refusal.code, now)
            self._booking.record(running)
        return running

    def _problem(
        self, plan: Plan, visit: Visit, by: Participant, people: Mapping[UUID, Participant], now: datetime
    ) -> str | None:
        self._let_others_go_first()
        try:
            plan.carry_out(copy.deepcopy(visit), by, people, None, now)
        except Refusal as refusal:
            return refusal.code
        return None

    def _overlaps(self, plan: Plan, visits: Sequence[Visit]) -> list[int]:
        """How many other visits would touch each one, for those for whom something is new."""
        if plan.action == "cancel":
            return [0] * len(visits)
        times = []
        for visit in visits:
            planned = plan.planned(visit.details)
            whom = planned.everyone if plan.action == "move" else tuple(filter(None, [plan.substitute_id]))
            times.append(Busy(visit.id, whom, planned.starts_at, planned.ends_at))
        return self._visits.overlap_counts(times)

    def _administrator(self, person_id: UUID) -> Participant:
        person = self._people.known(person_id)
        if person is None:
            raise OnlyAdministrators
        check_may_rearrange(person)
        return person

    def _people_of(self, plan: Plan) -> dict[UUID, Participant]:
        known = self._people.known(plan.substitute_id) if plan.substitute_id else None
        return {known.id: known} if known else {}
