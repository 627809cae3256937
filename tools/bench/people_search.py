"""Searching 100 000 persons by name: ours, sealed at rest and found in memory, beside plain names in indexed SQL."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert

from chassis.sealing import KeyRing
from chassis.store import Database, Place
from identity.domain.person import Person
from identity.projections.directory import Directory
from identity.projections.people import People
from tools.bench.figure import Figure
from tools.bench.plain_names import PlainNames

PERSONS = 100_000
SEARCHES = 400
PAGE = 25
COMMAND = "make bench"
REGISTERED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST_NAMES = """
    Anna Maria Eva Karin Sara Kristina Lena Emma Ingrid Malin Elin Åsa Östen Lars Mikael Anders Johan Erik Per Karl
    Peter Thomas Jan Daniel Fredrik Andreas Mohamed Fatima Ali Zahra Björn Gösta Märta Ärla Émile
"""
STEMS = """
    Ek Alm Björk Gran Lind Rönn Ask Äng Öst Ås Hall Holm Sten Berg Sand Nor Väst Sund Falk Örn Lejon Frid Glad Stål
    Silver Guld Blom Ros Lilja Hägg Al Bok Sälg Tall En Sjö Ström Fors Bäck Ö Strand Mark Lund Hed Mo Dal Kull Häll
"""
ENDINGS = ("", "son", "berg", "ström", "kvist", "man", "lund", "gren", "dal", "sjö")


def measure() -> list[Figure]:
    """Both answer the same searches in turn, so that a busy minute hits both; they must find the same."""
    generator = random.Random(3)  # the same persons and searches every time
    persons = [_person(generator, number) for number in range(PERSONS)]
    texts = [_typed(generator, generator.choice(persons)[1]) for _ in range(SEARCHES)]
    with tempfile.TemporaryDirectory() as folder:
        ours, peer = _ours(Path(folder), persons), PlainNames(Path(folder) / "plain.sqlite")
        peer.put(persons)
        figures = _measured(ours, peer, texts)
        peer.close()
        return figures


def _measured(ours: Directory, peer: PlainNames, texts: list[str]) -> list[Figure]:
    _search(ours, "")  # opens every name; what that takes is told beside the decision
    our_times: list[float] = []
    peer_times: list[float] = []
    for text in texts:
        found = _timed(our_times, partial(_search, ours, text))
        assert found == _timed(peer_times, partial(peer.search, text, PAGE)), "both find the same"
    return [
        Figure(
            "identity: search of 100 000 persons, p95",
            "ms",
            _p95(our_times),
            "plain names in indexed SQL",
            _p95(peer_times),
            "lower",
            2.0,
            COMMAND,
        )
    ]


def _ours(folder: Path, persons: list[tuple[UUID, str, str]]) -> Directory:
    place = Place("identity", "sqlite", str(folder))
    keys, database = KeyRing(place, bytes(32)), Database(place)
    keys.make_many(person_id for person_id, _, _ in persons)
    people = People(database, keys)
    with database.writing() as connection:
        for start in range(0, len(persons), 500):
            some = persons[start : start + 500]
            keys.fetch(person_id for person_id, _, _ in some)
            rows = [people.row_of(_registered(*person), start + place) for place, person in enumerate(some, 1)]
            connection.execute(insert(people.people), rows)
    return Directory(people, by_number=lambda _: None)


def _registered(person_id: UUID, name: str, personnummer: str) -> Person.Registered:
    person = Person(
        id=person_id,
        personnummer=personnummer,
        name=name,
        roles=["patient"],
        registered_by=person_id,
        timestamp=REGISTERED_AT,
    )
    [registered] = person.collect_events()
    assert isinstance(registered, Person.Registered)
    return registered


def _person(generator: random.Random, number: int) -> tuple[UUID, str, str]:
    stems = STEMS.split()
    first = " ".join(generator.sample(FIRST_NAMES.split(), generator.choice((1, 1, 2))))
    last = generator.choice(stems) + generator.choice(stems).lower() + generator.choice(ENDINGS)
    return UUID(int=generator.getrandbits(128)), f"{first} {last}", f"19{number:010}"


def _typed(generator: random.Random, name: str) -> str:
    """What someone types on the way to a name: the beginning of one word, or of two."""
    parts = generator.sample(name.split(), generator.choice((1, 1, 2)))
    return " ".join(part[: generator.randint(1, 6)] for part in parts)


def _search(directory: Directory, text: str) -> tuple[list[UUID], int]:
    found = directory.search(text=text, roles=("patient",), statuses=("active", "inactive"), after=None, limit=PAGE)
    return [person["id"] for person in found["people"]], found["total"]


def _timed(times: list[float], search: Callable[[], tuple[list[UUID], int]]) -> tuple[list[UUID], int]:
    began = time.perf_counter()
    found = search()
    times.append((time.perf_counter() - began) * 1000)
    return found


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
