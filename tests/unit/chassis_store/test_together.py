"""What is written together is one transaction, which sees itself."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from chassis.store import Database, finish_together, together
from chassis.store.hearing import HeardMeanwhile
from chassis.store.together import Spoilt, begun
from tests.unit.chassis_store.diary import Parts
from tests.unit.chassis_store.views import HeardPositions, delivered, heard_positions


@pytest.fixture
def view(tmp_path: Path) -> Iterator[HeardPositions]:
    view = heard_positions(tmp_path)
    yield view
    view.database.close()


@pytest.fixture
def elsewhere(tmp_path: Path, view: HeardPositions) -> Iterator[HeardPositions]:
    """The same view as another process sees it."""
    other = heard_positions(tmp_path)
    other.database.__dict__["_being_written"] = lambda: None
    yield other
    other.database.close()


def test_what_is_heard_together_is_seen_by_its_own_and_by_others_once_all_is_heard(
    view: HeardPositions, elsewhere: HeardPositions
) -> None:
    with together():
        view.hear(delivered(7), {})
        view.hear(delivered(8), {})
        seen_meanwhile = view.in_order(), elsewhere.in_order()

    assert seen_meanwhile == ([7, 8], [])
    assert elsewhere.in_order() == [7, 8]


def test_how_far_each_source_was_heard_stands_there_once_all_is_heard(view: HeardPositions) -> None:
    view.hear(delivered(9), {})

    with together():
        view.hear(delivered(8), {})
        view.hear(delivered(3, source="booking"), {})
        view.hear(delivered(2, source="booking"), {})

    assert (view.heard_from("identity"), view.heard_from("booking")) == (9, 3)


def test_the_same_event_twice_at_once_is_taken_in_once(view: HeardPositions) -> None:
    message_id = uuid4()

    with together():
        was_new = [view.hear(delivered(7, message_id), {}) for _ in range(2)]

    assert was_new == [True, False]
    assert view.in_order() == [7]


def test_of_all_that_is_expected_only_the_new_is_taken_in(view: HeardPositions) -> None:
    old, new, newer = (delivered(position) for position in (7, 8, 9))
    view.hear(old, {})

    with together([each.message_id for each in (old, new, newer)]):
        was_new = [view.hear(each, {}) for each in (old, new, newer, new)]

    assert was_new == [False, True, True, False]
    assert view.in_order() == [7, 8, 9]
    assert [view.hear(each, {}) for each in (old, new, newer)] == [False] * 3


def test_what_another_process_took_in_at_the_same_moment_is_not_taken_in_twice(view: HeardPositions) -> None:
    old, new = delivered(7), delivered(8)
    view.hear(old, {})

    def hear_both() -> None:
        with together([old.message_id, new.message_id]):
            scope = begun()
            assert scope is not None
            scope.remembered[view] = set()  # it looked before the other one was done
            view.hear(old, {})
            view.hear(new, {})

    with pytest.raises(HeardMeanwhile):
        hear_both()

    assert view.in_order() == [7]
    assert view.hear(new, {})


def test_when_one_writing_fails_none_is_kept(view: HeardPositions) -> None:
    with suppress(ZeroDivisionError), together():
        view.hear(delivered(7), {})
        view.apply_once(delivered(8), lambda _: 1 // 0)

    assert (view.in_order(), view.heard_from("identity")) == ([], 0)
    assert view.hear(delivered(7), {})


def test_a_failure_that_somebody_hides_is_a_failure_all_the_same(view: HeardPositions) -> None:
    def hide_it() -> None:
        with together():
            view.hear(delivered(7), {})
            with suppress(ZeroDivisionError):
                view.apply_once(delivered(8), lambda _: 1 // 0)

    with pytest.raises(Spoilt):
        hide_it()

    assert view.in_order() == []


def test_an_inner_transaction_is_part_of_the_outer_one(view: HeardPositions) -> None:
    with suppress(ZeroDivisionError), together():
        with together():
            view.hear(delivered(7), {})
        raise ZeroDivisionError

    assert view.in_order() == []


def test_what_is_left_for_the_end_is_done_once_for_all_before_anything_is_kept(
    view: HeardPositions, elsewhere: HeardPositions
) -> None:
    finished: list[tuple[list[int], list[int]]] = []

    def finish(numbers: list[int]) -> None:
        finished.append((numbers, elsewhere.in_order()))

    with together():
        view.hear(delivered(7), {})
        finish_together(finish, 1)
        finish_together(finish, 2)
    finish_together(finish, 3)

    assert finished == [([1, 2], []), ([3], [7])]


def test_a_key_is_kept_at_once_for_a_log_may_need_it(parts: Parts) -> None:
    note_id = uuid4()
    with suppress(ZeroDivisionError), together():
        parts.diary.write(note_id, "ord")
        raise ZeroDivisionError

    keys_after_a_restart = Database(parts.place, "keys")
    with keys_after_a_restart.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM subject_keys").scalar() == 1
    keys_after_a_restart.close()
