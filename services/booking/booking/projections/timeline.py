"""A visit's history in words: what was done, when, by whom."""

from datetime import datetime
from typing import Any

from booking.domain.visit import Visit


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
        "timeline": timeline,
    }


def _entry(event: Any) -> dict[str, Any]:
    what = type(event).__name__.lower()
    return {
        "at": event.timestamp,
        "what": what,
        "person_id": getattr(event, f"{what}_by"),
        "details": _details(event),
        "version": event.originator_version,
    }


def _details(event: Any) -> dict[str, Any]:
    if not isinstance(event, Visit.Booked):
        return {}
    starts_at: datetime = event.starts_at
    return {"starts_at": starts_at.isoformat(), "length_minutes": event.length_minutes}
