"""Noting accesses in the access log before they are answered: what cannot be noted is not answered.

A read that cannot be noted shows nothing. A change or a refusal that took place stays owed: it is noted again until
that succeeds, its answer says `unavailable`, and until nothing is owed no further change is begun. Only visits go on:
reading, starting, joining and ending one is owed and answered, for as long as there is room. What is owed lives in
this process's memory; each has left a log line with its ids, and a change stands in its owner's event log too.
"""

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from chassis.aio import Caller
from chassis.telling import counter, gauge, tell
from contracts.audit.calls import NOTES_MAX, SUBJECTS_MAX, NoteAccesses
from contracts.refusals import Refused
from gateway.session import Session
from gateway.turns import Turns

Outcome = Literal["done", "refused"]
Noted = Literal["written", "owed", "lost", "unanswered"]
Standing = Literal["written", "waiting", "impossible"]

ACCESSES = counter("gateway", "accesses", "Accesses noted, owed, or lost", ("kind", "outcome", "noted"))
OWED_MAX = 1000
OWED_REFUSALS_MAX = OWED_MAX // 2
"""The rest is for changes, which took place."""
SUBJECTS_IN_ONE_CALL_MAX = 5000
RETRY_SECONDS = 1.0


@dataclass(slots=True)
class Happening:
    """What is known of a request while it is answered: when it came, who asks, whom it concerns."""

    action: str | None
    kind: Literal["read", "search", "change"]
    may_be_noted_later: bool = False
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    session: Session | None = None
    concerned: dict[UUID, None] = field(default_factory=dict)

    @property
    def is_noted(self) -> bool:
        """Whether it is an access at all: nobody is known who was not signed in."""
        return self.action is not None and self.session is not None

    @property
    def waits_for_the_log(self) -> bool:
        """A change that is not begun while others are owed."""
        return self.action is not None and self.kind == "change" and not self.may_be_noted_later


@dataclass(frozen=True, slots=True)
class _Note:
    access: dict[str, Any]
    written: asyncio.Future[bool]


class Noting:
    """Concurrent notes travel together: while one call is on its way, the next ones gather."""

    def __init__(self, caller: Caller, unit: str, retry_seconds: float = RETRY_SECONDS) -> None:
        self._caller = caller
        self._unit = unit
        self._retry_seconds = retry_seconds
        self._waiting: deque[_Note] = deque()
        self._owed: deque[dict[str, Any]] = deque()
        self._turns = Turns(self._batch, self._send)
        self._paying: asyncio.Task[None] | None = None
        gauge("gateway", "accesses_owed", "Accesses that took place and are not noted yet").set_function(
            lambda: len(self._owed)
        )

    @property
    def is_behind(self) -> bool:
        """Something is owed: nothing more may be changed until it is noted."""
        return bool(self._owed)

    async def note(self, happening: Happening, outcome: Outcome, code: str | None = None) -> bool:
        """Write it to the access log; False when that failed, and then nothing may be shown."""
        accesses = list(self._accesses(happening, outcome, code))
        if happening.may_be_noted_later and self.is_behind:
            owed = [self._owe(access) for access in accesses]
            return all(owed)
        written = await asyncio.gather(*(self._gathered(access) for access in accesses))
        settled = [self._is_settled(*one, happening) for one in zip(accesses, written, strict=True)]
        return all(settled)

    def _is_settled(self, access: dict[str, Any], is_written: bool, happening: Happening) -> bool:
        """Whether it may be answered: it is written, or owed and that is enough."""
        if is_written:
            _count(access, "written")
            return True
        if access["outcome"] == "refused" or happening.kind == "change" or happening.may_be_noted_later:
            return self._owe(access) and happening.may_be_noted_later
        _count(access, "unanswered")
        return False

    async def close(self) -> None:
        """At the end of the process: what is owed gets a last chance."""
        if self._paying is not None:
            self._paying.cancel()
        await self._pay()

    def _accesses(self, happening: Happening, outcome: Outcome, code: str | None) -> Iterator[dict[str, Any]]:
        """One access, or several when it concerns very many persons."""
        session, subject_ids = happening.session, list(happening.concerned)
        assert session is not None, "an access has an actor"
        for first in range(0, max(1, len(subject_ids)), SUBJECTS_MAX):
            yield {
                "access_id": uuid.uuid4(),
                "at": happening.at,
                "actor_id": session.person_id,
                "roles": list(session.person["roles"]),
                "method": session.method,
                "strength": session.strength,
                "session_id": session.session_id,
                "unit": self._unit,
                "action": happening.action,
                "kind": happening.kind,
                "subject_ids": subject_ids[first : first + SUBJECTS_MAX],
                "outcome": outcome,
                "code": code,
            }

    async def _gathered(self, access: dict[str, Any]) -> bool:
        note = _Note(access, asyncio.get_running_loop().create_future())
        self._waiting.append(note)
        self._turns.go()
        return await note.written

    async def _send(self, batch: list[_Note]) -> None:
        standing: list[Standing] = ["waiting"] * len(batch)
        try:
            standing = await self._written([note.access for note in batch])
        finally:
            for note, standing_of_note in zip(batch, standing, strict=True):
                if not note.written.done():
                    note.written.set_result(standing_of_note == "written")

    def _batch(self) -> list[_Note]:
        batch: list[_Note] = []
        subjects = 0
        while self._waiting and len(batch) < NOTES_MAX and subjects < SUBJECTS_IN_ONE_CALL_MAX:
            batch.append(note := self._waiting.popleft())
            subjects += len(note.access["subject_ids"])
        return batch

    async def _written(self, accesses: Sequence[dict[str, Any]]) -> list[Standing]:
        """How each of them stands; one that breaks the contract does not hold up those beside it."""
        try:
            await self._caller.call(NoteAccesses, accesses=accesses)
        except Refused as refused:
            if refused.kind != "invalid":
                return ["waiting"] * len(accesses)
            if len(accesses) == 1:
                return ["impossible"]
            return [standing for access in accesses for standing in await self._written([access])]
        return ["written"] * len(accesses)

    def _owe(self, access: dict[str, Any]) -> bool:
        """False when there is no room: then it is lost but for its log line."""
        most = OWED_MAX if access["outcome"] == "done" else OWED_REFUSALS_MAX
        noted: Noted = "owed" if len(self._owed) < most else "lost"
        _tell(access, noted)
        _count(access, noted)
        if noted == "owed":
            self._owed.append(access)
        if self._paying is None or self._paying.done():
            self._paying = asyncio.create_task(self._keep_paying())
        return noted == "owed"

    async def _keep_paying(self) -> None:
        while self._owed:
            await asyncio.sleep(self._retry_seconds)
            await self._pay()

    async def _pay(self) -> None:
        while self._owed:
            batch = [self._owed[place] for place in range(min(NOTES_MAX, len(self._owed)))]
            for access, standing in zip(batch, await self._written(batch), strict=True):
                if standing == "waiting":
                    return
                self._owed.popleft()
                if standing == "impossible":
                    _tell(access, "lost")
                _count(access, "written" if standing == "written" else "lost")


def _tell(access: dict[str, Any], noted: Noted) -> None:
    told = {name: access[name] for name in ("access_id", "actor_id", "action", "outcome", "code")}
    tell(f"access_{noted}", level=logging.WARNING if noted == "owed" else logging.ERROR, **told)


def _count(access: dict[str, Any], noted: Noted) -> None:
    ACCESSES.labels(access["kind"], access["outcome"], noted).inc()
