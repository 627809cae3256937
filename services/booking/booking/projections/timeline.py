"""A visit's history in words: what was done, when, by whom; ids only, so that it may be kept with a case."""

from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from booking.domain.visit import Visit

WORDS: dict[type[Any], tuple[str, str]] = {
    Visit.Booked: ("booked", "booked_by"),
    Visit.Changed: ("changed", "changed_by"),
    Visit.Started: ("started", "started_by"),
    Visit.Ended: ("ended", "ended_by"),
    Visit.Cancelled: ("cancelled", "cancelled_by"),
    Visit.Missed: ("missed", "missed_by"),
    Visit.MissTakenBack: ("miss_taken_back", "taken_back_by"),
    Visit.InvitedAgain: ("invited_again", "invited_by"),
    Visit.PersonTakenOut: ("person_taken_out", "taken_out_by"),
}
"""What each stored event is called in a history, and which of its fields says who did it."""


class PersonsVisit(Protocol):
    @property
    def visit(self) -> Visit: ...
    @property
    def role(self) -> str: ...
    @property
    def can(self) -> list[str]: ...


class DaysVisit(Protocol):
    @property
    def visit(self) -> Visit: ...
    @property
    def events(self) -> list[Any]: ...


def replayed(visit: Visit | None, events: list[Any]) -> dict[str, Any]:
    """What was true of a visit after these events, without its name."""
    timeline = [_entry(event) for event in events]
    return (past(visit) if visit is not None else {"state": "not_booked"}) | {"timeline": timeline}


def persons_visits(visits: Iterable[PersonsVisit]) -> list[dict[str, Any]]:
    return [{"visit_id": each.visit.id, "role": each.role, "can": each.can, **past(each.visit)} for each in visits]


def days_visits(visits: Iterable[DaysVisit]) -> list[dict[str, Any]]:
    """By start."""
    by_start = sorted(visits, key=lambda each: (each.visit.starts_at, each.visit.id))
    return [{"visit_id": each.visit.id, **replayed(each.visit, each.events)} for each in by_start]


def past(visit: Visit) -> dict[str, Any]:
    """As it was, without its name."""
    names = ("state", "starts_at", "length_minutes", "is_group", "staff_ids", "patient_ids", "needs_action", "again_id")
    lineage = {name: getattr(visit.lineage, name) for name in ("series_id", "origin_id", "origin_cause")}
    return {name: getattr(visit, name) for name in names} | lineage


def _entry(event: Any) -> dict[str, Any]:
    what, who = WORDS[type(event)]
    return {
        "at": event.timestamp,
        "what": what,
        "person_id": getattr(event, who),
        "details": _details(event),
        "version": event.originator_version,
    }


def _details(event: Any) -> dict[str, Any]:
    match event:
        case Visit.Booked():
            return _booked(event)
        case Visit.Changed():
            return _changed(event)
        case Visit.Cancelled() if event.together_size > 1:
            return _together(event)
        case Visit.InvitedAgain():
            return {"again_id": str(event.again_id)}
        case Visit.PersonTakenOut():
            needs_action = not (event.staff_ids and event.patient_ids)
            return {"taken_out_id": str(event.person_id), "cause": event.cause, "needs_action": needs_action}
        case _:
            return {}


def _booked(event: Visit.Booked) -> dict[str, Any]:
    lineage = {name: getattr(event, name) for name in ("series_id", "every_weeks", "origin_id", "origin_cause")}
    return {
        "starts_at": event.starts_at.isoformat(),
        "length_minutes": event.length_minutes,
        "is_group": event.is_group,
        "staff_ids": _written(event.staff_ids),
        "patient_ids": _written(event.patient_ids),
        **{name: str(value) if isinstance(value, UUID) else value for name, value in lineage.items() if value},
        **(_together(event) if event.together_size > 1 else {}),
    }


def _changed(event: Visit.Changed) -> dict[str, Any]:
    """Only what is another than before."""
    changes: dict[str, Any] = {}
    if event.starts_at != event.previous_starts_at:
        changes |= {"starts_at": event.starts_at.isoformat(), "was_at": event.previous_starts_at.isoformat()}
    if event.length_minutes != event.previous_length_minutes:
        changes |= {"length_minutes": event.length_minutes, "was_minutes": event.previous_length_minutes}
    if event.brought_in_ids:
        changes["brought_in_ids"] = _written(event.brought_in_ids)
    if event.taken_out_ids:
        changes["taken_out_ids"] = _written(event.taken_out_ids)
    return changes | ({"is_renamed": True} if event.is_renamed else {})


def _together(event: Visit.Booked | Visit.Cancelled) -> dict[str, Any]:
    return {"together": f"{event.together_place} of {event.together_size}"}


def _written(ids: Iterable[UUID]) -> list[str]:
    return [str(each) for each in ids]
