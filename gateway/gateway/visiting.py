"""One visit as the log tells it now, and which visits one belongs to."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from contracts.booking.calls import ReadVisit
from contracts.refusals import Refused
from gateway.endpoints import Asked
from gateway.live import Members


async def read_visit(asked: Asked, *, as_administrator: bool = False) -> dict[str, Any]:
    """The visit in the address; whoever belongs to it is concerned, whatever is done with it.

    `as_administrator` is for what administrators may do with any visit: to others it means nothing.
    """
    reply = await asked.caller.call(
        ReadVisit,
        visit_id=asked.path["visit_id"],
        person_id=asked.session.person_id,
        as_administrator=as_administrator and asked.session.is_administrator,
    )
    visit: dict[str, Any] = reply["visit"]
    asked.concerns(*visit["staff_ids"], *visit["patient_ids"])
    asked.house.hub.remember_members(visit["id"], Members.of(visit))
    return visit


async def belonging_to(asked: Asked, visit_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these visits that one belongs to, or administers."""
    wanted = set(visit_ids)
    if asked.session.is_administrator:
        return wanted
    in_order = sorted(wanted)
    answers = await asyncio.gather(*(_belongs_to(asked, visit_id) for visit_id in in_order))
    return {visit_id for visit_id, belongs in zip(in_order, answers, strict=True) if belongs}


async def _belongs_to(asked: Asked, visit_id: UUID) -> bool:
    hub, reader_id = asked.house.hub, asked.session.person_id
    members = hub.members(visit_id)
    if members is None:
        try:
            visit = (await asked.caller.call(ReadVisit, visit_id=visit_id, person_id=reader_id))["visit"]
        except Refused:
            return False  # there is no trace of what one does not belong to
        members = Members.of(visit)
        hub.remember_members(visit_id, members)
    return reader_id in members.everyone
