"""Which of booking's stored events the world hears, and how they read there."""

from functools import singledispatch
from typing import Any

from booking.domain.visit import Visit
from contracts.booking.events import (
    VisitBooked,
    VisitCancelled,
    VisitChanged,
    VisitEnded,
    VisitMissed,
    VisitMissTakenBack,
    VisitParticipantsChanged,
    VisitStarted,
)
from contracts.message import Published


@singledispatch
def published(_: Any) -> Published | None:
    return None


@published.register
def _(booked: Visit.Booked) -> Published:
    return VisitBooked.of(
        **_whose(booked),
        **_together(booked),
        booked_by=booked.booked_by,
        booked_at=booked.timestamp,
        starts_at=booked.starts_at,
        length_minutes=booked.length_minutes,
        series_id=booked.series_id,
        origin_id=booked.origin_id,
        origin_cause=booked.origin_cause,
    )


@published.register
def _(changed: Visit.Changed) -> Published:
    return VisitChanged.of(
        **_whose(changed),
        state=changed.state,
        starts_at=changed.starts_at,
        length_minutes=changed.length_minutes,
        previous_starts_at=changed.previous_starts_at,
        previous_length_minutes=changed.previous_length_minutes,
        brought_in_ids=changed.brought_in_ids,
        taken_out_ids=changed.taken_out_ids,
        is_renamed=changed.is_renamed,
        needs_action=not (changed.staff_ids and changed.patient_ids),
        changed_by=changed.changed_by,
        changed_at=changed.timestamp,
    )


@published.register
def _(started: Visit.Started) -> Published:
    return VisitStarted.of(**_whose(started), started_by=started.started_by, started_at=started.timestamp)


@published.register
def _(ended: Visit.Ended) -> Published:
    return VisitEnded.of(**_whose(ended), ended_by=ended.ended_by, ended_at=ended.timestamp)


@published.register
def _(cancelled: Visit.Cancelled) -> Published:
    return VisitCancelled.of(
        **_whose(cancelled),
        **_together(cancelled),
        cancelled_by=cancelled.cancelled_by,
        cancelled_at=cancelled.timestamp,
    )


@published.register
def _(missed: Visit.Missed) -> Published:
    return VisitMissed.of(**_whose(missed), missed_by=missed.missed_by, missed_at=missed.timestamp)


@published.register
def _(back: Visit.MissTakenBack) -> Published:
    return VisitMissTakenBack.of(**_whose(back), taken_back_by=back.taken_back_by, taken_back_at=back.timestamp)


@published.register
def _(taken_out: Visit.PersonTakenOut) -> Published:
    belongs_still = taken_out.person_id in [*taken_out.staff_ids, *taken_out.patient_ids]  # in the other role
    return VisitParticipantsChanged.of(
        **_whose(taken_out),
        state=taken_out.state,
        taken_out_id=None if belongs_still else taken_out.person_id,
        needs_action=not (taken_out.staff_ids and taken_out.patient_ids),
        changed_by=taken_out.taken_out_by,
        changed_at=taken_out.timestamp,
    )


def _whose(event: Visit.Event) -> dict[str, Any]:
    return {
        "visit_id": event.originator_id,
        "staff_ids": event.staff_ids,
        "patient_ids": event.patient_ids,
        "is_group": event.is_group,
    }


def _together(event: Visit.Booked | Visit.Cancelled) -> dict[str, Any]:
    return {name: getattr(event, name) for name in ("together_id", "together_place", "together_size")}
