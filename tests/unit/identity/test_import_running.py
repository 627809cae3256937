"""A confirmed import adds everybody or nobody, and leaves no row behind."""

import dataclasses
from threading import Event
from uuid import UUID, uuid4

import pytest

from chassis.sealing import SubjectForgotten
from identity.application.import_running import Stopping
from identity.domain.refusals import (
    ImportOver,
)
from tests.unit.identity.importing import Importing, registered, rows
from tests.unit.identity.people import ANNA, LATER, NOW

NUMBERS = [each["personnummer"] for each in rows(5)]


def test_following_again_adds_nobody_twice(importing: Importing) -> None:
    import_id = importing.prepare(*rows(3))["import_id"]
    importing.confirm(import_id)
    importing.follow()
    head = importing.log.head

    importing.follow()
    importing.confirm(import_id)
    importing.follow()

    assert importing.log.head == head


def test_a_number_taken_in_between_stops_everybody_and_is_named(importing: Importing) -> None:  # USR-1
    import_id = importing.prepare(*rows(3))["import_id"]
    importing.confirm(import_id)
    importing.add(uuid4(), NUMBERS[1], ["patient"])

    importing.follow()

    failed = importing.read(import_id)
    assert (failed["state"], failed["bad_row_count"]) == ("failed", 1)
    assert failed["bad_rows"] == [{"number": 3, "problems": ["personnummer_taken"]}]
    assert len(registered(importing)) == 1


def test_a_number_taken_at_the_last_moment_stops_all(importing: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = importing.prepare(*rows(3))["import_id"]
    importing.confirm(import_id)
    made = importing.keys.make_many

    def take_one_first(subject_ids: list[UUID]) -> None:
        made(subject_ids)
        monkeypatch.undo()
        importing.add(uuid4(), NUMBERS[2], ["patient"])

    monkeypatch.setattr(importing.keys, "make_many", take_one_first)
    importing.follow()

    assert importing.read(import_id)["bad_rows"] == [{"number": 4, "problems": ["personnummer_taken"]}]
    assert len(registered(importing)) == 1


def test_one_who_is_no_administrator_any_more_adds_nobody(importing: Importing) -> None:  # ROL-1
    import_id = importing.prepare(*rows(2))["import_id"]
    importing.confirm(import_id)
    second = uuid4()
    importing.add(second, NUMBERS[4], ["administrator"])
    importing.persons.change_roles(person_id=ANNA, changed_by=second, roles=["staff"], now=LATER)
    importing.persons.change_status(person_id=ANNA, changed_by=second, status="inactive", now=LATER)

    importing.follow()

    assert importing.read(import_id)["state"] == "failed"
    assert len(registered(importing)) == 1


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_cancelled_import_adds_nobody_and_is_over(importing: Importing, is_confirmed: bool) -> None:
    import_id = importing.prepare(*rows(3))["import_id"]
    if is_confirmed:
        importing.confirm(import_id)
    for _ in range(2):
        importing.imports.cancel(import_id=import_id, cancelled_by=ANNA, now=NOW)

    importing.follow()

    assert importing.read(import_id)["state"] == "cancelled"
    assert registered(importing) == []
    with pytest.raises(ImportOver):
        importing.confirm(import_id)


def test_an_import_that_is_done_is_not_cancelled(importing: Importing) -> None:
    import_id = importing.prepare(*rows(1))["import_id"]
    importing.confirm(import_id)
    importing.follow()

    with pytest.raises(ImportOver):
        importing.imports.cancel(import_id=import_id, cancelled_by=ANNA, now=NOW)


def test_a_process_that_ends_while_it_runs_leaves_everything_to_the_next(importing: Importing) -> None:
    import_id = importing.prepare(*rows(100))["import_id"]
    importing.confirm(import_id)
    stopping = Event()
    stopping.set()

    with pytest.raises(Stopping):
        importing.loop.attend(stopping)
    before = registered(importing)
    importing.follow()

    assert before == []
    assert len(registered(importing)) == 100


@pytest.mark.parametrize("end", ["done", "cancelled", "old"])
def test_the_rows_and_their_key_are_gone_when_the_import_is_over(importing: Importing, end: str) -> None:
    import_id = importing.prepare(*rows(3))["import_id"]
    if end == "done":
        importing.confirm(import_id)
        importing.follow()
    elif end == "cancelled":
        importing.imports.cancel(import_id=import_id, cancelled_by=ANNA, now=NOW)
    for _ in range(3):
        importing.follow(hours=24 if end == "old" else 0)

    assert importing.read(import_id)["state"] == ("done" if end == "done" else "cancelled")
    assert importing.rows.row_count(import_id) == 0
    with pytest.raises(SubjectForgotten):
        importing.keys.seal(import_id, b"x", "c")


def test_rows_that_never_became_an_import_are_gone_after_a_day(importing: Importing) -> None:
    import_id = uuid4()
    importing.imports.add_rows(import_id=import_id, brought_by=ANNA, rows=rows(2), now=NOW)

    importing.follow(hours=23)
    kept = importing.rows.row_count(import_id)
    for _ in range(2):
        importing.follow(hours=24)

    assert (kept, importing.rows.row_count(import_id), importing.rows.every()) == (2, 0, [])


def test_an_import_whose_rows_are_lost_fails(importing: Importing) -> None:
    import_id = importing.prepare(*rows(2))["import_id"]
    importing.confirm(import_id)
    importing.rows.destroy_rows(import_id)

    importing.follow()

    assert importing.read(import_id)["state"] == "failed"


def test_the_log_of_an_import_holds_counts_and_ids_only(importing: Importing) -> None:
    import_id = importing.prepare(*rows(2))["import_id"]
    importing.confirm(import_id)
    importing.follow()

    events = [
        importing.log.mapper.to_domain_event(each)
        for each in importing.log.recorder.select_notifications(1, 9999)
        if each.originator_id == import_id
    ]
    kept = importing.rows.find(import_id)

    assert [type(each).__name__ for each in events] == ["Prepared", "Confirmed", "Done"]
    assert not any(name in str([vars(each) for each in events]) for name in ("Rad", NUMBERS[0]))
    assert kept is not None
    assert "Rad" not in str(dataclasses.asdict(kept))
