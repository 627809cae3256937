"""A waiting room whose pages, visits and sign-ins stand in memory."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Mapper

from visit_media.application import VisitMedia
from visit_media.application.sweeping import Sweeper
from visit_media.application.waiting import Waiter, Waiting
from visit_media.domain.admitting import Person, Standing, Visit, standing
from visit_media.domain.waiting_room import WaitingRoom

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
VISIT, ANNA, KARL, MARIA = UUID(int=7), UUID(int=1), UUID(int=3), UUID(int=4)
PAGE, OTHER_PAGE = UUID(int=30), UUID(int=31)
PATIENT = Person("active", {"patient"})


def seconds(number: float) -> datetime:
    return NOON + timedelta(seconds=number)


def session_of(person_id: UUID) -> UUID:
    return UUID(int=100 + person_id.int)


class PagesInMemory:
    """As the table keeps them."""

    def __init__(self) -> None:
        self.rows: dict[tuple[UUID, UUID, UUID], tuple[UUID, datetime]] = {}
        self.as_the_last_one_goes: Callable[[], None] | None = None

    def begin(self, waiter: Waiter, wait_id: UUID, session_id: UUID, now: datetime) -> None:
        self.rows[*waiter, wait_id] = (session_id, now)

    def go_on(self, waiter: Waiter, wait_id: UUID, now: datetime) -> None:
        if (*waiter, wait_id) in self.rows:
            self.rows[*waiter, wait_id] = (self.rows[*waiter, wait_id][0], now)

    def end(self, waiter: Waiter, wait_id: UUID | None = None) -> None:
        gone = [row for row in self.rows if row[:2] == waiter and wait_id in (None, row[2])]
        for row in gone:
            del self.rows[row]

    def end_session(self, session_id: UUID) -> list[Waiter]:
        mine = [row for row, (session, _) in self.rows.items() if session == session_id]
        for row in mine:
            del self.rows[row]
        return list(dict.fromkeys(row[:2] for row in mine))

    def end_unheard(self, since: datetime) -> None:
        self.rows = {row: page for row, page in self.rows.items() if page[1] >= since}

    def session_of(self, waiter: Waiter) -> UUID | None:
        found = next((session for row, (session, _) in self.rows.items() if row[:2] == waiter), None)
        if found is None and self.as_the_last_one_goes is not None:
            crossing, self.as_the_last_one_goes = self.as_the_last_one_goes, None
            crossing()
        return found

    def visits_of(self, person_id: UUID) -> list[UUID]:
        return list(dict.fromkeys(visit_id for visit_id, person, _ in self.rows if person == person_id))

    def waiters(self) -> set[Waiter]:
        return {row[:2] for row in self.rows}


class Corridor:
    """The waiting of one visit with Anna, Karl and Maria, and what is known of it."""

    def __init__(self) -> None:
        self.visit_media = VisitMedia({}, Mapper)
        self.pages = PagesInMemory()
        self.visit: Visit | None = Visit(1, "booked", {ANNA}, {KARL, MARIA})
        self.people = {KARL: PATIENT, MARIA: PATIENT, ANNA: Person("active", {"staff"})}
        self.ended_sessions: set[UUID] = set()
        self.after_looking: list[Callable[[], None]] = []
        self.waiting = Waiting(self.visit_media, self.pages, self, self)

    def standing(self, visit_id: UUID, person_id: UUID) -> Standing:
        found = standing(person_id, self.people.get(person_id), self.visit)
        if self.after_looking:
            self.after_looking.pop(0)()
        return found

    def wait_for(self, find: Callable[[], Standing | None], timeout_seconds: float) -> Standing | None:
        return find()

    def has_ended(self, session_id: UUID) -> bool:
        return session_id in self.ended_sessions

    def waiting_since(self, before: datetime) -> list[Waiter]:
        began = {}
        for event in self.events():
            if isinstance(event, WaitingRoom.BeganWaiting):
                began[event.visit_id, event.person_id] = event.timestamp
        waiting = {(VISIT, person_id) for person_id in self.visit_media.waiting(VISIT)}
        return [waiter for waiter, since in began.items() if waiter in waiting and since < before]

    def wait(self, person_id: UUID = KARL, page: UUID = PAGE, at: float = 0) -> str:
        return self.waiting.wait(
            visit_id=VISIT, person_id=person_id, session_id=session_of(person_id), wait_id=page, now=seconds(at)
        )

    def stop(self, person_id: UUID = KARL, page: UUID = PAGE, at: float = 1) -> None:
        self.waiting.stop(visit_id=VISIT, person_id=person_id, wait_id=page, now=seconds(at))

    def sweep(self, at: float) -> None:
        Sweeper(self.waiting, self.pages, self, lambda: seconds(at)).sweep()

    def becomes(self, state: str, patient_ids: set[UUID] | None = None) -> None:
        """The visit as it is heard to be."""
        self.visit = Visit(2, state, {ANNA}, {KARL, MARIA} if patient_ids is None else patient_ids)

    def events(self) -> list[Any]:
        return list(self.visit_media.events.get(WaitingRoom.id_of(VISIT)))[1:]

    def told(self) -> list[tuple[UUID, str]]:
        """Who began (no reason) and who stopped why, in order."""
        return [(event.person_id, getattr(event, "reason", "")) for event in self.events()]
