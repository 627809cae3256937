"""Calls of adding many persons at once: a dry run first, then all of them or nobody."""

from marshmallow import Schema, fields, validate

from contracts.identity.calls.people import IdentityCall
from contracts.identity.events import ROLES
from contracts.message import Position

ROWS_MAX = 10_000
BAD_ROWS_TOLD = 500
IMPORT_STATES = ("prepared", "running", "done", "cancelled", "failed")


class ImportRow(Schema):
    """One line of the file, as it was written; nothing in it is checked yet."""

    number = fields.Integer(required=True, metadata={"description": "The line in the file, from 1"})
    personnummer = fields.String(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    email = fields.String(required=True)
    hsa_id = fields.String(required=True)
    roles = fields.String(required=True, metadata={"description": "Staff's rights; empty for patients"})


class BadRow(Schema):
    number = fields.Integer(required=True)
    problems = fields.List(fields.String(), required=True, metadata={"description": "Refusal codes"})


class Import(Schema):
    """How an import stands. Nobody is added before it is `done`, and then everybody is."""

    import_id = fields.UUID(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES[:2]))
    state = fields.String(required=True, validate=validate.OneOf(IMPORT_STATES))
    rows = fields.Integer(required=True)
    good_rows = fields.Integer(required=True)
    bad_row_count = fields.Integer(required=True)
    bad_rows = fields.List(fields.Nested(BadRow), required=True, metadata={"description": "The first of them"})
    handled_rows = fields.Integer(required=True, metadata={"description": "Progress while it is running"})
    position = fields.Integer(required=True, allow_none=True)


class PrepareImport(IdentityCall):
    """The dry run: every row is checked, and kept sealed until the import is confirmed or cancelled."""

    NAME = "prepare_import"
    TIMEOUT_SECONDS = 60.0

    class Request(Schema):
        import_id = fields.UUID(required=True)
        prepared_by = fields.UUID(required=True)
        role = fields.String(required=True, validate=validate.OneOf(ROLES[:2]))
        rows = fields.List(fields.Nested(ImportRow), required=True, validate=validate.Length(min=1, max=ROWS_MAX))

    class Reply(Schema):
        progress = fields.Nested(Import, required=True)


class ReadImport(IdentityCall):
    """How an import stands, for the one who prepared it."""

    NAME = "read_import"

    class Request(Schema):
        import_id = fields.UUID(required=True)
        asked_by = fields.UUID(required=True)

    class Reply(Schema):
        progress = fields.Nested(Import, required=True)


class ConfirmImport(IdentityCall):
    """Add everybody; refused as `import_has_bad_rows` while there is one."""

    NAME = "confirm_import"

    class Request(Schema):
        import_id = fields.UUID(required=True)
        confirmed_by = fields.UUID(required=True)

    Reply = Position


class CancelImport(IdentityCall):
    """Throw the rows away."""

    NAME = "cancel_import"

    class Request(Schema):
        import_id = fields.UUID(required=True)
        cancelled_by = fields.UUID(required=True)

    Reply = Position
