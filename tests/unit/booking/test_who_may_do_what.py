"""Everyone who may not do something is refused it with the reason, in every state of the visit: the whole table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from booking.application import Offspring
from booking.domain.participant import Participant
from booking.projections.visit_rows import described
from chassis.domain import Refusal
from contracts.booking.calls import STATES
from tests.unit.booking.rearranging import ID, SUBSTITUTE, Parts
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    LATER,
    LONG_AFTER,
    NOW,
    OTHER_PATIENT,
    PATIENT,
    STAFF,
    STARTS_AT,
)

SUPPORT = Participant(UUID(int=7), frozenset({"support"}), "active")
CHIEF = Participant(UUID(int=8), frozenset({"staff", "administrator"}), "active")
SHUT_OUT = Participant(UUID(int=9), frozenset({"staff"}), "active")
"""In the visit as staff, and made inactive after it was booked."""
UNKNOWN = Participant(UUID(int=99), frozenset(), "active")
WHO: dict[str, Participant] = {
    "its staff": STAFF,
    "a colleague": COLLEAGUE,
    "its patient": PATIENT,
    "another patient": OTHER_PATIENT,
    "an administrator": ADMINISTRATOR,
    "an administrator of the staff": CHIEF,
    "its staff, shut out": SHUT_OUT,
    "support": SUPPORT,
    "nobody known": UNKNOWN,
}
VISIT = UUID(int=100)

STRANGERS = {"a colleague", "another patient", "support", "nobody known"}
RUN_BY_ITS_STAFF = dict.fromkeys({*STRANGERS, "an administrator", "an administrator of the staff"}, "not_found") | {
    "its patient": "only_staff",
    "its staff, shut out": "person_not_active",
}
DECIDED_BY_STAFF_OR_ADMINISTRATORS = dict.fromkeys(STRANGERS, "not_found") | {
    "its patient": "only_staff",
    "its staff, shut out": "person_not_active",
}
FOR_ADMINISTRATORS = dict.fromkeys({*STRANGERS, "its staff", "its patient"}, "only_administrators") | {
    "its staff, shut out": "person_not_active"
}
OVER = {"ended": "visit_ended", "cancelled": "visit_cancelled", "missed": "visit_missed"}
NOT_YET = {"booked": "visit_not_started", "cancelled": "visit_cancelled", "missed": "visit_missed"}

TABLE: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "change": (DECIDED_BY_STAFF_OR_ADMINISTRATORS, OVER),
    "cancel": (
        DECIDED_BY_STAFF_OR_ADMINISTRATORS,
        {"started": "visit_already_started", "ended": "visit_ended", "missed": "visit_missed"},
    ),
    "start": (RUN_BY_ITS_STAFF, {"ended": "visit_ended", "cancelled": "visit_cancelled"}),
    "end": (RUN_BY_ITS_STAFF, NOT_YET),
    "mark missed": (
        DECIDED_BY_STAFF_OR_ADMINISTRATORS,
        {"started": "visit_already_started", "ended": "visit_ended", "cancelled": "visit_cancelled"},
    ),
    "take back missed": (
        DECIDED_BY_STAFF_OR_ADMINISTRATORS,
        {"started": "visit_already_started", "ended": "visit_ended", "cancelled": "visit_cancelled"},
    ),
    "invite again": (RUN_BY_ITS_STAFF, {"started": "visit_already_started", **NOT_YET}),
    "open small groups": (RUN_BY_ITS_STAFF, {"ended": "visit_ended", **NOT_YET}),
    "end small groups": (RUN_BY_ITS_STAFF, {}),
    "preview a rearrangement": (FOR_ADMINISTRATORS, {}),
    "start a rearrangement": (FOR_ADMINISTRATORS, {}),
    "stop a rearrangement": (FOR_ADMINISTRATORS, {}),
}
"""Command → who is refused with which code in whatever state, and in which state everyone else is."""


class NoGroups:
    def catch_up(self, at_least: int | None) -> int:
        return at_least or 0

    def ids_of_small_groups(self, origin_id: UUID) -> list[UUID]:
        return []

    def of_staff(self, person_id: UUID, **_: Any) -> list[UUID]:
        return []


class Scene(Parts):
    """A visit in a state, with everyone around it."""

    def __init__(self, state: str) -> None:
        super().__init__(visits=0)
        known = self.application._people.people  # type: ignore[attr-defined]
        known |= {person.id: person for person in (SUPPORT, CHIEF, SHUT_OUT)}
        self.rearrangements._visits = NoGroups()  # type: ignore[assignment]
        self.offspring = Offspring(self.application, NoGroups())
        self.book(VISIT, staff_ids=[STAFF.id, SHUT_OUT.id], is_group=True)
        if state in ("started", "ended"):
            self.application.start_visit(visit_id=VISIT, started_by=STAFF.id, now=STARTS_AT)
        if state == "ended":
            self.application.end_visit(visit_id=VISIT, ended_by=STAFF.id, now=LATER)
        if state == "missed":
            self.application.mark_missed(visit_id=VISIT, marked_by=STAFF.id, now=LONG_AFTER)
        if state == "cancelled":
            self.application.cancel_visit(visit_id=VISIT, cancelled_by=STAFF.id, reason=None, now=NOW)
        self.start(**SUBSTITUTE, visit_ids=[VISIT])
        known[SHUT_OUT.id] = replace(SHUT_OUT, status="inactive")

    def commands(self, who: UUID) -> dict[str, Callable[[], object]]:
        visits, groups, others = self.application, self.offspring, self.rearrangements
        asked: dict[str, Any] = {"visit_id": VISIT, "now": LATER}
        plan: dict[str, Any] = {"person_id": STAFF.id, "action": "cancel", "substitute_id": None, "shift_days": None}
        group = {"visit_id": UUID(int=500), "name": "Grupp", "staff_ids": [STAFF.id], "patient_ids": [PATIENT.id]}
        return {
            "change": lambda: self._change(who),
            "cancel": lambda: visits.cancel_visit(**asked, cancelled_by=who, reason=None),
            "start": lambda: visits.start_visit(**asked, started_by=who),
            "end": lambda: visits.end_visit(**asked, ended_by=who),
            "mark missed": lambda: visits.mark_missed(visit_id=VISIT, marked_by=who, now=LONG_AFTER),
            "take back missed": lambda: visits.take_back_missed(**asked, taken_back_by=who),
            "invite again": lambda: groups.invite_again(**asked, invited_by=who),
            "open small groups": lambda: groups.open_small_groups(**asked, opened_by=who, groups=[group]),
            "end small groups": lambda: groups.end_small_groups(**asked, ended_by=who),
            "preview a rearrangement": lambda: others.preview(**plan, asked_by=who, since=None, until=None, now=NOW),
            "start a rearrangement": lambda: others.start(
                **plan, rearrangement_id=UUID(int=901), asked_by=who, visit_ids=[VISIT], reason=None, now=NOW
            ),
            "stop a rearrangement": lambda: others.stop(rearrangement_id=ID, stopped_by=who, now=NOW),
        }

    def _change(self, who: UUID) -> int:
        """A change that says something new, from what was read last."""
        visit = self.visit(VISIT)
        return self.application.change_visit(
            visit_id=VISIT,
            changed_by=who,
            details_version=visit.details_version,
            name="Annat",
            starts_at=visit.starts_at,
            length_minutes=45,
            staff_ids=visit.staff_ids,
            patient_ids=visit.patient_ids,
            now=NOW,
        )


@pytest.mark.parametrize(("command", "role", "state"), list(product(TABLE, WHO, STATES)))
def test_each_command_by_each_role_in_each_state_is_done_or_refused_with_its_reason(  # LIF-1, LIF-6, BOK-3, Q4, Q8
    command: str, role: str, state: str
) -> None:
    by_role, by_state = TABLE[command]
    expected = by_role.get(role) or by_state.get(state)
    scene = Scene(state)
    head, told = scene.application.head, described(scene.visit(VISIT))

    try:
        scene.commands(WHO[role].id)[command]()
        refused = None
    except Refusal as refusal:
        refused = refusal.code

    assert refused == expected
    if refused is not None:
        assert (scene.application.head, described(scene.visit(VISIT))) == (head, told)


BOOKERS: dict[str, str | None] = {
    "its staff": None,
    "a colleague": "not_for_colleagues",
    "its patient": "only_staff",
    "another patient": "only_staff",
    "an administrator": None,
    "an administrator of the staff": None,
    "its staff, shut out": "person_not_active",
    "support": "only_staff",
    "nobody known": "person_unknown",
}


@pytest.mark.parametrize("role", WHO)
def test_only_those_who_take_part_and_administrators_book(role: str) -> None:  # BOK-1, BOK-2, Q4
    scene = Scene("booked")

    try:
        scene.book(UUID(int=101), booked_by=WHO[role].id, starts_at=STARTS_AT + timedelta(days=1))
        refused = None
    except Refusal as refusal:
        refused = refusal.code

    assert refused == BOOKERS[role]


def test_the_table_forgets_no_command() -> None:
    assert set(TABLE) == set(Scene("booked").commands(STAFF.id))
