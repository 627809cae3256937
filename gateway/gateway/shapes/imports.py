"""What an import says of itself, and what may be asked for as a file."""

from marshmallow import Schema, fields, validate

from contracts.identity.calls.imports import Import

__all__ = ["AsFile", "Exporting", "Import", "ImportOf", "Template"]


class ImportOf(Schema):
    role = fields.String(required=True, validate=validate.OneOf(("patient", "staff")))


class AsFile(Schema):
    format = fields.String(load_default="csv", validate=validate.OneOf(("csv", "xlsx")))


class Template(AsFile, ImportOf):
    pass


class Exporting(AsFile):
    group = fields.String(required=True, validate=validate.OneOf(("patients", "staff")))
