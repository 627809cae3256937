"""Who is signed in."""

from marshmallow import Schema, fields, validate

from contracts.identity.events import ROLES


class SignedInPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    initials = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)


class SessionShape(Schema):
    person = fields.Nested(SignedInPerson, required=True)
    csrf_token = fields.String(required=True)
