"""The JSON that browsers send and receive, built on the contracts."""

from marshmallow import Schema, fields, validate

from contracts.booking.calls import STATES, BookVisit, CancelVisit
from contracts.identity.events import ROLES


class NamedPerson(Schema):
    """A person as the reader may see them; nulls for one who is no longer known."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)
    initials = fields.String(required=True, allow_none=True)
    personnummer = fields.String(metadata={"description": "Patients' only, and to staff only."})


class Provider(Schema):
    name = fields.String(required=True)
    demo = fields.Boolean(required=True)


class DemoPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)


class DemoPeople(Schema):
    people = fields.List(fields.Nested(DemoPerson), required=True)


class DemoSignIn(Schema):
    person_id = fields.UUID(required=True)


class SignedInPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    initials = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)


class SessionShape(Schema):
    person = fields.Nested(SignedInPerson, required=True)
    csrf_token = fields.String(required=True)


class Patient(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    personnummer = fields.String(required=True)


class Patients(Schema):
    patients = fields.List(fields.Nested(Patient), required=True)


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
    present = fields.List(fields.UUID(), required=True)
    can = fields.Nested(Abilities, required=True)


class Visits(Schema):
    visits = fields.List(fields.Nested(Visit), required=True)
    position = fields.Integer(required=True)


class AtLeast(Schema):
    at_least = fields.Integer(
        load_default=None,
        validate=validate.Range(0, 2**53),
        metadata={"description": "Answer from a list that has seen this log position: one's own write."},
    )


class Reached(Schema):
    position = fields.Integer(required=True)


class Joining(Schema):
    url = fields.String(required=True)
    token = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class Problem(Schema):
    """RFC 9457 problem details."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String()


class Booking(BookVisit.Request):
    """What staff write to book a visit; the visit's id stands in the address."""

    class Meta:
        exclude = ("visit_id", "booked_by")


class Cancelling(CancelVisit.Request):
    class Meta:
        exclude = ("visit_id", "cancelled_by")
