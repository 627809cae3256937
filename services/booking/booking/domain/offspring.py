"""Visits that come out of another one: everyone invited again, and small groups beside a big one."""

import math
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from booking.domain.details import SHORTEST_MINUTES, Details, People
from booking.domain.life import check_is_one_of
from booking.domain.lineage import Lineage, Together
from booking.domain.participant import Participant
from booking.domain.refusals import NobodyToInvite, NotAGroup, NotInTheVisit, PersonTwice, TooLateToInvite
from booking.domain.visit import Visit

INVITED_AGAIN_WITHIN = timedelta(minutes=2)  # Q11
MINUTE = timedelta(minutes=1)


def invited_again(ended: Visit, again_id: UUID, staff: Participant, people: People, now: datetime) -> Visit:
    """A started visit with whoever of the ended one may still be invited (Q11); both are to be saved together."""
    check_may_be_invited_again(ended, staff, now)
    details = Details(
        name=ended.details.name,
        starts_at=now,
        length_minutes=minutes_left(ended.details, now),
        staff_ids=tuple(each for each in ended.staff_ids if people[each].may_be_staff),
        patient_ids=tuple(each for each in ended.patient_ids if people[each].may_be_patient),
    )
    if not details.patient_ids:
        raise NobodyToInvite
    again = _opened(again_id, details, ended.is_group, staff, Lineage(origin_id=ended.id, origin_cause="invited_again"))
    ended.invite_again(again_id, staff.id, now)
    return again


def check_may_be_invited_again(ended: Visit, staff: Participant, now: datetime) -> None:
    ended.details.check_is_run_by(staff)
    check_is_one_of(ended.state, "ended")
    if ended.ended.at is None or now > ended.ended.at + INVITED_AGAIN_WITHIN:
        raise TooLateToInvite


def small_group(
    origin: Visit, group_id: UUID, details: Details, staff: Participant, people: People, together: Together
) -> Visit:
    """A started group visit for some of those who are in the big one now."""
    check_may_be_divided(origin, staff)
    if not set(details.everyone) <= set(origin.details.everyone):
        raise NotInTheVisit
    details.check_new(people, details.starts_at)
    lineage = Lineage(origin_id=origin.id, origin_cause="small_group", together=together)
    return _opened(group_id, details, is_group=True, staff=staff, lineage=lineage)


def check_may_be_divided(origin: Visit, staff: Participant) -> None:
    origin.details.check_is_run_by(staff)
    check_is_one_of(origin.state, "started")
    if not origin.is_group:
        raise NotAGroup


def check_nobody_is_in_two(patient_ids: Collection[UUID]) -> None:
    """Staff may go from group to group, a patient is in one."""
    if len(set(patient_ids)) < len(patient_ids):
        raise PersonTwice


def minutes_left(details: Details, now: datetime) -> int:
    """Of the booked time; never more than was booked, and enough for a few words."""
    left = math.ceil((details.ends_at - now) / MINUTE)
    return max(SHORTEST_MINUTES, min(left, details.length_minutes))


def _opened(visit_id: UUID, details: Details, is_group: bool, staff: Participant, lineage: Lineage) -> Visit:
    now = details.starts_at
    visit = Visit.book(id=visit_id, details=details, is_group=is_group, booked_by=staff.id, lineage=lineage, now=now)
    visit.open(staff.id, now)
    return visit
