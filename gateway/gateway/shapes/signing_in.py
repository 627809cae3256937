"""What a browser sends and receives to sign in."""

from marshmallow import Schema, fields, validate

from contracts.identity.events import ROLES


class DemoPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)


class DemoPeople(Schema):
    people = fields.List(fields.Nested(DemoPerson), required=True)


class DemoSignIn(Schema):
    person_id = fields.UUID(required=True)
