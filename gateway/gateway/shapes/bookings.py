"""«Våra bokningar»: what administrators ask and read of everybody's visits."""

from marshmallow import Schema, fields, validate

from contracts.booking.calls import TABS
from contracts.identity.events import roles
from gateway.shapes.visits import Visit


class BookingsSearch(Schema):
    personnummer = fields.String(required=True, validate=validate.Length(min=1, max=20))
    tab = fields.String(required=True, validate=validate.OneOf(TABS))
    after = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 100))
    limit = fields.Integer(load_default=50, strict=True, validate=validate.Range(1, 500))


class SoughtParticipant(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    initials = fields.String(required=True)
    personnummer = fields.String(required=True)
    roles = roles()


class FoundBookings(Schema):
    person = fields.Nested(
        SoughtParticipant, required=True, allow_none=True, metadata={"description": "None when nobody holds the number"}
    )
    visits = fields.List(fields.Nested(Visit), required=True)
    next = fields.String(required=True, allow_none=True)
