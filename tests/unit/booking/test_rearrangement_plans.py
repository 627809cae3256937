"""Before a colleague's visits are rearranged: who may ask, what must be said, what it would do (BOK-6)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from booking.domain.refusals import IdTaken, OnlyAdministrators, OnlyStaff, PlanIncomplete, RearrangementNotFound
from chassis.domain import Refusal
from tests.unit.booking.rearranging import ID, MOVE, SUBSTITUTE, Parts
from tests.unit.booking.visits import ADMINISTRATOR, COLLEAGUE, NOW, PATIENT, STAFF, STARTS_AT


class Listed:
    """The lists that a preview asks."""

    def __init__(self, visit_ids: Sequence[UUID]) -> None:
        self.visit_ids = list(visit_ids)
        self.asked: list[Any] = []

    def of_staff(self, person_id: UUID, *, limit: int, **_: Any) -> list[UUID]:
        return self.visit_ids[:limit]

    def overlap_counts(self, times: Sequence[Any]) -> list[int]:
        self.asked = list(times)
        return list(range(len(times)))


def preview(parts: Parts, visit_ids: Sequence[UUID], **changed: Any) -> Any:
    listed = Listed(visit_ids)
    parts.rearrangements._visits = listed
    wanted: dict[str, Any] = {
        "person_id": STAFF.id,
        "action": "cancel",
        "substitute_id": None,
        "shift_days": None,
        "asked_by": ADMINISTRATOR.id,
        "since": None,
        "until": None,
        "limit": 500,
        "now": NOW,
    }
    previewed, has_more = parts.rearrangements.preview(**(wanted | changed))
    return previewed, has_more, listed.asked


def test_asking_twice_does_it_once_and_another_plan_by_the_same_id_is_refused() -> None:  # BOK-6
    parts = Parts()
    parts.start()
    head = parts.application.head

    assert parts.start() == head
    with pytest.raises(IdTaken):
        parts.start(**SUBSTITUTE)
    with pytest.raises(IdTaken):
        parts.start(visit_ids=parts.visit_ids[:1])


@pytest.mark.parametrize("asker", [STAFF, COLLEAGUE, PATIENT])
def test_only_administrators_rearrange_or_stop(asker: Any) -> None:  # BOK-6
    parts = Parts()
    parts.start()

    with pytest.raises(OnlyAdministrators):
        parts.start(rearrangement_id=uuid4(), asked_by=asker.id)
    with pytest.raises(OnlyAdministrators):
        parts.rearrangements.stop(rearrangement_id=ID, stopped_by=asker.id, now=NOW)
    with pytest.raises(OnlyAdministrators):
        preview(parts, [], asked_by=asker.id)


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        ({"action": "replace"}, PlanIncomplete),
        ({"action": "move"}, PlanIncomplete),
        ({"action": "move", "shift_days": 0}, PlanIncomplete),
        ({"action": "cancel", "shift_days": 1}, PlanIncomplete),
        ({"action": "replace", "substitute_id": STAFF.id}, PlanIncomplete),
        ({"action": "replace", "substitute_id": COLLEAGUE.id, "shift_days": 1}, PlanIncomplete),
        ({"action": "replace", "substitute_id": PATIENT.id}, OnlyStaff),
        ({"action": "replace", "substitute_id": ADMINISTRATOR.id}, OnlyStaff),
    ],
)
def test_a_plan_says_all_that_it_needs_and_nothing_else(plan: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        Parts().start(**plan)


def test_a_rearrangement_that_never_was_is_not_found() -> None:
    with pytest.raises(RearrangementNotFound):
        Parts().rearrangements.read(uuid4())


def test_a_preview_says_what_would_become_of_each_visit_and_changes_nothing() -> None:  # BOK-6
    parts = Parts()
    parts.application.start_visit(visit_id=parts.visit_ids[0], started_by=STAFF.id, now=NOW)
    head = parts.application.head

    previewed, has_more, asked = preview(parts, parts.visit_ids, **MOVE)

    assert [each.problem for each in previewed] == ["visit_already_started", None, None]
    assert [each.new_starts_at for each in previewed] == [STARTS_AT + timedelta(days=n) for n in (1, 2, 3)]
    assert [each.visit.starts_at for each in previewed] == [STARTS_AT + timedelta(days=n) for n in (0, 1, 2)]
    assert [each.overlap_count for each in previewed] == [0, 1, 2]
    assert asked[0].person_ids == (STAFF.id, PATIENT.id)
    assert (has_more, parts.application.head) == (False, head)


def test_a_preview_of_a_substitute_counts_only_what_is_new_to_them() -> None:  # BOK-6, BOK-9
    parts = Parts()

    previewed, _, asked = preview(parts, parts.visit_ids, **SUBSTITUTE)

    assert {each.person_ids for each in asked} == {(COLLEAGUE.id,)}
    assert [(each.new_starts_at, each.problem) for each in previewed] == [(None, None)] * 3


def test_a_preview_says_when_there_are_more() -> None:
    parts = Parts(visits=3)

    previewed, has_more, _ = preview(parts, parts.visit_ids, limit=2)

    assert (len(previewed), has_more) == (2, True)
