"""Which of booking's stored events the world hears, and how they read there."""

from functools import singledispatch
from typing import Any

from booking.domain.visit import Visit
from contracts.booking.events import (
    VisitBooked,
    VisitCancelled,
    VisitEnded,
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
        booked_by=booked.booked_by,
        booked_at=booked.timestamp,
        starts_at=booked.starts_at,
        length_minutes=booked.length_minutes,
    )


@published.register
def _(started: Visit.Started) -> Published:
    return VisitStarted.of(**_whose(started), started_by=started.started_by, started_at=started.timestamp)


@published.register
def _(ended: Visit.Ended) -> Published:
    return VisitEnded.of(**_whose(ended), ended_by=ended.ended_by, ended_at=ended.timestamp)


@published.register
def _(cancelled: Visit.Cancelled) -> Published:
    return VisitCancelled.of(**_whose(cancelled), cancelled_by=cancelled.cancelled_by, cancelled_at=cancelled.timestamp)


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


def _whose(
    event: Visit.Booked | Visit.Started | Visit.Ended | Visit.Cancelled | Visit.PersonTakenOut,
) -> dict[str, Any]:
    return {"visit_id": event.originator_id, "staff_ids": event.staff_ids, "patient_ids": event.patient_ids}
