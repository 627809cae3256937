"""Two who command at the same moment: what comes second is refused or harmless, as if it had been asked second."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from booking.application import Offspring
from booking.projections.visit_rows import described
from chassis.domain import Refusal
from contracts.booking.calls import STATES
from tests.unit.booking.rearranging import SUBSTITUTE, Parts
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

VISIT, REARRANGEMENT, GROUP = UUID(int=100), UUID(int=900), UUID(int=500)
Command = Callable[[], object]


class Moment(Parts):
    """A visit in some state, and everything that may be asked of it by those who have read it so far."""

    def __init__(self, state: str) -> None:
        super().__init__(visits=0)
        self.book(VISIT, patient_ids=[PATIENT.id, OTHER_PATIENT.id])
        self.start(**SUBSTITUTE, visit_ids=[VISIT])
        whose: dict[str, Any] = {"visit_id": VISIT, "now": LATER}
        if state in ("started", "ended"):
            self.application.start_visit(**whose, started_by=STAFF.id)
        if state == "ended":
            self.application.end_visit(**whose, ended_by=STAFF.id)
        if state == "missed":
            self.application.mark_missed(visit_id=VISIT, marked_by=STAFF.id, now=LONG_AFTER)
        if state == "cancelled":
            self.application.cancel_visit(**whose, cancelled_by=STAFF.id, reason=None)
        self.read = self.visit(VISIT)

    def commands(self) -> dict[str, Command]:
        asked: dict[str, Any] = {"visit_id": VISIT, "now": LATER}
        visit = self.application
        group = {"visit_id": GROUP, "name": "Grupp", "staff_ids": [], "patient_ids": [PATIENT.id]}
        offspring = Offspring(self.application, lists=None)  # type: ignore[arg-type]
        gone = self.application.people([OTHER_PATIENT.id])[OTHER_PATIENT.id]
        return {
            "start": lambda: visit.start_visit(**asked, started_by=STAFF.id),
            "end": lambda: visit.end_visit(**asked, ended_by=STAFF.id),
            "cancel": lambda: visit.cancel_visit(**asked, cancelled_by=ADMINISTRATOR.id, reason="Sjuk"),
            "miss": lambda: visit.mark_missed(visit_id=VISIT, marked_by=STAFF.id, now=LONG_AFTER),
            "take back": lambda: visit.take_back_missed(**asked, taken_back_by=ADMINISTRATOR.id),
            "rename": lambda: self.change(name="Annat"),
            "move": lambda: self.change(starts_at=STARTS_AT + timedelta(days=1)),
            "swap staff": lambda: self.change(staff_ids=[COLLEAGUE.id]),
            "take out": lambda: visit.take_out(**asked, person=_inactive(gone), taken_out_by=ADMINISTRATOR.id),
            "invite again": lambda: offspring.invite_again(**asked, invited_by=STAFF.id),
            "divide": lambda: offspring.open_small_groups(**asked, opened_by=STAFF.id, groups=[group]),
            "rearrange": lambda: self.rearrangements.carry_out_some(rearrangement_id=REARRANGEMENT, most=1, now=LATER),
        }

    def change(self, **changed: Any) -> object:
        wanted: dict[str, Any] = {
            "name": self.read.name,
            "starts_at": self.read.starts_at,
            "length_minutes": self.read.length_minutes,
            "staff_ids": self.read.staff_ids,
            "patient_ids": self.read.patient_ids,
        } | changed
        read = self.read.details_version
        return self.application.change_visit(
            visit_id=VISIT, changed_by=ADMINISTRATOR.id, details_version=read, now=NOW, **wanted
        )

    def outcome(self, name: str) -> str:
        try:
            self.commands()[name]()
        except Refusal as refusal:
            return refusal.code
        return "done"

    def told(self) -> tuple[Any, ...]:
        """The visit, and what stands in the log of each thing: of different things, no order was promised."""
        log: dict[Any, list[str]] = {}
        for stored in self.application.recorder.select_notifications(None, 100):
            log.setdefault(stored.originator_id, []).append(stored.topic.rpartition(":")[2])
        return described(self.visit(VISIT)), log


COMMANDS = tuple(Moment("booked").commands())


def in_turn(state: str, first: str, second: str) -> tuple[str, str, tuple[Any, ...]]:
    moment = Moment(state)
    return moment.outcome(first), moment.outcome(second), moment.told()


def at_once(monkeypatch: pytest.MonkeyPatch, state: str, first: str, second: str) -> tuple[str, str, tuple[Any, ...]]:
    """The second has read and decided when the first is saved; only then does it come to save."""
    moment, between = Moment(state), list[str]()
    record = moment.application.record

    def saved_late(*changed: Any) -> int:
        monkeypatch.undo()
        between.append(moment.outcome(first))
        return record(*changed)

    monkeypatch.setattr(moment.application, "record", saved_late)
    outcome = moment.outcome(second)
    monkeypatch.undo()
    if not between:  # it had nothing to save: as if it had come first
        between.append(moment.outcome(first))
    return between[0], outcome, moment.told()


@pytest.mark.parametrize(("first", "second"), list(product(COMMANDS, COMMANDS)))
def test_two_at_once_are_as_one_after_the_other(  # BOK-3
    monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    monkeypatch.setattr("chassis.store.log.LONGEST_PAUSE_SECONDS", 0)
    for state in STATES:
        happened = at_once(monkeypatch, state, first, second)

        other_way = in_turn(state, second, first)
        assert happened in (in_turn(state, first, second), (other_way[1], other_way[0], other_way[2])), state


def test_of_two_who_change_the_same_details_the_second_hears_of_it(monkeypatch: pytest.MonkeyPatch) -> None:  # BOK-3
    first, second, (visit, _) = at_once(monkeypatch, "booked", "rename", "swap staff")

    assert (first, second) == ("done", "changed_meanwhile")
    assert (visit["name"], visit["staff_ids"]) == ("Annat", [STAFF.id])


def test_of_start_and_cancel_at_once_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:  # LIF-1
    assert at_once(monkeypatch, "booked", "start", "cancel")[:2] == ("done", "visit_already_started")
    assert at_once(monkeypatch, "booked", "cancel", "start")[:2] == ("done", "visit_cancelled")


def test_two_who_start_or_end_at_once_both_succeed_and_it_happens_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for state, command in (("booked", "start"), ("started", "end"), ("ended", "invite again")):
        first, second, told = at_once(monkeypatch, state, command, command)

        assert (first, second) == ("done", "done")
        assert told == in_turn(state, command, command)[2]


def _inactive(person: Any) -> Any:
    return type(person)(person.id, person.roles, "inactive")
