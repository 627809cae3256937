"""Commands per second of booking and events per second of replay, beside the bare library on the same kind of file."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from booking.application import Booking
from booking.domain.participant import Participant
from booking.domain.visit import Visit
from chassis.sealing import KeyRing, sealed_by
from chassis.store import Place, open_application
from tools.bench.bare_visits import BareBooking, BareVisit
from tools.bench.figure import Figure

VISITS = 400
ROUNDS = 5
EVENTS_PER_VISIT = 3
COMMAND = "make bench"
PEER = "bare eventsourcing"
STAFF = Participant(uuid4(), frozenset({"staff"}), "active")
PATIENT = Participant(uuid4(), frozenset({"patient"}), "active")


class Everyone:
    """Booking's people, without a database in the way of the measurement."""

    def known(self, person_id: UUID) -> Participant | None:
        return self.known_among([person_id]).get(person_id)

    def known_among(self, person_ids: Iterable[UUID]) -> dict[UUID, Participant]:
        return {each.id: each for each in (STAFF, PATIENT) if each.id in person_ids}


def measure() -> list[Figure]:
    """Rounds alternate between ours and the peer, so that a busy minute hits both; the median counts."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place("booking", "sqlite", folder)
        ours = open_application(Booking, place, sealed_by(KeyRing(place, bytes(32))), people=Everyone())
        peer = BareBooking(
            {
                "PERSISTENCE_MODULE": "eventsourcing.sqlite",
                "SQLITE_DBNAME": str(Path(folder) / "bare.sqlite"),
                "SQLITE_LOCK_TIMEOUT": "10",
            }
        )
        return _measured(ours, peer)


def _measured(ours: Booking, peer: BareBooking) -> list[Figure]:
    speeds: dict[str, list[float]] = {"our commands": [], "peer commands": [], "our replay": [], "peer replay": []}
    for _ in range(ROUNDS):
        ids = [uuid4() for _ in range(VISITS)]
        count = VISITS * EVENTS_PER_VISIT
        speeds["our commands"].append(_speed(count, partial(_our_commands, ours, ids)))
        speeds["peer commands"].append(_speed(count, partial(_peer_commands, peer, ids)))
        speeds["our replay"].append(_speed(count, partial(_replay_ours, ours, ids)))
        speeds["peer replay"].append(_speed(count, partial(_replay_peers, peer, ids)))
    median = {name: statistics.median(values) for name, values in speeds.items()}
    return [
        Figure(
            "booking: commands (book, start, end)",
            "commands/s",
            median["our commands"],
            PEER,
            median["peer commands"],
            "higher",
            0.5,
            COMMAND,
        ),
        Figure(
            "booking: replay of visits from the log",
            "events/s",
            median["our replay"],
            PEER,
            median["peer replay"],
            "higher",
            0.5,
            COMMAND,
        ),
    ]


def _speed(count: int, work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def _our_commands(booking: Booking, visit_ids: list[UUID]) -> None:
    now = datetime.now(UTC)
    for visit_id in visit_ids:
        booking.book_visit(
            visit_id=visit_id,
            booked_by=STAFF.id,
            name="Uppföljning",
            starts_at=now + timedelta(hours=1),
            length_minutes=30,
            staff_ids=[STAFF.id],
            patient_ids=[PATIENT.id],
            now=now,
        )
        booking.start_visit(visit_id=visit_id, started_by=STAFF.id, now=now)
        booking.end_visit(visit_id=visit_id, ended_by=STAFF.id, now=now)


def _peer_commands(booking: BareBooking, visit_ids: list[UUID]) -> None:
    now = datetime.now(UTC)
    for visit_id in visit_ids:
        booking.book(visit_id, STAFF.id, PATIENT.id, now + timedelta(hours=1))
        booking.start(visit_id, STAFF.id)
        booking.end(visit_id, STAFF.id)


def _replay_ours(booking: Booking, visit_ids: list[UUID]) -> None:
    for visit_id in visit_ids:
        visit = booking.find(Visit, visit_id)
        assert visit is not None
        assert visit.state == "ended"


def _replay_peers(booking: BareBooking, visit_ids: list[UUID]) -> None:
    for visit_id in visit_ids:
        visit: BareVisit = booking.repository.get(visit_id)
        assert visit.state == "ended"
