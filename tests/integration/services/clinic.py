"""Two colleagues and a patient, and what is asked about them again and again."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from chassis.aio import Caller
from contracts.booking.calls import BookVisit
from contracts.identity.calls import RegisterPerson
from contracts.refusals import Refused

ANNA, BO, CECILIA = (UUID(int=number) for number in (1, 2, 3))
NUMBERS = {ANNA: "191212121212", BO: "850709-9805", CECILIA: "19900101-2385"}
VISIT_NAME = "Samtal om sköldkörteln"


async def add(caller: Caller, person_id: UUID, name: str, roles: list[str], by: UUID) -> int:
    position: int = (
        await caller.call(
            RegisterPerson,
            person_id=person_id,
            registered_by=by,
            personnummer=NUMBERS[person_id],
            name=name,
            roles=roles,
        )
    )["position"]
    return position


async def book(caller: Caller, visit_id: UUID, **changed: Any) -> int:
    asked: dict[str, Any] = {
        "visit_id": visit_id,
        "booked_by": BO,
        "name": VISIT_NAME,
        "starts_at": datetime.now(UTC),
        "length_minutes": 30,
        "staff_ids": [BO],
        "patient_ids": [CECILIA],
    }
    position: int = (await caller.call(BookVisit, **(asked | changed)))["position"]
    return position


async def refusal(asked: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        await asked
    return refused.value.kind, refused.value.code
