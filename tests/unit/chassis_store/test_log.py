from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from eventsourcing.persistence import IntegrityError

from chassis.domain import ChangedMeanwhile
from chassis.store import retrying
from tests.unit.chassis_store.diary import NOON, Note, Parts


def test_the_stored_time_is_the_one_the_decision_was_made_with(parts: Parts) -> None:
    note_id = uuid4()
    parts.diary.write(note_id, "ord")

    [written] = list(parts.diary.events.get(note_id))

    assert written.timestamp == NOON  # type: ignore[attr-defined]


def test_recording_answers_the_position_to_wait_for(parts: Parts) -> None:
    assert parts.diary.head == 0
    assert parts.diary.write(uuid4(), "a") == 1
    assert parts.diary.write(uuid4(), "b") == 2
    assert parts.diary.record() == 2


def test_an_aggregate_that_was_never_created_is_not_found(parts: Parts) -> None:
    assert parts.diary.find(Note, uuid4()) is None


def test_many_who_change_the_same_thing_at_once_all_succeed(parts: Parts) -> None:
    note_id = uuid4()
    parts.diary.write(note_id, "")
    words = [f"w{number}" for number in range(12)]

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda word: parts.diary.append(note_id, word), words))

    note = parts.diary.find(Note, note_id)
    assert note is not None
    assert sorted((note.words or "").split()) == sorted(words)


def test_an_endless_conflict_is_refused_without_the_text_of_the_store() -> None:
    @retrying
    def command() -> None:
        raise IntegrityError("StoredEvent(state=b'a name')")

    with pytest.raises(ChangedMeanwhile) as refused:
        command()

    assert str(refused.value) == ""
    assert refused.value.__suppress_context__
