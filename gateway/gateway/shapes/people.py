"""Persons as a reader may see them."""

from marshmallow import Schema, fields


class NamedPerson(Schema):
    """A person as the reader may see them; nulls for one who is no longer known."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)
    initials = fields.String(required=True, allow_none=True)
    personnummer = fields.String(metadata={"description": "Patients' only, and to staff only."})


class Patient(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    personnummer = fields.String(required=True)


class Patients(Schema):
    patients = fields.List(fields.Nested(Patient), required=True)
