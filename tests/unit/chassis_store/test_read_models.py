from threading import Event, Thread
from uuid import uuid4

import pytest

from chassis.following.projecting import ProjectionLoop
from tests.unit.chassis_store.diary import Parts


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
