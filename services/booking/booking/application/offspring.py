"""Commands that make visits out of another one, and end them: everyone invited again, small groups."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from booking.application.visits import Booking
from booking.domain.details import Details
from booking.domain.lineage import Together
from booking.domain.offspring import (
    check_may_be_divided,
    check_nobody_is_in_two,
    invited_again,
    minutes_left,
    small_group,
)
from booking.domain.refusals import IdTaken, ListLate
from booking.domain.visit import Visit
from chassis.store import retrying


class ListsGroups(Protocol):
    def catch_up(self, at_least: int | None) -> int: ...

    def ids_of_small_groups(self, origin_id: UUID) -> Sequence[UUID]: ...


class InvitedAgain(NamedTuple):
    position: int
    visit_id: UUID


class Ended(NamedTuple):
    position: int
    ended: int


class Offspring:
    """Underneath, all of them are plain visits."""

    def __init__(self, booking: Booking, lists: ListsGroups) -> None:
        self._booking, self._lists = booking, lists

    @retrying
    def invite_again(self, *, visit_id: UUID, invited_by: UUID, now: datetime) -> InvitedAgain:
        """Asking twice, by one or by two, makes one visit: its id follows from the ended one's."""
        ended, staff = self._booking.belonging(visit_id, invited_by), self._booking.person(invited_by)
        ended.details.check_is_run_by(staff)
        if ended.again_id is not None:
            return InvitedAgain(self._booking.head, ended.again_id)
        again_id = uuid.uuid5(visit_id, "invited again")
        again = invited_again(ended, again_id, staff, self._booking.people(ended.details.everyone), now)
        return InvitedAgain(self._booking.record(ended, again), again_id)

    @retrying
    def open_small_groups(
        self, *, visit_id: UUID, opened_by: UUID, groups: Sequence[dict[str, Any]], now: datetime
    ) -> int:
        """All of them or none."""
        origin, staff = self._booking.belonging(visit_id, opened_by), self._booking.person(opened_by)
        origin.details.check_is_run_by(staff)
        left = minutes_left(origin.details, now)
        wanted = {group["visit_id"]: _details(group, staff.id, starts_at=now, minutes=left) for group in groups}
        if len(wanted) < len(groups):
            raise IdTaken
        together_id = uuid.uuid5(visit_id, " ".join(map(str, wanted)))
        if self._were_opened(wanted, together_id):
            return self._booking.head
        check_may_be_divided(origin, staff)
        check_nobody_is_in_two([patient_id for details in wanted.values() for patient_id in details.patient_ids])
        people = self._booking.people(origin.details.everyone)
        places = {each: Together(together_id, place, len(wanted)) for place, each in enumerate(wanted, 1)}
        self._booking.make_keys(wanted)
        return self._booking.record(
            *(small_group(origin, each, details, staff, people, places[each]) for each, details in wanted.items())
        )

    @retrying
    def end_small_groups(self, *, visit_id: UUID, ended_by: UUID, now: datetime) -> Ended:
        """Every small group that is under way, also those in which this member of the staff is not."""
        origin, staff = self._booking.belonging(visit_id, ended_by), self._booking.person(ended_by)
        origin.details.check_is_run_by(staff)
        head = self._booking.head
        if self._lists.catch_up(head) < head:
            raise ListLate
        groups = [self._booking.existing(each) for each in self._lists.ids_of_small_groups(visit_id)]
        going_on = [group for group in groups if group.state == "started"]
        for group in going_on:
            group.close(staff.id, now)
        return Ended(self._booking.record(*going_on), len(going_on))

    def _were_opened(self, wanted: dict[UUID, Details], together_id: UUID) -> bool:
        """Asking again with the same ids must mean the same groups."""
        found = [(self._booking.find(Visit, each), details) for each, details in wanted.items()]
        if all(group is None for group, _ in found):
            return False
        for group, details in found:
            if group is None or not _is_the_same(group, details, together_id):
                raise IdTaken
        return True


def _details(group: dict[str, Any], opened_by: UUID, *, starts_at: datetime, minutes: int) -> Details:
    """A group without staff gets the one who opens it."""
    return Details.of(
        name=group["name"],
        starts_at=starts_at,
        length_minutes=minutes,
        staff_ids=group["staff_ids"] or [opened_by],
        patient_ids=group["patient_ids"],
    )


def _is_the_same(group: Visit, details: Details, together_id: UUID) -> bool:
    booked, _ = group.booked_as
    people = (booked.name, booked.staff_ids, booked.patient_ids)
    return group.lineage.together.id == together_id and people == (
        details.name,
        details.staff_ids,
        details.patient_ids,
    )
