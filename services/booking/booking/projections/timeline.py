"""A visit's history in words: what was done, when, by whom."""

from datetime import datetime
from typing import Any

from booking.domain.visit import Visit

WORDS: dict[type[Any], tuple[str, str]] = {
    Visit.Booked: ("booked", "booked_by"),
    Visit.Started: ("started", "started_by"),
    Visit.Ended: ("ended", "ended_by"),
    Visit.Cancelled: ("cancelled", "cancelled_by"),
    Visit.PersonTakenOut: ("person_taken_out", "taken_out_by"),
}
"""What each stored event is called in a history, and which of its fields says who did it."""


def replayed(visit: Visit | None, events: list[Any]) -> dict[str, Any]:
    """What was true of a visit after these events, without its name: the answer may be kept with a case."""
    timeline = [_entry(event) for event in events]
    if visit is None:
        return {"state": "not_booked", "timeline": timeline}
    return {
        "state": visit.state,
        "starts_at": visit.starts_at,
        "length_minutes": visit.length_minutes,
        "staff_ids": visit.staff_ids,
        "patient_ids": visit.patient_ids,
        "needs_action": visit.needs_action,
        "timeline": timeline,
    }


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
            starts_at: datetime = event.starts_at
            return {"starts_at": starts_at.isoformat(), "length_minutes": event.length_minutes}
        case Visit.PersonTakenOut():
            needs_action = not (event.staff_ids and event.patient_ids)
            return {"taken_out_id": str(event.person_id), "cause": event.cause, "needs_action": needs_action}
        case _:
            return {}
