"""What happens, told to the browsers it concerns while it happens (server-sent events, HTML Living Standard 9.2)."""

import asyncio
import json
import secrets
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from sse_starlette import ServerSentEvent

KEPT_EVENTS = 2000
WAITING_EVENTS_MAX = 200
REMEMBERED_VISITS = 5000


@dataclass(frozen=True)
class Told:
    """One event for some persons. `number` counts from 1 in this process, whose `run` no other process has."""

    run: str
    number: int
    name: str
    data: dict[str, Any]
    person_ids: frozenset[UUID] | None
    """Whom it concerns; None means everyone who listens."""

    def concerns(self, person_id: UUID) -> bool:
        return self.person_ids is None or person_id in self.person_ids

    @cached_property
    def sent(self) -> bytes:
        """As it goes to every page that it concerns: written once, however many they are."""
        data = json.dumps(self.data)
        return ServerSentEvent(event=self.name, data=data, id=f"{self.run}-{self.number}").encode()


@dataclass(frozen=True, slots=True)
class Members:
    """Who belongs to a visit, as of one of its versions, and its state then."""

    version: int
    state: str
    staff: frozenset[UUID]
    patients: frozenset[UUID]

    @classmethod
    def of(cls, visit: Mapping[str, Any]) -> Self:
        return cls(visit["version"], visit["state"], frozenset(visit["staff_ids"]), frozenset(visit["patient_ids"]))

    @property
    def everyone(self) -> frozenset[UUID]:
        return self.staff | self.patients


@dataclass(eq=False, slots=True)
class Listener:
    """One open page: a bounded queue, so that a stuck phone costs us little and loses nothing (it refetches)."""

    person_id: UUID
    session_id: UUID
    waiting: deque[Told] = field(default_factory=deque)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    behind: bool = False
    over: bool = False

    def tell(self, told: Told) -> None:
        if len(self.waiting) >= WAITING_EVENTS_MAX:
            self.waiting.clear()
            self.behind = True
        else:
            self.waiting.append(told)
        self.woken.set()

    def end(self) -> None:
        self.over = True
        self.woken.set()


class Hub:
    """The open pages of this gateway, and the last events, so that a page that reconnects misses none.

    Event ids are `<run>-<number>`: after a restart of the gateway the run differs and the page is told to refetch.
    """

    def __init__(self) -> None:
        self.run = secrets.token_hex(4)
        self._number = 0
        self._kept: deque[Told] = deque(maxlen=KEPT_EVENTS)
        self._listeners: set[Listener] = set()
        self._members: OrderedDict[UUID, Members] = OrderedDict()

    @property
    def open_pages(self) -> int:
        return len(self._listeners)

    def tell(self, name: str, data: dict[str, Any], person_ids: Iterable[UUID] | None) -> None:
        """Keeps the event and hands it to every open page that it concerns."""
        self._number += 1
        told = Told(self.run, self._number, name, data, None if person_ids is None else frozenset(person_ids))
        self._kept.append(told)
        for listener in self._listeners:
            if told.concerns(listener.person_id):
                listener.tell(told)

    def remember_members(self, visit_id: UUID, members: Members) -> None:
        """Keeps who belongs to a visit, unless a later version is known."""
        known = self._members.get(visit_id)
        if known is None or known.version <= members.version:
            self._members[visit_id] = members
        self._members.move_to_end(visit_id)
        while len(self._members) > REMEMBERED_VISITS:
            self._members.popitem(last=False)

    def members(self, visit_id: UUID) -> Members | None:
        return self._members.get(visit_id)

    def forget_members(self) -> None:
        """Events may have been missed: whoever asks reads anew."""
        self._members.clear()

    def end_session(self, session_id: UUID) -> None:
        """Every page of a session that was signed out learns it at once."""
        for listener in self._listeners:
            if listener.session_id == session_id:
                listener.end()

    def end_person(self, person_id: UUID) -> None:
        for listener in self._listeners:
            if listener.person_id == person_id:
                listener.end()

    @contextmanager
    def _listening(self, person_id: UUID, session_id: UUID) -> Iterator[Listener]:
        listener = Listener(person_id, session_id)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def follow(self, person_id: UUID, session_id: UUID, last_event_id: str) -> AsyncIterator[Told]:
        """What concerns one person, from `last_event_id` on; `resync` first when that place is not known here.

        Ends after `signed_out` when the session ends.
        """
        with self._listening(person_id, session_id) as listener:
            for told in self._missed(person_id, last_event_id):
                yield told
            while not listener.over:
                await listener.woken.wait()
                listener.woken.clear()
                if listener.behind:
                    listener.behind = False
                    yield self._resync()
                while listener.waiting:
                    yield listener.waiting.popleft()
            yield Told(self.run, self._number, "signed_out", {}, None)

    def _missed(self, person_id: UUID, last_event_id: str) -> list[Told]:
        run, _, number = last_event_id.partition("-")
        oldest = self._kept[0].number if self._kept else self._number + 1
        if run != self.run or not number.isdecimal() or not oldest - 1 <= int(number) <= self._number:
            return [self._resync()]
        return [told for told in self._kept if told.number > int(number) and told.concerns(person_id)]

    def _resync(self) -> Told:
        return Told(self.run, self._number, "resync", {}, None)
