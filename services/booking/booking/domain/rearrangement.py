"""Many visits of one colleague who is away, given to another, cancelled or moved, one after the other (BOK-6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from booking.domain.participant import Participant
from booking.domain.rearrangement_plan import Action, Plan
from booking.domain.refusals import IdTaken, OnlyAdministrators
from chassis.domain import Aggregate, event

State = Literal["running", "done", "stopped"]


class Rearrangement(Aggregate):
    """What was asked, and what became of each visit: None where it was done, the refusal's code where it was not.

    Each visit is noted in the transaction that changes it, so that none is forgotten and none is done twice.
    The reason may carry health data: it is sealed.
    """

    class Planned(Aggregate.Created):
        personal = ("reason",)
        person_id: UUID
        action: str
        substitute_id: UUID | None
        shift_days: int | None
        visit_ids: list[UUID]
        asked_by: UUID
        reason: str | None

    class VisitHandled(Aggregate.Event):
        visit_id: UUID
        outcome: str | None

    class Stopped(Aggregate.Event):
        stopped_by: UUID

    class Finished(Aggregate.Event):
        pass

    @classmethod
    def plan_for(
        cls,
        *,
        id: UUID,
        plan: Plan,
        visit_ids: Sequence[UUID],
        asked_by: Participant,
        substitute: Participant | None,
        reason: str | None,
        now: datetime,
    ) -> Self:
        """Administrators rearrange; whoever takes over must be able to."""
        check_may_rearrange(asked_by)
        plan.check(substitute)
        return cls(
            id=id,
            person_id=plan.person_id,
            action=plan.action,
            substitute_id=plan.substitute_id,
            shift_days=plan.shift_days,
            visit_ids=list(dict.fromkeys(visit_ids)),
            asked_by=asked_by.id,
            reason=_given(reason),
            timestamp=now,
        )

    @event(Planned)
    def __init__(
        self,
        id: UUID,
        person_id: UUID,
        action: Action,
        substitute_id: UUID | None,
        shift_days: int | None,
        visit_ids: list[UUID],
        asked_by: UUID,
        reason: str | None,
        timestamp: datetime,
    ) -> None:
        self._id = id  # chosen by whoever asks, so that asking twice does it once
        self.plan = Plan(person_id, action, substitute_id, shift_days)
        self.visit_ids, self.asked_by, self.reason, self.asked_at = visit_ids, asked_by, reason, timestamp
        self.state: State = "running"
        self.outcomes: dict[UUID, str | None] = {}

    def check_was_planned_as(
        self, *, plan: Plan, visit_ids: Sequence[UUID], asked_by: UUID, reason: str | None
    ) -> None:
        """Asking again with the same id must mean the same."""
        asked = (plan, list(dict.fromkeys(visit_ids)), asked_by, _given(reason))
        if asked != (self.plan, self.visit_ids, self.asked_by, self.reason):
            raise IdTaken

    @property
    def waiting_ids(self) -> list[UUID]:
        """The visits that are still to be seen to; those of a stopped one are left as they are."""
        if self.state == "stopped":
            return []
        return [visit_id for visit_id in self.visit_ids if visit_id not in self.outcomes]

    @property
    def changed_count(self) -> int:
        return sum(outcome is None for outcome in self.outcomes.values())

    @property
    def problems(self) -> dict[UUID, str]:
        """The visits that could not be changed, and the code of the refusal each met."""
        return {visit_id: outcome for visit_id, outcome in self.outcomes.items() if outcome is not None}

    def note(self, visit_id: UUID, outcome: str | None, now: datetime) -> None:
        """One visit was seen to; the last one ends it. What is no longer waited for changes nothing."""
        waiting = self.waiting_ids
        if visit_id not in waiting:
            return
        self._visit_handled(visit_id, outcome, now)
        if waiting == [visit_id]:
            self._finished(now)

    def stop(self, stopped_by: Participant, now: datetime) -> None:
        """Leave the others as they are; what is over stays as it ended."""
        check_may_rearrange(stopped_by)
        if self.state == "running":
            self._stopped(stopped_by.id, now)

    @event(VisitHandled)
    def _visit_handled(self, visit_id: UUID, outcome: str | None, timestamp: datetime) -> None:
        self.outcomes[visit_id] = outcome

    @event(Stopped)
    def _stopped(self, stopped_by: UUID, timestamp: datetime) -> None:
        self.state = "stopped"

    @event(Finished)
    def _finished(self, timestamp: datetime) -> None:
        self.state = "done"


def check_may_rearrange(person: Participant) -> None:
    person.check_is_active()
    if not person.is_administrator:
        raise OnlyAdministrators


def _given(reason: str | None) -> str | None:
    return (reason or "").strip() or None
