"""What a reader may do with a visit now: what the pages offer; booking decides for itself."""

from datetime import datetime, timedelta
from typing import Any

from gateway.session import Session

INVITE_AGAIN_WITHIN = timedelta(minutes=2)


def leads(visit: dict[str, Any], reader: Session) -> bool:
    """Staff of the visit, who still have the right of staff."""
    return reader.is_staff and reader.person_id in visit["staff_ids"]


def decides(visit: dict[str, Any], reader: Session) -> bool:
    """Staff of the visit, and administrators of every visit (Q4)."""
    return reader.is_administrator or leads(visit, reader)


def ends_at(visit: dict[str, Any]) -> datetime:
    at: datetime = visit["starts_at"] + timedelta(minutes=visit["length_minutes"])
    return at


def invite_again_until(visit: dict[str, Any], reader: Session, now: datetime) -> datetime | None:
    """Until when «Bjud in alla igen» is offered: to staff of a visit that just ended, once (Q11)."""
    if visit["state"] != "ended" or visit["again_id"] is not None or not leads(visit, reader):
        return None
    until: datetime = visit["ended_at"] + INVITE_AGAIN_WITHIN
    return until if now < until else None


def abilities(visit: dict[str, Any], reader: Session, now: datetime) -> dict[str, bool]:
    """Administrators call off and change any visit, and end one whose staff are all gone: nobody else is left."""
    state, runs, rules = visit["state"], leads(visit, reader), decides(visit, reader)
    belongs = reader.person_id in [*visit["staff_ids"], *visit["patient_ids"]]
    return {
        "start": runs and state in ("booked", "missed"),
        "join": belongs and state == "started",
        "end": state == "started" and (runs or (rules and not visit["staff_ids"])),
        "cancel": rules and state == "booked",
        "change": rules and state in ("booked", "started"),
        "mark_missed": rules and state == "booked" and ends_at(visit) <= now,
        "take_back_missed": rules and state == "missed",
        "invite_again": invite_again_until(visit, reader, now) is not None,
        "open_small_groups": runs and state == "started" and visit["is_group"],
    }
