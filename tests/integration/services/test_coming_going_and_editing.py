"""Fifty people wait, come and leave while staff change who belongs to the visit: nobody stays who may not."""

import asyncio
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from chassis.domain import ChangedMeanwhile
from contracts.booking.events import VisitChanged
from tests.integration.services.waiting_parts import VISIT, WaitingParts, seconds
from visit_media.adapters.engine import Someone
from visit_media.domain.refusals import VisitNotFound
from visit_media.media import Watch
from visit_media.signalling.admission import Verdict
from visit_media.signalling.tokens import Grant
from visit_media.wiring import HeardAdmission

EVERYONE = [UUID(int=1000 + number) for number in range(50)]
EDITS, TURNS, AT_ONCE = 15, 24, 4


class Rooms:
    """The engine, as far as coming and going concern it; the door is the real one. One movement is written
    after the other, as the real one does.
    """

    def __init__(self, parts: WaitingParts) -> None:
        self.parts, self.inside = parts, dict[str, Someone]()
        self.admission = HeardAdmission(parts.admissions, parts.ended_sessions)
        self._writing = threading.RLock()

    async def everyone(self) -> list[Someone]:
        with self._writing:
            return list(self.inside.values())

    def come(self, person_id: UUID, connection_id: str) -> None:
        grant = Grant(VISIT, person_id, 1, is_staff=False, session_id=None)
        if asyncio.run(self.admission.admit(grant)) is not Verdict.ADMITTED:
            return
        with self._writing:
            self.inside[connection_id] = Someone(VISIT, person_id, connection_id, 1)
            self.parts.visit_media.join(
                visit_id=VISIT, person_id=person_id, connection_id=connection_id, now=seconds(1)
            )

    def go(self, connection_id: str, reason: Any = "left") -> None:
        with self._writing:
            if self.inside.pop(connection_id, None) is not None:
                self.parts.visit_media.leave(visit_id=VISIT, connection_id=connection_id, reason=reason, now=seconds(2))

    async def remove_person(self, person_id: UUID, visit_id: UUID | None = None) -> None:
        with self._writing:
            for connection_id in [each for each, one in self.inside.items() if one.person_id == person_id]:
                self.go(connection_id, "removed")


def insisting(command: Callable[[], Any]) -> None:
    """As whoever is told that others changed it meanwhile asks again."""
    while True:
        try:
            command()
        except ChangedMeanwhile:
            continue
        return


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WaitingParts]:
    monkeypatch.setattr("visit_media.application.waiting.PATIENCE_SECONDS", 0)
    parts = WaitingParts({"CARE_STORE": "sqlite", "CARE_DATA_DIR": str(tmp_path)})
    for person_id in EVERYONE:
        parts.hear_of_person(person_id)
    parts.hear_of_visit("visit_booked", tuple(EVERYONE))
    yield parts
    parts.close()


def all_at_once(*jobs: Callable[[], None]) -> None:
    with ThreadPoolExecutor(len(jobs)) as pool:
        for done in [pool.submit(job) for job in jobs]:
            done.result()


def stop_waiting(parts: WaitingParts, person_id: UUID, page: UUID) -> None:
    parts.waiting.stop(visit_id=VISIT, person_id=person_id, wait_id=page, now=seconds(1))


def edit(parts: WaitingParts, state: str, also: Callable[[list[UUID]], None], chance: random.Random) -> set[UUID]:
    """Staff change who belongs to it, again and again; who does in the end."""
    belonging = set(EVERYONE)
    for _ in range(EDITS):
        wanted = set(chance.sample(EVERYONE, 30))
        taken_out, belonging = sorted(belonging - wanted), wanted
        parts.hear_of_visit("visit_changed", tuple(wanted), state=state, taken_out_ids=taken_out, brought_in_ids=[])
        also(taken_out)
    return belonging


def test_fifty_wait_and_stop_while_staff_change_who_belongs(parts: WaitingParts) -> None:  # BOK-3, BOK-6, LIF-2
    belonging: set[UUID] = set()

    def wait_and_stop(seed: int) -> None:
        chance = random.Random(seed)
        for turn in range(TURNS):
            person_id, page = chance.choice(EVERYONE), UUID(int=chance.randrange(3))
            try:
                if turn % 3 == 2:
                    insisting(partial(stop_waiting, parts, person_id, page))
                else:
                    insisting(partial(parts.wait, person_id, page))
            except VisitNotFound:
                continue  # taken out just now

    def edit_it() -> None:
        belonging.update(edit(parts, "booked", lambda _: None, random.Random(1)))

    all_at_once(edit_it, *(partial(wait_and_stop, seed) for seed in range(AT_ONCE)))

    waiting = parts.who_waits()
    assert set(waiting) <= belonging
    assert {person_id for _, person_id in parts.leases.waiters()} == set(waiting)
    assert set(waiting) == set(parts.visit_media.waiting(VISIT))


def test_fifty_come_and_leave_while_staff_change_who_belongs(parts: WaitingParts) -> None:  # BOK-6, LIF-12
    parts.hear_of_visit("visit_started", tuple(EVERYONE))
    rooms = Rooms(parts)
    watch = Watch(rooms, rooms.admission)  # type: ignore[arg-type]
    belonging: set[UUID] = set()

    def throw_out(taken_out: list[UUID]) -> None:
        asyncio.run(watch._act_on(VisitChanged, {"visit_id": VISIT, "taken_out_ids": taken_out}))

    def come_and_leave(seed: int) -> None:
        chance = random.Random(seed)
        for turn in range(TURNS):
            rooms.come(chance.choice(EVERYONE), f"{seed}-{turn}")
            if turn % 2:
                rooms.go(f"{seed}-{turn - 1}")

    def edit_it() -> None:
        belonging.update(edit(parts, "started", throw_out, random.Random(2)))

    all_at_once(edit_it, *(partial(come_and_leave, seed) for seed in range(AT_ONCE)))
    asyncio.run(watch.look_again())

    parts.follow()
    [room] = parts.service.list_present([VISIT])["present"]
    assert set(room["person_ids"]) == {one.person_id for one in rooms.inside.values()} <= belonging
    present, _, events = parts.visit_media.history(VISIT, None)
    assert set(present) == set(room["person_ids"])
    assert "removed" in {getattr(event, "reason", "") for event in events}
