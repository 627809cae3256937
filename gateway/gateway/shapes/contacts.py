"""«Mina Kontakter» as their reader may see them."""

from marshmallow import Schema, fields, validate

from contracts.identity.events import ROLES
from gateway.shapes.people import NamedPerson
from gateway.shapes.visits import Visits


class KnownContact(NamedPerson):
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)


class Contact(KnownContact):
    latest_visit_at = fields.AwareDateTime(required=True, allow_none=True)
    next_visit_at = fields.AwareDateTime(required=True, allow_none=True)


class Contacts(Schema):
    contacts = fields.List(fields.Nested(Contact), required=True)


class ContactHistory(Visits):
    contact = fields.Nested(KnownContact, required=True)
    next = fields.String(required=True, allow_none=True, metadata={"description": "None on the last page"})
