from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from chassis.sealing import KeyRing, SubjectForgotten, WrongMasterKey
from chassis.store import Place
from tests.unit.chassis_store.diary import Note, Parts, on_files

SECRET_WORDS = "Åsa har ont i knät"


def test_what_is_sealed_is_read_back_as_it_was(parts: Parts) -> None:
    note_id = uuid4()

    parts.diary.write(note_id, SECRET_WORDS)

    note = parts.diary.find(Note, note_id)
    assert note is not None
    assert (note.words, note.colour) == (SECRET_WORDS, "blue")


def test_no_file_of_the_store_holds_personal_text_in_the_clear(tmp_path: Path) -> None:
    parts = on_files(tmp_path)
    parts.diary.write(uuid4(), SECRET_WORDS)

    contents = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())

    assert SECRET_WORDS.encode() not in contents
    assert "knät".encode() not in contents
    assert b"blue" in contents
    parts.close()


def test_forgetting_makes_the_personal_fields_none_and_replay_still_works(parts: Parts) -> None:
    note_id, other_id = uuid4(), uuid4()
    parts.diary.write(note_id, SECRET_WORDS)
    parts.diary.write(other_id, "kvar")
    parts.diary.append(note_id, "mer")

    parts.keys.forget(note_id)

    note, other = parts.diary.find(Note, note_id), parts.diary.find(Note, other_id)
    assert note is not None
    assert other is not None
    assert (note.words, note.colour, note.version) == (None, "blue", 2)
    assert other.words == "kvar"


def test_forgetting_holds_after_a_restart(tmp_path: Path) -> None:
    note_id = uuid4()
    before = on_files(tmp_path)
    before.diary.write(note_id, SECRET_WORDS)
    before.keys.forget(note_id)
    before.close()

    after = on_files(tmp_path)

    note = after.diary.find(Note, note_id)
    assert note is not None
    assert note.words is None
    after.close()


def test_nothing_personal_is_written_of_a_forgotten_subject(parts: Parts) -> None:
    note_id = uuid4()
    parts.diary.write(note_id, SECRET_WORDS)
    parts.keys.forget(note_id)

    with pytest.raises(SubjectForgotten):
        parts.diary.append(note_id, "igen")


def test_an_event_without_personal_values_may_still_be_written_of_a_forgotten_subject(parts: Parts) -> None:
    note_id = uuid4()
    parts.diary.write(note_id, SECRET_WORDS)
    parts.keys.forget(note_id)
    note = parts.diary.find(Note, note_id)
    assert note is not None

    note.reword(None, datetime(2026, 3, 3, tzinfo=UTC))

    assert parts.diary.record(note) == 2


def test_forgetting_one_who_never_had_a_key_keeps_him_forgotten(parts: Parts) -> None:
    subject_id = uuid4()

    parts.keys.forget(subject_id)
    parts.keys.forget(subject_id)

    with pytest.raises(SubjectForgotten):
        parts.keys.seal(subject_id, b"x", "c")


def test_a_sealed_value_opens_only_in_its_own_context(parts: Parts) -> None:
    subject_id = uuid4()
    sealed = parts.keys.seal(subject_id, b"words", "note:1")

    with pytest.raises(InvalidTag) as refused:
        parts.keys.open(subject_id, sealed, "note:2")

    assert "words" not in str(refused.value)


def test_a_wrong_master_key_is_loud(tmp_path: Path) -> None:
    parts = on_files(tmp_path)
    subject_id = uuid4()
    sealed = parts.keys.seal(subject_id, b"words", "c")
    parts.close()

    other = KeyRing(Place("diary", "sqlite", str(tmp_path)), bytes(32))

    with pytest.raises(WrongMasterKey):
        other.open(subject_id, sealed, "c")


def test_many_keys_are_read_at_once(parts: Parts) -> None:
    subjects = [uuid4() for _ in range(3)]
    sealed = [parts.keys.seal(each, each.bytes, "c") for each in subjects]

    parts.keys.fetch([*subjects, uuid4()])

    assert [parts.keys.open(each, s, "c") for each, s in zip(subjects, sealed, strict=True)] == [
        each.bytes for each in subjects
    ]


def test_keys_made_together_seal_for_each_subject_alone(parts: Parts) -> None:
    subjects = [uuid4() for _ in range(1_200)]

    parts.keys.make_many([*subjects, subjects[0]])

    sealed = [parts.keys.seal(subject, b"plain", "here") for subject in subjects]
    assert all(
        parts.keys.open(subject, each, "here") == b"plain" for subject, each in zip(subjects, sealed, strict=True)
    )
    with pytest.raises(InvalidTag):
        parts.keys.open(subjects[0], sealed[1], "here")


def test_keys_made_together_leave_those_that_exist_and_those_that_are_destroyed(parts: Parts) -> None:
    known, forgotten = uuid4(), uuid4()
    sealed = parts.keys.seal(known, b"plain", "here")
    parts.keys.forget(forgotten)

    parts.keys.make_many([known, forgotten])

    assert parts.keys.open(known, sealed, "here") == b"plain"
    with pytest.raises(SubjectForgotten):
        parts.keys.seal(forgotten, b"plain", "here")


def test_held_keys_are_at_hand_however_long_sealing_takes(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    subjects = [uuid4() for _ in range(3)]

    with parts.keys.holding(subjects):
        monkeypatch.setattr("chassis.sealing.REMEMBERED_SECONDS", -1)
        parts.keys.fetch(subjects)
        monkeypatch.setattr(parts.keys, "_make", None)
        sealed = [parts.keys.seal(each, each.bytes, "c") for each in subjects]

    assert [parts.keys.open(each, s, "c") for each, s in zip(subjects, sealed, strict=True)] == [
        each.bytes for each in subjects
    ]
