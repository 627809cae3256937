"""One visit, from its booking to its end."""

from datetime import UTC, datetime, timedelta
from typing import Literal, Self
from uuid import UUID

from booking.domain.participant import Participant
from booking.domain.refusals import (
    IdTaken,
    LengthOutOfRange,
    NameMissing,
    StartsInThePast,
    TooFarAhead,
    VisitAlreadyStarted,
    VisitCancelled,
    VisitEnded,
    VisitNotFound,
    VisitNotStarted,
)
from chassis.domain import Aggregate, event

State = Literal["booked", "started", "ended", "cancelled"]

SHORTEST_MINUTES, LONGEST_MINUTES = 5, 480
GRACE = timedelta(minutes=5)  # a form filled in slowly for "now" is no mistake
FURTHEST_AHEAD = timedelta(days=2 * 365)


class Visit(Aggregate):
    """Staff and patients meeting at a time. Only staff open and close it; time passing never does.

    Its name and the reason for cancelling may carry health data: they are sealed with the visit's own key.
    """

    class Booked(Aggregate.Created):
        personal = ("name",)
        name: str | None
        starts_at: datetime
        length_minutes: int
        staff_ids: list[UUID]
        patient_ids: list[UUID]
        booked_by: UUID

    class Started(Aggregate.Event):
        staff_ids: list[UUID]
        patient_ids: list[UUID]
        started_by: UUID

    class Ended(Aggregate.Event):
        staff_ids: list[UUID]
        patient_ids: list[UUID]
        ended_by: UUID

    class Cancelled(Aggregate.Event):
        personal = ("reason",)
        staff_ids: list[UUID]
        patient_ids: list[UUID]
        cancelled_by: UUID
        reason: str | None

    class PersonTakenOut(Aggregate.Event):
        staff_ids: list[UUID]
        patient_ids: list[UUID]
        state: str
        person_id: UUID
        cause: str
        taken_out_by: UUID

    @classmethod
    def book(
        cls,
        *,
        id: UUID,
        name: str,
        starts_at: datetime,
        length_minutes: int,
        staff: Participant,
        patient: Participant,
        now: datetime,
    ) -> Self:
        """Staff book a visit of their own with one patient. Visits may overlap."""
        staff.check_acts_as_staff()
        patient.check_can_be_invited()
        if not name.strip():
            raise NameMissing
        if not SHORTEST_MINUTES <= length_minutes <= LONGEST_MINUTES:
            raise LengthOutOfRange
        if starts_at < now - GRACE:
            raise StartsInThePast
        if starts_at > now + FURTHEST_AHEAD:
            raise TooFarAhead
        return cls(
            id=id,
            name=name.strip(),
            starts_at=starts_at.astimezone(UTC),
            length_minutes=length_minutes,
            staff_ids=[staff.id],
            patient_ids=[patient.id],
            booked_by=staff.id,
            timestamp=now,
        )

    @event(Booked)
    def __init__(
        self,
        id: UUID,
        name: str | None,
        starts_at: datetime,
        length_minutes: int,
        staff_ids: list[UUID],
        patient_ids: list[UUID],
        booked_by: UUID,
        timestamp: datetime,
    ) -> None:
        self._id = id  # chosen by whoever asks, so that asking twice books once
        self.state: State = "booked"
        self.name, self.starts_at, self.length_minutes = name, starts_at, length_minutes
        self.staff_ids, self.patient_ids = staff_ids, patient_ids
        self.booked_patient_ids = patient_ids
        self.booked_by, self.booked_at = booked_by, timestamp
        self.started_by: UUID | None = None
        self.started_at: datetime | None = None
        self.ended_by: UUID | None = None
        self.ended_at: datetime | None = None
        self.cancelled_by: UUID | None = None
        self.cancelled_at: datetime | None = None
        self.cancel_reason: str | None = None

    def check_was_booked_as(
        self, *, name: str, starts_at: datetime, length_minutes: int, booked_by: UUID, patient_id: UUID
    ) -> None:
        """Asking again with the same id must mean the same visit."""
        asked = (name.strip(), starts_at, length_minutes, booked_by, [patient_id])
        if asked != (self.name, self.starts_at, self.length_minutes, self.booked_by, self.booked_patient_ids):
            raise IdTaken

    @property
    def is_open(self) -> bool:
        """Neither ended nor cancelled: it lies ahead, or goes on."""
        return self.state in ("booked", "started")

    @property
    def needs_action(self) -> bool:
        """It lost its staff or its patient, and somebody has to decide what becomes of it (Q7)."""
        return self.is_open and not (self.staff_ids and self.patient_ids)

    def check_belongs(self, person_id: UUID) -> None:
        if person_id not in self.staff_ids and person_id not in self.patient_ids:
            raise VisitNotFound

    def start(self, staff: Participant, now: datetime) -> None:
        """Open the visit, early or late; starting a started one changes nothing."""
        self._check_is_run_by(staff)
        if self.state == "ended":
            raise VisitEnded
        if self.state == "cancelled":
            raise VisitCancelled
        if self.state == "booked":
            self._started(self.staff_ids, self.patient_ids, staff.id, now)

    def end(self, staff: Participant, now: datetime) -> None:
        """Close the visit for everyone; ending an ended one changes nothing.

        One whose staff are all gone may be ended by an administrator: nobody else is left who could.
        """
        if self.staff_ids or not staff.is_administrator:
            self._check_is_run_by(staff)
        staff.check_is_active()
        if self.state == "booked":
            raise VisitNotStarted
        if self.state == "cancelled":
            raise VisitCancelled
        if self.state == "started":
            self._ended(self.staff_ids, self.patient_ids, staff.id, now)

    def cancel(self, staff: Participant, reason: str | None, now: datetime) -> None:
        """Call off a visit that has not started; cancelling a cancelled one changes nothing.

        Administrators may call off any visit.
        """
        if not staff.is_administrator:
            self._check_is_run_by(staff)
        staff.check_is_active()
        if self.state == "started":
            raise VisitAlreadyStarted
        if self.state == "ended":
            raise VisitEnded
        if self.state == "booked":
            given = (reason or "").strip() or None
            self._cancelled(self.staff_ids, self.patient_ids, staff.id, given, now)

    def take_out(self, person: Participant, taken_out_by: UUID, now: datetime) -> None:
        """One who may no longer be what they are in the visit leaves it; the visit itself goes on (Q7).

        Whoever may still be there stays, so that hearing of a change late or twice does no harm.
        """
        staff_ids = [each for each in self.staff_ids if each != person.id or person.may_be_staff]
        patient_ids = [each for each in self.patient_ids if each != person.id or person.may_be_patient]
        if self.is_open and (staff_ids, patient_ids) != (self.staff_ids, self.patient_ids):
            cause = "role_lost" if person.is_active else person.status
            self._taken_out(staff_ids, patient_ids, self.state, person.id, cause, taken_out_by, now)

    def _check_is_run_by(self, staff: Participant) -> None:
        self.check_belongs(staff.id)
        staff.check_acts_as_staff()

    @event(Started)
    def _started(self, staff_ids: list[UUID], patient_ids: list[UUID], started_by: UUID, timestamp: datetime) -> None:
        self.state, self.started_by, self.started_at = "started", started_by, timestamp

    @event(Ended)
    def _ended(self, staff_ids: list[UUID], patient_ids: list[UUID], ended_by: UUID, timestamp: datetime) -> None:
        self.state, self.ended_by, self.ended_at = "ended", ended_by, timestamp

    @event(Cancelled)
    def _cancelled(
        self,
        staff_ids: list[UUID],
        patient_ids: list[UUID],
        cancelled_by: UUID,
        reason: str | None,
        timestamp: datetime,
    ) -> None:
        self.state, self.cancelled_by, self.cancelled_at = "cancelled", cancelled_by, timestamp
        self.cancel_reason = reason

    @event(PersonTakenOut)
    def _taken_out(
        self,
        staff_ids: list[UUID],
        patient_ids: list[UUID],
        state: str,
        person_id: UUID,
        cause: str,
        taken_out_by: UUID,
        timestamp: datetime,
    ) -> None:
        self.staff_ids, self.patient_ids = staff_ids, patient_ids
