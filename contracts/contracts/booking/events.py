"""What the booking service tells everyone: the life of a visit, by ids."""

from marshmallow import fields, validate

from contracts.message import Event, ids


class VisitEvent(Event):
    """Every event of a visit says who belongs to it, so that a reader needs no earlier one."""

    SERVICE = "booking"

    visit_id = fields.UUID(required=True)
    staff_ids = ids(required=True)
    patient_ids = ids(required=True)
    is_group = fields.Boolean(load_default=False)


class Together(VisitEvent):
    """One of several visits that one command booked or cancelled: `together_place` counts from 1 to `together_size`."""

    together_id = fields.UUID(load_default=None, allow_none=True)
    together_place = fields.Integer(load_default=1)
    together_size = fields.Integer(load_default=1)


class VisitBooked(Together):
    """A visit holds a time. Its name may carry health data and is never told."""

    NAME = "visit_booked"

    staff_ids = ids(required=True, validate=validate.Length(min=1))
    patient_ids = ids(required=True, validate=validate.Length(min=1))
    booked_by = fields.UUID(required=True)
    booked_at = fields.AwareDateTime(required=True)
    starts_at = fields.AwareDateTime(required=True)
    length_minutes = fields.Integer(required=True)
    series_id = fields.UUID(load_default=None, allow_none=True)
    origin_id = fields.UUID(load_default=None, allow_none=True)
    origin_cause = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(("small_group", "invited_again"))
    )


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


class VisitCancelled(Together):
    """The visit will not take place."""

    NAME = "visit_cancelled"

    cancelled_by = fields.UUID(required=True)
    cancelled_at = fields.AwareDateTime(required=True)


class VisitChanged(VisitEvent):
    """The visit has another time, length, name or other people than before; what was before stands beside."""

    NAME = "visit_changed"

    state = fields.String(required=True, validate=validate.OneOf(("booked", "started")))
    starts_at = fields.AwareDateTime(required=True)
    length_minutes = fields.Integer(required=True)
    previous_starts_at = fields.AwareDateTime(required=True)
    previous_length_minutes = fields.Integer(required=True)
    brought_in_ids = ids(required=True)
    taken_out_ids = ids(required=True)
    is_renamed = fields.Boolean(required=True)
    needs_action = fields.Boolean(required=True)
    changed_by = fields.UUID(required=True)
    changed_at = fields.AwareDateTime(required=True)


class VisitMissed(VisitEvent):
    """«Uteblev»: the time passed, and the patient never came."""

    NAME = "visit_missed"

    missed_by = fields.UUID(required=True)
    missed_at = fields.AwareDateTime(required=True)


class VisitMissTakenBack(VisitEvent):
    """The mark «Uteblev» was a mistake: the visit is a booked one again."""

    NAME = "visit_miss_taken_back"

    taken_back_by = fields.UUID(required=True)
    taken_back_at = fields.AwareDateTime(required=True)


class VisitParticipantsChanged(VisitEvent):
    """Others than before belong to the visit now. One left without staff or without a patient needs action (Q7)."""

    NAME = "visit_participants_changed"

    state = fields.String(required=True, validate=validate.OneOf(("booked", "started")))
    taken_out_id = fields.UUID(required=True, allow_none=True)
    needs_action = fields.Boolean(required=True)
    changed_by = fields.UUID(required=True)
    changed_at = fields.AwareDateTime(required=True)
