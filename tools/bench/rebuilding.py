"""All read models of booking made anew from a long log, beside reading that log once."""

import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from booking.application import Booking
from booking.domain.details import Details
from booking.domain.lineage import Lineage
from booking.domain.participant import Participant
from booking.domain.visit import Visit
from booking.projections.my_bookings import MyBookings
from booking.projections.running_rearrangements import RunningRearrangements
from booking.projections.visit_index import VisitIndex
from chassis.following.rebuilding import PAGE, brought_up
from chassis.reading import read_on
from chassis.sealing import KeyRing, sealed_by
from chassis.store import Database, Place, Projection, open_application
from tools.bench.figure import Figure

EVENTS = 1_000_000
VISITS_AT_ONCE = 1_000
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STAFF = [Participant(UUID(int=number), frozenset({"staff"}), "active") for number in range(1, 201)]
PATIENTS = [Participant(UUID(int=number), frozenset({"patient"}), "active") for number in range(1_000, 6_000)]


class Nobody:
    def known(self, person_id: UUID) -> Participant | None:
        return None

    def known_among(self, person_ids: Iterable[UUID]) -> dict[UUID, Participant]:
        return {}


def measure(events: int = EVENTS) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        place = Place("booking", "sqlite", folder)
        keys, database = KeyRing(place, bytes(32)), Database(place)
        booking = open_application(Booking, place, sealed_by(keys), people=Nobody())
        count = _fill(booking, keys, events)
        models = (MyBookings(database, keys), VisitIndex(database), RunningRearrangements(database))
        read = _speed(count, lambda: _read(booking))
        made = _speed(count, lambda: _made(booking, models, count))
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
    name = f"rebuild of booking's {len(models)} read models from {count} events ({size:.0f} MB)"
    return [Figure(name, "events/s", made, "reading and opening the log", read, "higher", 0.05, "make bench")]


def _speed(count: int, work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def _read(booking: Booking) -> None:
    position = 0
    while found := read_on(booking, position, PAGE):
        position = found[-1].position


def _made(booking: Booking, models: Sequence[Projection], count: int) -> None:
    assert brought_up(booking, models, count) == count


def _fill(booking: Booking, keys: KeyRing, events: int) -> int:
    """Visits that were booked, started and ended, as the log takes them: many in one transaction."""
    generator, made = random.Random(5), 0
    while made < events:
        told = [(visit.id, visit.collect_events()) for visit in _visits(generator)]
        with keys.holding(visit_id for visit_id, _ in told):
            stored = [booking.mapper.to_stored_event(event) for _, events_of_one in told for event in events_of_one]
        booking.recorder.insert_events(stored)
        made += len(stored)
    return made


def _visits(generator: random.Random) -> Iterator[Visit]:
    for _ in range(VISITS_AT_ONCE):
        staff, patient = generator.choice(STAFF), generator.choice(PATIENTS)
        starts_at = NOW + timedelta(minutes=generator.randrange(365 * 24 * 60))
        details = Details("Uppföljning av blodtryck", starts_at, 30, (staff.id,), (patient.id,))
        visit = Visit.book(
            id=UUID(int=generator.getrandbits(128)),
            details=details,
            is_group=False,
            booked_by=staff.id,
            lineage=Lineage(),
            now=NOW,
        )
        visit.start(staff, starts_at)
        visit.end(staff, starts_at + timedelta(minutes=25))
        yield visit
