"""A room's history in words: who waited, came and left, when, by which connection."""

from typing import Any
from uuid import UUID

WORDS = {"Joined": "joined", "Left": "left", "BeganWaiting": "began_waiting", "StoppedWaiting": "stopped_waiting"}


def replayed(present: list[UUID], waiting: list[UUID], events: list[Any]) -> dict[str, Any]:
    return {"present": present, "waiting": waiting, "timeline": [_entry(event) for event in events]}


def _entry(event: Any) -> dict[str, Any]:
    told = {name: getattr(event, name, None) for name in ("connection_id", "reason", "session_id")}
    return {
        "at": event.timestamp,
        "what": WORDS[type(event).__name__],
        "person_id": event.person_id,
        "details": {name: str(value) for name, value in told.items() if value is not None},
        "version": event.originator_version,
    }
