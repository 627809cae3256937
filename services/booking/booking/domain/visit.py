"""One visit, from its booking to its end."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from booking.domain.details import Details, People
from booking.domain.life import NOT_YET, OPEN, Act, State, check_is_one_of
from booking.domain.lineage import ALONE, Cause, Lineage, Together
from booking.domain.participant import Participant
from booking.domain.refusals import IdTaken, VisitNotOver
from chassis.domain import Aggregate, ChangedMeanwhile, event

Ids = list[UUID]
Words = str | None  # None once the visit is forgotten


class Visit(Aggregate):
    """Staff and patients meeting at a time. Only staff open and close it; time passing never does.

    Its name and the reasons given may carry health data: they are sealed with the visit's own key.
    """

    class Event(Aggregate.Event):
        """Each says who belongs to the visit from then on."""

        class_version = 2
        staff_ids: Ids
        patient_ids: Ids
        is_group: bool

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["is_group"] = False  # v1 knew visits of two only

    class Booked(Event, Aggregate.Created):
        personal = ("name",)
        name: Words
        starts_at: datetime
        length_minutes: int
        booked_by: UUID
        series_id: UUID | None
        every_weeks: int | None
        origin_id: UUID | None
        origin_cause: Cause | None
        together_id: UUID | None
        together_place: int
        together_size: int

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state.update(is_group=False, together_id=None, together_place=1, together_size=1)
            state.update(series_id=None, every_weeks=None, origin_id=None, origin_cause=None)

    class Changed(Event):
        personal = ("name", "reason")
        state: State
        name: Words
        starts_at: datetime
        length_minutes: int
        previous_starts_at: datetime
        previous_length_minutes: int
        brought_in_ids: Ids
        taken_out_ids: Ids
        is_renamed: bool
        changed_by: UUID
        reason: Words

    class Started(Event):
        started_by: UUID

    class Ended(Event):
        ended_by: UUID

    class Cancelled(Event):
        personal = ("reason",)
        cancelled_by: UUID
        reason: Words
        together_id: UUID | None
        together_place: int
        together_size: int

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state.update(is_group=False, together_id=None, together_place=1, together_size=1)

    class Missed(Event):
        missed_by: UUID

    class MissTakenBack(Event):
        taken_back_by: UUID

    class InvitedAgain(Event):
        again_id: UUID
        invited_by: UUID

    class PersonTakenOut(Event):
        state: State
        person_id: UUID
        cause: str
        taken_out_by: UUID

    @classmethod
    def book(
        cls, *, id: UUID, details: Details, is_group: bool, booked_by: UUID, lineage: Lineage, now: datetime
    ) -> Self:
        """A visit whose details were found fit. Visits may overlap."""
        facts = details.stored() | lineage.stored() | {"is_group": is_group or details.has_several_patients}
        return cls(id=id, **facts, booked_by=booked_by, timestamp=now)

    @event(Booked)
    def __init__(
        self,
        id: UUID,
        staff_ids: Ids,
        patient_ids: Ids,
        is_group: bool,
        name: Words,
        starts_at: datetime,
        length_minutes: int,
        booked_by: UUID,
        series_id: UUID | None,
        every_weeks: int | None,
        origin_id: UUID | None,
        origin_cause: Cause | None,
        together_id: UUID | None,
        together_place: int,
        together_size: int,
        timestamp: datetime,
    ) -> None:
        self._id = id  # chosen by whoever asks, so that asking twice books once
        self.state: State = "booked"
        self.name, self.starts_at, self.length_minutes = name, starts_at, length_minutes
        self.staff_ids, self.patient_ids, self.is_group = staff_ids, patient_ids, is_group
        self.booked, self.details_version = Act(booked_by, timestamp), 1
        self.booked_as = (self.details, is_group)
        together = Together(together_id, together_place, together_size)
        self.lineage = Lineage(series_id, every_weeks, origin_id, origin_cause, together)
        self.again_id: UUID | None = None
        self.started = self.ended = self.cancelled = self.missed = NOT_YET
        self.cancel_reason: Words = None

    @property
    def details(self) -> Details:
        """As they stand; nothing stands where a forgotten name stood."""
        people = (tuple(self.staff_ids), tuple(self.patient_ids))
        return Details(self.name or "", self.starts_at, self.length_minutes, *people)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def needs_action(self) -> bool:
        """It lost its staff or its patient, and somebody has to decide what becomes of it (Q7)."""
        return self.is_open and not (self.staff_ids and self.patient_ids)

    def check_was_booked_as(self, details: Details, is_group: bool, booked_by: UUID, lineage: Lineage) -> None:
        """Asking again with the same id must mean the same visit."""
        asked = ((details, is_group or details.has_several_patients), booked_by, lineage)
        if asked != (self.booked_as, self.booked.by, self.lineage):
            raise IdTaken

    def start(self, staff: Participant, now: datetime) -> None:
        """Open the visit, early or late; starting a started one changes nothing."""
        self.details.check_is_run_by(staff)
        check_is_one_of(self.state, "booked", "missed", "started")
        if self.state != "started":
            self.open(staff.id, now)

    def open(self, opened_by: UUID, now: datetime) -> None:
        """Started by one who may."""
        self._tell(Visit.Started, now, started_by=opened_by)

    def end(self, staff: Participant, now: datetime) -> None:
        """Close the visit for everyone; ending an ended one changes nothing.

        One whose staff are all gone may be ended by an administrator: nobody else is left who could.
        """
        if self.staff_ids or not staff.is_administrator:
            self.details.check_is_run_by(staff)
        staff.check_is_active()
        check_is_one_of(self.state, "started", "ended")
        if self.state == "started":
            self.close(staff.id, now)

    def close(self, closed_by: UUID, now: datetime) -> None:
        """Ended by one who may."""
        self._tell(Visit.Ended, now, ended_by=closed_by)

    def cancel(self, person: Participant, reason: Words, now: datetime, together: Together = ALONE) -> None:
        """Call off a visit that has not started; cancelling a cancelled one changes nothing."""
        self.details.check_is_decided_by(person)
        check_is_one_of(self.state, "booked", "cancelled")
        if self.state == "booked":
            self._tell(Visit.Cancelled, now, cancelled_by=person.id, reason=_given(reason), **together.stored())

    def miss(self, person: Participant, now: datetime) -> None:
        """«Uteblev»: the patient never came to a visit whose time has passed (Q2)."""
        self.details.check_is_decided_by(person)
        check_is_one_of(self.state, "booked", "missed")
        if self.state == "booked":
            if now < self.details.ends_at:
                raise VisitNotOver
            self._tell(Visit.Missed, now, missed_by=person.id)

    def take_back_missed(self, person: Participant, now: datetime) -> None:
        """The mark was a mistake; a booked visit stays as it is."""
        self.details.check_is_decided_by(person)
        check_is_one_of(self.state, "missed", "booked")
        if self.state == "missed":
            self._tell(Visit.MissTakenBack, now, taken_back_by=person.id)

    def change(
        self, person: Participant, details: Details, people: People, *, read: int, reason: Words, now: datetime
    ) -> None:
        """Write the details anew over those that were `read`; the same again change nothing."""
        before = self.details
        before.check_is_decided_by(person)
        check_is_one_of(self.state, *OPEN)
        if details.is_same_as(before):
            return
        if read != self.details_version:
            raise ChangedMeanwhile
        details.check_replaces(before, people, is_started=self.state == "started", now=now)
        facts = details.stored_over(before) | {"is_group": self.is_group or details.has_several_patients}
        self._tell(Visit.Changed, now, **facts, state=self.state, changed_by=person.id, reason=_given(reason))

    def invite_again(self, again_id: UUID, invited_by: UUID, now: datetime) -> None:
        """Another visit takes the place of this one, which ended too early (Q11)."""
        self._tell(Visit.InvitedAgain, now, again_id=again_id, invited_by=invited_by)

    def take_out(self, person: Participant, taken_out_by: UUID, now: datetime) -> None:
        """One who may no longer be what they are in the visit leaves it; the visit itself goes on (Q7).

        Whoever may still be there stays, so that hearing of a change late or twice does no harm.
        """
        staff_ids = [each for each in self.staff_ids if each != person.id or person.may_be_staff]
        patient_ids = [each for each in self.patient_ids if each != person.id or person.may_be_patient]
        if self.is_open and (staff_ids, patient_ids) != (self.staff_ids, self.patient_ids):
            cause = "role_lost" if person.is_active else person.status
            facts = {"staff_ids": staff_ids, "patient_ids": patient_ids, "person_id": person.id, "cause": cause}
            self._tell(Visit.PersonTakenOut, now, **facts, state=self.state, taken_out_by=taken_out_by)

    def _tell(self, kind: type[Aggregate.Event], now: datetime, **facts: Any) -> None:
        belonging = {"staff_ids": self.staff_ids, "patient_ids": self.patient_ids, "is_group": self.is_group}
        self.trigger_event(kind, timestamp=now, **(belonging | facts))

    @event(Started)
    def _started(self, started_by: UUID, timestamp: datetime) -> None:
        self.state, self.started, self.missed = "started", Act(started_by, timestamp), NOT_YET

    @event(Ended)
    def _ended(self, ended_by: UUID, timestamp: datetime) -> None:
        self.state, self.ended = "ended", Act(ended_by, timestamp)

    @event(Cancelled)
    def _cancelled(self, cancelled_by: UUID, reason: Words, timestamp: datetime) -> None:
        self.state, self.cancelled, self.cancel_reason = "cancelled", Act(cancelled_by, timestamp), reason

    @event(Missed)
    def _missed(self, missed_by: UUID, timestamp: datetime) -> None:
        self.state, self.missed = "missed", Act(missed_by, timestamp)

    @event(MissTakenBack)
    def _miss_taken_back(self) -> None:
        self.state, self.missed = "booked", NOT_YET

    @event(InvitedAgain)
    def _invited_again(self, again_id: UUID) -> None:
        self.again_id = again_id

    @event(Changed)
    def _changed(
        self, name: Words, starts_at: datetime, length_minutes: int, staff_ids: Ids, patient_ids: Ids, is_group: bool
    ) -> None:
        self.name, self.starts_at, self.length_minutes = name, starts_at, length_minutes
        self.staff_ids, self.patient_ids, self.is_group = staff_ids, patient_ids, is_group
        self.details_version = self.version + 1

    @event(PersonTakenOut)
    def _taken_out(self, staff_ids: Ids, patient_ids: Ids) -> None:
        self.staff_ids, self.patient_ids, self.details_version = staff_ids, patient_ids, self.version + 1


def _given(reason: Words) -> Words:
    return (reason or "").strip() or None
