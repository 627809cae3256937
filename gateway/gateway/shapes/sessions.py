"""Who is signed in, where and until when."""

from marshmallow import Schema, fields, validate

from contracts.identity.calls.sessions import METHODS
from contracts.identity.events import ROLES


class SignedInPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    initials = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)


class Clicked(Schema):
    idle_ends_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "None while the person is connected to a visit"}
    )


class SessionShape(Clicked):
    session_id = fields.UUID(required=True)
    person = fields.Nested(SignedInPerson, required=True)
    csrf_token = fields.String(required=True)
    method = fields.String(required=True, validate=validate.OneOf(METHODS))
    idle_logout_minutes = fields.Integer(required=True)


class OwnSession(Schema):
    id = fields.UUID(required=True)
    is_current = fields.Boolean(required=True)
    method = fields.String(required=True, validate=validate.OneOf(METHODS))
    device = fields.String(required=True, allow_none=True)
    opened_at = fields.AwareDateTime(required=True)
    clicked_at = fields.AwareDateTime(required=True, allow_none=True)


class OwnSessions(Schema):
    sessions = fields.List(fields.Nested(OwnSession), required=True)


class ClosedSessions(Schema):
    closed = fields.Integer(required=True)
