from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import psycopg
import pytest

from chassis.following.projecting import ProjectionLoop
from chassis.sealing import SubjectForgotten
from chassis.store import Bookmarks, database
from chassis.store.together import together
from tests.unit.chassis_store.diary import Note, Parts

WORDS = "Åsa har ont i knät"


def test_a_log_is_written_and_read_back(parts: Parts) -> None:
    note_id = uuid4()

    positions = [parts.diary.write(note_id, WORDS), parts.diary.append(note_id, "igen"), parts.diary.head]

    note = parts.diary.find(Note, note_id)
    assert note is not None
    assert (note.words, positions) == (f"{WORDS} igen", [1, 2, 2])


def test_many_at_once_on_one_aggregate_lose_nothing(parts: Parts) -> None:
    note_id = uuid4()
    parts.diary.write(note_id, "")
    words = [f"w{number}" for number in range(10)]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda word: parts.diary.append(note_id, word), words))

    note = parts.diary.find(Note, note_id)
    assert note is not None
    assert sorted((note.words or "").split()) == sorted(words)


def test_several_processes_may_create_the_same_store_at_once(store: dict[str, str]) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: Parts(store), range(4)))

    positions = [parts.diary.write(uuid4(), WORDS) for parts in opened]

    assert positions == [1, 2, 3, 4]
    for parts in opened:
        parts.close()


def test_positions_are_seen_in_order_and_without_gaps_while_many_write(parts: Parts) -> None:
    loop = ProjectionLoop(parts.diary, parts.notes)
    ids = [uuid4() for _ in range(40)]

    with ThreadPoolExecutor(4) as pool:
        written = [pool.submit(parts.diary.write, note_id, WORDS) for note_id in ids]
        while parts.notes.position() < len(ids):
            loop.follow_once()

    assert sorted(each.result() for each in written) == list(range(1, len(ids) + 1))
    assert {parts.notes.words_of(note_id) for note_id in ids} == {WORDS}


def test_two_followers_of_one_log_apply_every_event_once(parts: Parts, store: dict[str, str]) -> None:
    other = Parts(store)
    for _ in range(30):
        parts.diary.write(uuid4(), WORDS)
    loops = [ProjectionLoop(each.diary, each.notes) for each in (parts, other)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda loop: loop.follow_once(), loops))

    assert parts.notes.position() == other.notes.position() == 30
    other.close()


def test_forgetting_leaves_history_readable_without_the_person(parts: Parts, store: dict[str, str]) -> None:
    note_id = uuid4()
    parts.diary.write(note_id, WORDS)
    ProjectionLoop(parts.diary, parts.notes).follow_once()

    parts.keys.forget(note_id)

    fresh = Parts(store)
    note = fresh.diary.find(Note, note_id)
    assert note is not None
    assert (note.words, note.colour) == (None, "blue")
    assert fresh.notes.words_of(note_id) is None
    with pytest.raises(SubjectForgotten):
        fresh.diary.append(note_id, "igen")
    fresh.close()


def test_one_subject_gets_one_key_however_many_ask_at_once(parts: Parts, store: dict[str, str]) -> None:
    other, subject = Parts(store), UUID(int=5)

    with ThreadPoolExecutor(4) as pool:
        sealed = list(pool.map(lambda ring: ring.seal(subject, b"x", "c"), [parts.keys, other.keys] * 4))

    assert {parts.keys.open(subject, each, "c") for each in sealed} == {b"x"}
    other.close()


def test_a_bookmark_is_kept_and_moved(parts: Parts) -> None:
    bookmarks = Bookmarks(parts.database)

    bookmarks.set("reader", 7)
    bookmarks.set("reader", 9)

    assert (bookmarks.get("reader"), bookmarks.get("nobody")) == (9, 0)


def test_a_single_write_is_kept_at_once_but_with_the_rest_when_all_is_written_together(parts: Parts) -> None:
    bookmarks = Bookmarks(parts.database)
    bookmarks.set("alone", 3)

    def moved_in_vain() -> None:
        with together():
            bookmarks.set("alone", 4)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        moved_in_vain()

    assert bookmarks.get("alone") == 3


def test_several_bookmarks_are_held_and_moved_together(parts: Parts) -> None:
    bookmarks = Bookmarks(parts.database)
    bookmarks.set("first", 4)

    with parts.database.writing() as connection:
        held = bookmarks.lock_all(["second", "first"], connection)
        bookmarks.set_all({"second": 5, "first": 6}, connection)

    assert held == {"first": 4, "second": 0}
    assert (bookmarks.get("first"), bookmarks.get("second")) == (6, 5)


def test_a_bookmark_that_is_moved_on_never_goes_back(parts: Parts) -> None:
    bookmarks = Bookmarks(parts.database)

    for positions in ({"first": 4}, {"first": 3, "second": 1}, {"first": 5}):
        with parts.database.writing() as connection:
            bookmarks.move_on(positions, connection)

    assert (bookmarks.get("first"), bookmarks.get("second")) == (5, 1)


def test_a_connection_that_rested_is_looked_after_before_it_is_used(
    parts: Parts, store: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.diary.write(uuid4(), WORDS)
    parts.notes.position()
    monkeypatch.setattr(database, "RESTED_SECONDS", 0.0)

    _end_all_connections(store)

    assert parts.notes.position() == 0


def _end_all_connections(store: dict[str, str]) -> None:
    """As a database server does that is started anew; a file has none."""
    if store["CARE_STORE"] == "postgres":
        with psycopg.connect(store["CARE_DATABASE_URL"], autocommit=True) as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            connection.execute(f"{others} AND pid <> pg_backend_pid()")
