"""Every order of commands by everyone, while rights come and go and clocks jump, against the rules written plainly."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from booking.application import Offspring
from booking.domain.participant import Participant
from booking.domain.visit import Visit
from booking.projections.visit_rows import described
from chassis.domain import Refusal
from tests.unit.booking.plain_rules import Codes, PlainVisit
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    NOW,
    OTHER_PATIENT,
    PATIENT,
    STAFF,
    STARTS_AT,
    booking,
)

CHIEF = Participant(UUID(int=6), frozenset({"staff", "administrator"}), "active")
PEOPLE = (STAFF, COLLEAGUE, PATIENT, OTHER_PATIENT, ADMINISTRATOR, CHIEF)
VISIT = UUID(int=9)
ANYONE = st.sampled_from([each.id for each in PEOPLE])
WHO = st.just(STAFF.id) | ANYONE
"""Mostly somebody who may, or nothing would ever happen."""
SOME = st.lists(ANYONE, max_size=3)
GROUPS = st.lists(st.lists(ANYONE, min_size=1, max_size=2, unique=True), min_size=1, max_size=2)
MINUTES = st.integers(-180, 60 * 24 * 40) | st.integers(-5, 5)
"""Clocks are also set back."""


class VisitMachine(RuleBasedStateMachine):
    @initialize(
        patients=st.sampled_from([[PATIENT.id], [PATIENT.id, OTHER_PATIENT.id]]),
        state=st.sampled_from(["booked", "started", "started", "ended", "missed"]),
    )
    def booked(self, patients: list[UUID], state: str) -> None:
        self.now, self.application = NOW, booking(*PEOPLE)
        self.people: dict[UUID, Participant] = self.application._people.people  # type: ignore[attr-defined]
        self.offspring = Offspring(self.application, lists=None)  # type: ignore[arg-type]
        self.plain = PlainVisit(self.people, "Besök", STARTS_AT, 30, [STAFF.id], patients, len(patients) > 1)
        self.application.book_visit(
            visit_id=VISIT,
            booked_by=STAFF.id,
            name="Besök",
            starts_at=STARTS_AT,
            length_minutes=30,
            staff_ids=[STAFF.id],
            patient_ids=patients,
            now=NOW,
        )
        self.told = {1: described(self.visit)}
        self.groups = 0
        if state in ("started", "ended"):
            self.start(STAFF.id)
        if state == "ended":
            self.end(STAFF.id)
        if state == "missed":
            self.now += timedelta(hours=2)
            self.miss(STAFF.id)

    @property
    def visit(self) -> Visit:
        return self.application.existing(VISIT)

    @rule(who=WHO)
    def start(self, who: UUID) -> None:
        def started() -> None:
            self._let_go_if_missed()
            self.plain.state = "started"

        self._try(
            self.plain.start(self.people[who]),
            lambda: self.application.start_visit(visit_id=VISIT, started_by=who, now=self.now),
            started,
        )

    @rule(who=WHO)
    def end(self, who: UUID) -> None:
        def ended() -> None:
            if self.plain.state == "started":
                self.plain.state, self.plain.ended_at = "ended", self.now

        self._try(
            self.plain.end(self.people[who]),
            lambda: self.application.end_visit(visit_id=VISIT, ended_by=who, now=self.now),
            ended,
        )

    @precondition(lambda self: len(self.told) > 2)  # it is the end of everything else
    @rule(who=WHO, reason=st.none() | st.text(max_size=5))
    def cancel(self, who: UUID, reason: str | None) -> None:
        self._try(
            self.plain.cancel(self.people[who]),
            lambda: self.application.cancel_visit(visit_id=VISIT, cancelled_by=who, reason=reason, now=self.now),
            lambda: setattr(self.plain, "state", "cancelled"),
        )

    @rule(who=WHO)
    def miss(self, who: UUID) -> None:  # Q2
        self._try(
            self.plain.miss(self.people[who], self.now),
            lambda: self.application.mark_missed(visit_id=VISIT, marked_by=who, now=self.now),
            lambda: setattr(self.plain, "state", "missed"),
        )

    @rule(who=WHO)
    def take_back_missed(self, who: UUID) -> None:
        def taken_back() -> None:
            self._let_go_if_missed()
            self.plain.state = "booked"

        self._try(
            self.plain.take_back_missed(self.people[who]),
            lambda: self.application.take_back_missed(visit_id=VISIT, taken_back_by=who, now=self.now),
            taken_back,
        )

    @rule(who=WHO, name=st.sampled_from(["Besök", "Annat", " "]), later=st.sampled_from([0, 0, 30, -90, 10**7]))
    def change_name_or_time(self, who: UUID, name: str, later: int) -> None:  # BOK-3
        self._change(who, name=name, starts_at=self.plain.starts_at + timedelta(minutes=later))

    @rule(who=WHO, minutes=st.sampled_from([4, 5, 45, 480, 481]), is_late=st.booleans())
    def change_length(self, who: UUID, minutes: int, is_late: bool) -> None:  # BOK-3
        self._change(who, minutes=minutes, read=self.plain.details_version - is_late)

    @rule(who=WHO, staff=SOME | st.just([COLLEAGUE.id]), patients=SOME | st.just([OTHER_PATIENT.id, PATIENT.id]))
    def change_people(self, who: UUID, staff: list[UUID], patients: list[UUID]) -> None:  # BOK-3, Q4
        self._change(who, staff=staff, patients=patients)

    @rule(who=WHO, more=ANYONE)
    def bring_somebody_in(self, who: UUID, more: UUID) -> None:  # BOK-3, BOK-10
        role = "patients" if "patient" in self.people[more].roles else "staff"
        self._change(who, **{role: [*getattr(self.plain, role), more]})

    @rule(who=WHO)
    def invite_again(self, who: UUID) -> None:  # Q11
        again = uuid.uuid5(VISIT, "invited again")
        self._try(
            self.plain.invite_again(self.people[who], self.now),
            lambda: self.offspring.invite_again(visit_id=VISIT, invited_by=who, now=self.now),
            lambda: setattr(self.plain, "again", again),
        )
        if self.plain.again is not None:
            assert self.application.existing(again).lineage.origin_id == VISIT

    @rule(who=WHO, groups=st.just([[PATIENT.id], [OTHER_PATIENT.id]]) | GROUPS)
    def divide(self, who: UUID, groups: list[list[UUID]]) -> None:  # GRP-4
        self.groups += 1
        wanted = [
            {"visit_id": UUID(int=1000 * self.groups + place), "name": "Grupp", "staff_ids": [], "patient_ids": group}
            for place, group in enumerate(groups)
        ]
        self._try(
            self.plain.divide(self.people[who], groups),
            lambda: self.offspring.open_small_groups(visit_id=VISIT, opened_by=who, groups=wanted, now=self.now),
            lambda: None,
        )

    @rule(who=ANYONE, status=st.sampled_from(["active", "active", "inactive", "removed"]), loses_roles=st.booleans())
    def change_of_a_person_is_heard(self, who: UUID, status: str, loses_roles: bool) -> None:  # Q7, STA-2
        original = next(each for each in PEOPLE if each.id == who)
        roles = original.roles - {"staff"} if loses_roles else original.roles
        self.people[who] = person = replace(original, status=status, roles=roles)
        self.application.take_out(visit_id=VISIT, person=person, taken_out_by=ADMINISTRATOR.id, now=self.now)
        if self.plain.leave(person):
            self.plain.details_version = self.visit.version

    @rule(minutes=MINUTES)
    def time_passes_or_is_set_back(self, minutes: int) -> None:  # LIF-4
        self.now += timedelta(minutes=minutes)

    @invariant()
    def the_visit_is_as_the_plain_rules_say(self) -> None:
        visit, plain = self.visit, self.plain
        assert (visit.state, visit.name, visit.starts_at, visit.length_minutes) == (
            plain.state,
            plain.name,
            plain.starts_at,
            plain.minutes,
        )
        assert (visit.staff_ids, visit.patient_ids, visit.is_group) == (plain.staff, plain.patients, plain.is_group)
        assert (visit.details_version, visit.again_id) == (plain.details_version, plain.again)
        assert visit.needs_action == plain.needs_action  # Q7

    @invariant()
    def replay_of_every_prefix_tells_what_was_true_then(self) -> None:
        self.told.setdefault(self.visit.version, described(self.visit))
        for version, told in self.told.items():
            past: Any = self.application.repository.get(VISIT, version=version)
            assert described(past) == told

    def _change(self, who: UUID, **changed: Any) -> None:
        plain = self.plain
        wanted: dict[str, Any] = {
            "read": plain.details_version,
            "name": plain.name,
            "starts_at": plain.starts_at,
            "minutes": plain.minutes,
            "staff": list(plain.staff),
            "patients": list(plain.patients),
        } | changed
        wanted["name"] = wanted["name"].strip()

        def changed_so() -> None:
            told = {name: value for name, value in wanted.items() if name != "read"}
            if plain.is_same(**told):
                return
            for name, value in told.items():
                setattr(plain, name, value)
            plain.is_group = plain.is_group or len(plain.patients) > 1
            plain.details_version = self.visit.version

        self._try(
            plain.change(self.people[who], self.now, **wanted),
            lambda: self.application.change_visit(
                visit_id=VISIT,
                changed_by=who,
                details_version=wanted["read"],
                name=wanted["name"],
                starts_at=wanted["starts_at"],
                length_minutes=wanted["minutes"],
                staff_ids=wanted["staff"],
                patient_ids=wanted["patients"],
                now=self.now,
            ),
            changed_so,
        )

    def _let_go_if_missed(self) -> None:
        """A missed visit counted as over; whoever may not be in it leaves when it is open again."""
        if self.plain.state == "missed":
            self.plain.state = "booked"
            left = [self.plain.leave(self.people[each]) for each in self.plain.everyone]
            if any(left):
                self.plain.details_version = self.visit.version

    def _try(self, codes: Codes, command: Callable[[], object], done: Callable[[], None]) -> None:
        """Refused for one of the reasons and nothing changed, or done where there is none."""
        head = self.application.head
        refused: str | None = None
        try:
            command()
        except Refusal as refusal:
            refused = refusal.code
        if refused is None:
            assert not codes
            done()
        else:
            assert refused in codes
            assert self.application.head == head


TestVisitMachine = VisitMachine.TestCase
TestVisitMachine.settings = settings(max_examples=80, stateful_step_count=20, deadline=None)
