"""Every order of commands by everyone, while people lose status and rights: the visit's promises hold."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from booking.domain.participant import Participant
from chassis.domain import Refusal
from tests.unit.booking.visits import ADMINISTRATOR, EVERYONE, NOW, STAFF, book

WHO = st.sampled_from(EVERYONE)
ALLOWED = {
    (None, "booked"),
    ("booked", "started"),
    ("started", "ended"),
    ("booked", "cancelled"),
}


class VisitMachine(RuleBasedStateMachine):
    @initialize()
    def booked(self) -> None:
        self.now = NOW
        self.visit = book()
        self.events: list[Any] = list(self.visit.collect_events())
        self.taken_out: set[UUID] = set()

    @rule(who=WHO)
    def start(self, who: Participant) -> None:
        self._try(who, lambda: self.visit.start(who, self.now))

    @rule(who=WHO)
    def end(self, who: Participant) -> None:
        self._try(who, lambda: self.visit.end(who, self.now))

    @rule(who=WHO, reason=st.none() | st.text(max_size=5))
    def cancel(self, who: Participant, reason: str | None) -> None:
        self._try(who, lambda: self.visit.cancel(who, reason, self.now))

    @rule(who=WHO, status=st.sampled_from(["active", "inactive", "removed"]), keeps_roles=st.booleans())
    def change_of_a_person_is_heard(self, who: Participant, status: str, keeps_roles: bool) -> None:
        person = replace(who, status=status, roles=who.roles if keeps_roles else frozenset({"administrator"}))
        before = self.visit.state
        self.visit.take_out(person, ADMINISTRATOR.id, self.now)
        new = list(self.visit.collect_events())
        if new:  # Q7
            assert before in ("booked", "started")
            assert status != "active" or not keeps_roles
            assert who.id not in self.taken_out
            self.taken_out.add(who.id)
        assert self.visit.state == before
        self.events += new

    @invariant()
    def a_visit_that_lost_somebody_needs_action_until_it_is_over(self) -> None:  # Q7
        is_open = self.visit.state in ("booked", "started")
        assert self.visit.needs_action == (is_open and bool(self.taken_out))
        assert not self.taken_out & {*self.visit.staff_ids, *self.visit.patient_ids}

    @rule(minutes=st.integers(1, 60 * 24 * 40))
    def time_passes(self, minutes: int) -> None:
        before = self.visit.state
        self.now += timedelta(minutes=minutes)
        assert self.visit.state == before  # LIF-4

    @invariant()
    def replay_tells_the_same(self) -> None:
        replayed: Any = None
        for event in self.events:
            replayed = event.mutate(replayed)
        assert replayed == self.visit

    @invariant()
    def the_log_has_no_gap_and_ends_once(self) -> None:
        assert [event.originator_version for event in self.events] == list(range(1, len(self.events) + 1))
        assert len(self.events) <= 3 + len(self.taken_out)

    def _try(self, who: Participant, command: Any) -> None:
        before = self.visit.state
        try:
            command()
        except Refusal:
            assert self.visit.state == before
            assert self.visit.pending_events == []
            return
        new = list(self.visit.collect_events())
        if who == ADMINISTRATOR:  # Q4, and Q7: a visit whose staff are gone
            assert (
                not new
                or self.visit.state == "cancelled"
                or (self.visit.state == "ended" and STAFF.id in self.taken_out)
            )
        else:
            assert who == STAFF  # LIF-1, LIF-6
        assert not new or (before, self.visit.state) in ALLOWED
        self.events += new


TestVisitMachine = VisitMachine.TestCase
TestVisitMachine.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
