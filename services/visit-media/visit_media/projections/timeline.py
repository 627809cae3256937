"""A room's history in words: who came and left, when, by which connection."""

from typing import Any
from uuid import UUID


def replayed(present: list[UUID], events: list[Any]) -> dict[str, Any]:
    return {"present": present, "timeline": [_entry(event) for event in events]}


def _entry(event: Any) -> dict[str, Any]:
    details = {"connection_id": event.connection_id}
    if hasattr(event, "reason"):
        details["reason"] = event.reason
    if event.session_id is not None:
        details["session_id"] = str(event.session_id)
    return {
        "at": event.timestamp,
        "what": type(event).__name__.lower(),
        "person_id": event.person_id,
        "details": details,
        "version": event.originator_version,
    }
