"""«Mina Kontakter» as their reader may see them."""

from marshmallow import Schema, fields, validate

from contracts.identity.events import ROLES
from gateway.shapes.people import NamedPerson


class Contact(NamedPerson):
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)
    latest_visit_at = fields.AwareDateTime(required=True, allow_none=True)
    next_visit_at = fields.AwareDateTime(required=True, allow_none=True)


class Contacts(Schema):
    contacts = fields.List(fields.Nested(Contact), required=True)
