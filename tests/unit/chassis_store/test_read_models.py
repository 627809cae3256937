from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest

from chassis.following.projecting import BATCH, ProjectionLoop
from tests.unit.chassis_store.diary import OtherNotes, Parts


def test_a_projection_follows_the_log_and_remembers_how_far(parts: Parts) -> None:
    note_id = uuid4()
    parts.diary.write(note_id, "ett")
    position = parts.diary.append(note_id, "två")
    loop = ProjectionLoop(parts.diary, parts.notes)

    assert loop.follow_once()
    assert not loop.follow_once()

    assert parts.notes.position() == position
    assert parts.notes.words_of(note_id) == "ett två"


def test_a_reader_that_asks_for_its_own_write_waits_for_it(parts: Parts) -> None:
    stop = Event()
    following = Thread(target=ProjectionLoop(parts.diary, parts.notes).run, args=(stop,))
    following.start()
    note_id = uuid4()
    position = parts.diary.write(note_id, "ord")

    reached = parts.notes.catch_up(position, timeout_seconds=5)

    stop.set()
    following.join(timeout=5)
    assert reached >= position
    assert parts.notes.words_of(note_id) == "ord"


def test_a_late_view_is_shown_rather_than_nothing(parts: Parts) -> None:
    parts.diary.write(uuid4(), "ord")

    assert parts.notes.catch_up(1, timeout_seconds=0.05) == 0


def test_effect_and_bookmark_are_kept_together_or_not_at_all(parts: Parts) -> None:
    note_id = uuid4()
    parts.diary.write(note_id, "ord")
    loop = ProjectionLoop(parts.diary, parts.notes)
    put = parts.notes.apply

    def fails_after_writing(*args: object) -> None:
        put(*args)  # type: ignore[arg-type]
        raise ZeroDivisionError

    parts.notes.apply = fails_after_writing  # type: ignore[method-assign,assignment]
    with pytest.raises(ZeroDivisionError):
        loop.follow_once()
    parts.notes.apply = put  # type: ignore[method-assign]

    assert parts.notes.position() == 0
    assert loop.follow_once()
    assert parts.notes.words_of(note_id) == "ord"


def test_several_read_models_come_as_far_in_one_transaction(parts: Parts) -> None:
    note_id, other = uuid4(), OtherNotes(parts.database, parts.keys)
    parts.diary.write(note_id, "ord")
    loop = ProjectionLoop(parts.diary, parts.notes, other)

    assert loop.follow_once() == 1
    assert not loop.follow_once()

    assert (parts.notes.words_of(note_id), other.words_of(note_id)) == ("ord", "ord")
    assert (parts.notes.position(), other.position()) == (1, 1)


def test_a_read_model_that_is_a_little_behind_is_told_only_what_it_has_not_seen(parts: Parts) -> None:
    parts.diary.write(uuid4(), "ett")
    ProjectionLoop(parts.diary, parts.notes).follow_once()
    other, told = OtherNotes(parts.database, parts.keys), list[tuple[str, Any]]()
    parts.notes.apply = lambda connection, event: told.append(("notes", event.words))  # type: ignore[method-assign]
    other.apply = lambda connection, event: told.append(("other", event.words))  # type: ignore[method-assign]
    parts.diary.write(uuid4(), "två")

    loop = ProjectionLoop(parts.diary, parts.notes, other)
    while loop.follow_once():
        pass

    assert sorted(told) == [("notes", "två"), ("other", "ett"), ("other", "två")]


def test_a_new_read_model_of_a_long_log_keeps_nobody_waiting(parts: Parts) -> None:
    for _ in range(2 * BATCH):
        parts.diary.write(uuid4(), "ord")
    while ProjectionLoop(parts.diary, parts.notes).follow_once():
        pass
    newest, new = parts.diary.write(uuid4(), "nytt"), OtherNotes(parts.database, parts.keys)
    loop = ProjectionLoop(parts.diary, parts.notes, new)

    loop.follow_once()
    after_one_step = (parts.notes.position(), new.position())
    while loop.follow_once():
        pass

    assert after_one_step == (newest, BATCH)
    assert new.position() == newest
