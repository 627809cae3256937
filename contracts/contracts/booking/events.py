"""What the booking service tells everyone: the life of a visit, by ids."""

from marshmallow import fields, validate

from contracts.message import Event, ids


class VisitEvent(Event):
    """Every event of a visit says who belongs to it, so that a reader needs no earlier one."""

    SERVICE = "booking"

    visit_id = fields.UUID(required=True)
    staff_ids = ids(required=True)
    patient_ids = ids(required=True)


class VisitBooked(VisitEvent):
    """A visit holds a time. Its name may carry health data and is never told."""

    NAME = "visit_booked"

    staff_ids = ids(required=True, validate=validate.Length(min=1))
    patient_ids = ids(required=True, validate=validate.Length(min=1))
    booked_by = fields.UUID(required=True)
    booked_at = fields.AwareDateTime(required=True)
    starts_at = fields.AwareDateTime(required=True)
    length_minutes = fields.Integer(required=True)


class VisitStarted(VisitEvent):
    """Staff opened the visit: those who belong to it may go in, and leave and return, until it ends."""

    NAME = "visit_started"

    started_by = fields.UUID(required=True)
    started_at = fields.AwareDateTime(required=True)


class VisitEnded(VisitEvent):
    """Staff closed the visit for everyone; nobody enters again."""

    NAME = "visit_ended"

    ended_by = fields.UUID(required=True)
    ended_at = fields.AwareDateTime(required=True)


class VisitCancelled(VisitEvent):
    """The visit will not take place."""

    NAME = "visit_cancelled"

    cancelled_by = fields.UUID(required=True)
    cancelled_at = fields.AwareDateTime(required=True)


class VisitParticipantsChanged(VisitEvent):
    """Others than before belong to the visit now. One left without staff or without a patient needs action (Q7)."""

    NAME = "visit_participants_changed"

    state = fields.String(required=True, validate=validate.OneOf(("booked", "started")))
    taken_out_id = fields.UUID(required=True, allow_none=True)
    needs_action = fields.Boolean(required=True)
    changed_by = fields.UUID(required=True)
    changed_at = fields.AwareDateTime(required=True)
