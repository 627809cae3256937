"""The first page of the lists among 100 000 visits: ours, with sealed names, beside plain rows in indexed SQL."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import update

from booking.domain.details import Details
from booking.domain.lineage import Lineage
from booking.domain.visit import Visit
from booking.projections.lists import BookingLists
from booking.projections.my_bookings import MyBookings
from chassis.sealing import KeyRing
from chassis.store import Database, Place
from tools.bench.figure import Figure
from tools.bench.plain_visits import PlainVisits

VISITS = 100_000
STAFF, PATIENTS = 200, 5_000
PAGES = 400
PAGE = 50
AT_ONCE = 2_000
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SPREAD_MINUTES = 365 * 24 * 60
PEER = "plain rows in indexed SQL"

Visits = list[dict[str, Any]]
Question = Callable[[], Visits]


def measure(visits: int = VISITS) -> list[Figure]:
    """Both answer the same pages in turn, so that a busy minute hits both; they must find the same."""
    generator = random.Random(4)
    made = [_visit(generator) for _ in range(visits)]
    with tempfile.TemporaryDirectory() as folder:
        ours, peer = _ours(Path(folder), made), PlainVisits(Path(folder) / "plain.sqlite")
        peer.put(made)
        figures = list(_measured(ours, peer, generator, made))
        peer.close()
        return figures


def _measured(
    ours: BookingLists, peer: PlainVisits, generator: random.Random, made: list[dict[str, Any]]
) -> Iterator[Figure]:
    """A new reader at another moment each time, as at a real door: little of what they read is at hand.

    «Tidigare» of everyone begins with the same visits whoever asks.
    """
    sample = generator.sample(made, min(PAGES, len(made)))
    asking = [(each["staff_ids"][0], NOW + timedelta(minutes=generator.randrange(SPREAD_MINUTES))) for each in sample]

    def tab(name: str, person_id: UUID | None, now: datetime) -> Visits:
        return ours.tab(name, person_id, now=now, after=None, limit=PAGE).visits

    questions: dict[str, Callable[[UUID, datetime], tuple[Question, Question]]] = {
        "«Mina bokningar»": lambda who, at: (lambda: tab("future", who, at), lambda: peer.of_one(who, at, PAGE)),
        "«Framtida» of everyone": lambda _, at: (lambda: tab("future", None, at), lambda: peer.of_all(at, PAGE)),
        "«Tidigare» of everyone": lambda *_: (lambda: tab("earlier", None, NOW), lambda: peer.over(PAGE)),
    }
    for name, asked in questions.items():
        times: tuple[list[float], list[float]] = ([], [])
        for who, at in asking:
            our_question, peer_question = asked(who, at)
            assert _timed(times[0], our_question) == _timed(times[1], peer_question), "both find the same"
        own, others = map(_p95, times)
        yield Figure(f"{name}, first page of {len(made)}, p95", "ms", own, PEER, others, "lower", 2.0, "make bench")


def _ours(folder: Path, made: list[dict[str, Any]]) -> BookingLists:
    place = Place("booking", "sqlite", str(folder))
    keys, database = KeyRing(place, bytes(32)), Database(place)
    model = MyBookings(database, keys)
    for start in range(0, len(made), AT_ONCE):
        some = made[start : start + AT_ONCE]
        keys.make_many(visit["id"] for visit in some)
        with database.writing() as connection:
            for visit in some:
                model.apply(connection, _booked(visit))
    for table in (model.visits, model.participants):
        with database.writing() as connection:
            ended = {"shelf": "over"} | ({"state": "ended"} if table is model.visits else {})
            connection.execute(update(table).where(table.c.ends_at <= NOW).values(ended))
    return BookingLists(model)


def _booked(visit: dict[str, Any]) -> Visit.Booked:
    names = ("name", "starts_at", "length_minutes", "staff_ids", "patient_ids")
    details, staff_id = Details.of(**{name: visit[name] for name in names}), visit["staff_ids"][0]
    made = Visit.book(id=visit["id"], details=details, is_group=False, booked_by=staff_id, lineage=Lineage(), now=NOW)
    [booked] = made.collect_events()
    assert isinstance(booked, Visit.Booked)
    return booked


def _visit(generator: random.Random) -> dict[str, Any]:
    starts_at = NOW + timedelta(minutes=generator.randint(-SPREAD_MINUTES, SPREAD_MINUTES))
    ends_at = starts_at + timedelta(minutes=30)
    return {
        "id": UUID(int=generator.getrandbits(128)),
        "name": "Uppföljning av blodtryck",
        "state": "booked" if ends_at > NOW else "ended",
        "starts_at": starts_at,
        "ends_at": ends_at,
        "length_minutes": 30,
        "version": 1,
        "details_version": 1,
        "is_group": False,
        "needs_action": False,
        "staff_ids": [staff_id := UUID(int=generator.randrange(STAFF) + 1)],
        "patient_ids": [UUID(int=generator.randrange(PATIENTS) + 1_000)],
        "booked_by": staff_id,
        "booked_at": NOW,
    }


def _timed(times: list[float], question: Question) -> list[tuple[UUID, str]]:
    began = time.perf_counter()
    found = question()
    times.append((time.perf_counter() - began) * 1000)
    return [(visit["id"], visit["name"]) for visit in found]


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
