"""Visits as their reader may see them."""

from marshmallow import Schema, fields, validate

from contracts.booking.calls import STATES, BookVisit, CancelVisit
from gateway.shapes.people import NamedPerson


class Abilities(Schema):
    """What the reader may do with the visit now."""

    start = fields.Boolean(required=True)
    join = fields.Boolean(required=True)
    end = fields.Boolean(required=True)
    cancel = fields.Boolean(required=True)


class Visit(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    starts_at = fields.AwareDateTime(required=True)
    length_minutes = fields.Integer(required=True)
    ends_at = fields.AwareDateTime(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_by = fields.Nested(NamedPerson, required=True, allow_none=True)
    cancelled_at = fields.AwareDateTime(required=True, allow_none=True)
    cancel_reason = fields.String(required=True, allow_none=True)
    staff = fields.List(fields.Nested(NamedPerson), required=True)
    patients = fields.List(fields.Nested(NamedPerson), required=True)
    needs_action = fields.Boolean(
        required=True, metadata={"description": "«Behöver åtgärd»: it lost its staff or its patient"}
    )
    present = fields.List(fields.UUID(), required=True)
    can = fields.Nested(Abilities, required=True)


class Visits(Schema):
    visits = fields.List(fields.Nested(Visit), required=True)
    position = fields.Integer(required=True)


class VisitsNeedingAction(Schema):
    visits = fields.List(fields.Nested(Visit), required=True)


class Joining(Schema):
    url = fields.String(required=True)
    token = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class Booking(BookVisit.Request):
    """What staff write to book a visit; the visit's id stands in the address."""

    class Meta:
        exclude = ("visit_id", "booked_by")


class Cancelling(CancelVisit.Request):
    class Meta:
        exclude = ("visit_id", "cancelled_by")
