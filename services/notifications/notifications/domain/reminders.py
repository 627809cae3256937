"""Which reminder of a visit is due: the nearest one whose time has come, and none for what was booked after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from notifications.domain.audience import Visit

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
FRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Reminders:
    """A provider's ways, and how many minutes before a visit it reminds; these until it decides otherwise."""

    by_sms: bool = False
    by_email: bool = True
    minutes: tuple[int, ...] = (60, 1440)
    since: datetime = LONG_AGO


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder: so many minutes before the start, to those who belonged to the visit when its time came."""

    minutes: int
    person_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Reminded:
    """A visit to remind of: since when its time stands, and who came into it later; None when too little is known."""

    visit: Visit | None
    visit_id: UUID
    version: int
    look_at: datetime
    set_at: datetime
    arrivals: Mapping[UUID, datetime] = field(default_factory=dict)

    def due(self, reminders: Reminders, now: datetime) -> Due | None:
        """After a pause of ours only the nearest: what was missed before it is of no use any more."""
        visit = self.visit
        if visit is None or visit.state != "booked" or visit.starts_at <= now:
            return None
        come = [minutes for minutes in reminders.minutes if _before(visit, minutes) <= now]
        if not come:
            return None
        moment = _before(visit, min(come))
        if self.set_at > moment - _just_before(min(come)) or reminders.since > moment:
            return None  # its time was told a moment ago, or reminders were decided on later than this one
        return Due(min(come), frozenset(each for each in visit.people if self._was_in(each, moment)))

    def next_look(self, reminders: Reminders, now: datetime) -> datetime | None:
        """When the next reminder will be due; None when there is none."""
        if self.visit is None:
            return None
        ahead = [moment for each in reminders.minutes if (moment := _before(self.visit, each)) > now]
        return min(ahead, default=None)

    def _was_in(self, person_id: UUID, moment: datetime) -> bool:
        return self.arrivals.get(person_id, LONG_AGO) <= moment


def _just_before(minutes: int) -> timedelta:
    """As long as a booking is fresh in mind, it needs no reminder."""
    return min(timedelta(minutes=minutes) / 2, FRESH)


def _before(visit: Visit, minutes: int) -> datetime:
    return visit.starts_at - timedelta(minutes=minutes)
