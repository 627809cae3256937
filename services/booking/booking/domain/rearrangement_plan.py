"""What becomes of a visit whose staff is away: another takes over, it is cancelled, or moved by whole days."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from booking.domain.details import Details
from booking.domain.participant import Participant
from booking.domain.refusals import NotInTheVisit, PersonUnknown, PlanIncomplete
from booking.domain.stockholm import days_later
from booking.domain.visit import Visit

Action = Literal["replace", "cancel", "move"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A substitute is for replacing, a number of days for moving; nothing else is said of either."""

    person_id: UUID
    action: Action
    substitute_id: UUID | None = None
    shift_days: int | None = None

    def check(self, substitute: Participant | None) -> None:
        """The plan is whole, and whoever takes over is able to."""
        said = (self.substitute_id is not None, bool(self.shift_days))
        needed = (self.action == "replace", self.action == "move")
        if said != needed or self.substitute_id == self.person_id:
            raise PlanIncomplete
        if self.action == "replace":
            if substitute is None:
                raise PersonUnknown
            substitute.check_acts_as_staff()

    def carry_out(
        self, visit: Visit, by: Participant, people: Mapping[UUID, Participant], reason: str | None, now: datetime
    ) -> None:
        """What the administrator could have done by hand, on the visit as it is now."""
        if self.person_id not in visit.staff_ids:
            raise NotInTheVisit
        if self.action == "cancel":
            visit.cancel(by, reason, now)
        else:
            planned = self.planned(visit.details)
            visit.change(by, planned, people, read=visit.details_version, reason=reason, now=now)

    def planned(self, details: Details) -> Details:
        """Moved visits keep their time of day in Sweden. A substitute who is there already stays once."""
        if self.action == "move":
            return replace(details, starts_at=days_later(details.starts_at, self.shift_days or 0))
        if self.action == "replace" and self.substitute_id is not None:
            by_place = (self.substitute_id if each == self.person_id else each for each in details.staff_ids)
            return replace(details, staff_ids=tuple(dict.fromkeys(by_place)))
        return details
