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
from chassis.following.projecting import advance
from chassis.following.rebuilding import PAGE, STEP
from chassis.sealing import KeyRing, opened_events, sealed_by
from chassis.store import Database, Place, Projection, open_application
from tools.bench.figure import Figure

EVENTS = 1_000_000
VISITS_AT_ONCE = 400
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
        made = _speed(count, lambda: _made(booking, models))
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
    name = f"rebuild of booking's {len(models)} read models from {count} events ({size:.0f} MB)"
    return [Figure(name, "events/s", made, "reading and opening the log", read, "higher", 0.05, "make bench")]


def _speed(count: int, work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def _read(booking: Booking) -> None:
    position = 0
    while page := booking.recorder.select_notifications(position, PAGE, inclusive_of_start=False):
        opened_events(booking, page)
        position = page[-1].id


def _made(booking: Booking, models: Sequence[Projection]) -> None:
    for model in models:
        position, before = 0, -1
        while position != before:
            before = position
            with model.database.writing() as connection:
                position = advance(booking, model, connection, position, limit=STEP)


def _fill(booking: Booking, keys: KeyRing, events: int) -> int:
    """Visits that were booked, started and ended, many in one transaction."""
    generator, made = random.Random(5), 0
    while made < events:
        visits = list(_visits(generator))
        with keys.holding(visit.id for visit in visits):
            made += len(booking.save(*visits))
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
