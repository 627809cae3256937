"""Notes of the gateway on their way to the access log: together, in parts, owed."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from contracts.audit.calls import NOTES_MAX, SUBJECTS_MAX, NoteAccesses
from contracts.message import ContractBroken
from contracts.refusals import Refused
from gateway.noting import OWED_MAX, Happening, Noting
from gateway.session import Session

AWAY = Refused("busy", "unavailable")


class SlowAudit:
    """Takes one call at a time, when it is let."""

    def __init__(self) -> None:
        self.calls: list[list[dict[str, Any]]] = []
        self.may_answer = asyncio.Event()
        self.is_away = False

    async def call(self, call: type[NoteAccesses], accesses: list[dict[str, Any]]) -> dict[str, Any]:
        call.read_request(call.request({"accesses": accesses}))
        self.calls.append(accesses)
        await self.may_answer.wait()
        if self.is_away:
            raise AWAY
        return {"position": 1}


class StrictAudit:
    """Says no to what breaks the contract, as the real caller does."""

    def __init__(self) -> None:
        self.noted: list[dict[str, Any]] = []

    async def call(self, call: type[NoteAccesses], accesses: list[dict[str, Any]]) -> dict[str, Any]:
        try:
            call.request({"accesses": accesses})
        except ContractBroken:
            raise Refused("invalid", "invalid") from None
        self.noted += accesses
        return {"position": 1}


def happening(*person_ids: UUID, kind: Any = "read") -> Happening:
    session = Session("t", uuid4(), "c", {"id": uuid4(), "roles": ["staff"]}, "demo", "none")
    return Happening("person.read", kind, session=session, concerned=dict.fromkeys(person_ids))


async def test_notes_that_come_together_travel_together():
    audit = SlowAudit()
    noting = Noting(audit, "norrvik")  # type: ignore[arg-type]

    notes = [asyncio.create_task(noting.note(happening(), "done")) for _ in range(NOTES_MAX + 20)]
    while not audit.calls:  # noqa: ASYNC110 - the other task runs meanwhile
        await asyncio.sleep(0)
    audit.may_answer.set()

    assert await asyncio.gather(*notes) == [True] * (NOTES_MAX + 20)
    assert [len(call) for call in audit.calls] == [NOTES_MAX, 20]


async def test_an_access_to_very_many_persons_is_noted_in_parts():
    audit = SlowAudit()
    audit.may_answer.set()
    people = [uuid4() for _ in range(SUBJECTS_MAX * 12 + 1)]

    await Noting(audit, "norrvik").note(happening(*people), "done")  # type: ignore[arg-type]

    accesses = [access for call in audit.calls for access in call]
    assert [person_id for access in accesses for person_id in access["subject_ids"]] == people
    assert len({access["access_id"] for access in accesses}) == 13
    assert len(audit.calls) > 1


async def test_what_is_owed_has_a_limit_and_refusals_leave_room_for_changes():
    audit = SlowAudit()
    audit.may_answer.set()
    audit.is_away = True
    noting = Noting(audit, "norrvik", retry_seconds=3600)  # type: ignore[arg-type]

    for _ in range(OWED_MAX):
        await noting.note(happening(), "refused", "only_staff")
    await noting.note(happening(kind="change"), "done")
    audit.is_away = False
    audit.calls.clear()
    await noting.close()

    paid = [access["outcome"] for call in audit.calls for access in call]
    assert (paid.count("refused"), paid.count("done")) == (OWED_MAX // 2, 1)
    assert not noting.is_behind


async def test_a_note_that_can_never_be_written_holds_up_no_other():
    audit = StrictAudit()
    noting = Noting(audit, "norrvik", retry_seconds=0)  # type: ignore[arg-type]
    broken = happening(kind="change")
    broken.action = "no action"

    written = await asyncio.gather(noting.note(broken, "done"), noting.note(happening(), "done"))
    async with asyncio.timeout(2):
        while noting.is_behind:  # noqa: ASYNC110 - the other task runs meanwhile
            await asyncio.sleep(0)

    assert written == [False, True]
    assert len(audit.noted) == 1
