"""Calls of lists of persons: adding many at once (a dry run first, then all of them or nobody), and taking them out."""

from marshmallow import Schema, fields, validate

from contracts.identity.calls.people import LANGUAGES, NUMBER_KINDS, IdentityCall
from contracts.identity.events import ROLES, STATUSES, roles
from contracts.message import Position

ROWS_MAX = 10_000
ROWS_AT_ONCE = 500
CELL_LENGTH_MAX = 300
BAD_ROWS_TOLD = 500
EXPORTED_AT_ONCE = 500
IMPORT_STATES = ("prepared", "running", "done", "cancelled", "failed")


def cell(description: str = "") -> fields.String:
    return fields.String(
        load_default="",
        validate=validate.Length(max=CELL_LENGTH_MAX),
        metadata={"description": description} if description else {},
    )


class ImportRow(Schema):
    """One line of the file, as it was written; nothing in it is checked yet."""

    number = fields.Integer(required=True, metadata={"description": "The line in the file, from 1"})
    personnummer = cell()
    name = cell()
    phone = cell()
    email = cell()
    hsa_id = cell()
    roles = cell("Staff's rights in words, empty for «vårdpersonal»; empty for patients")
    language = cell("Empty for Swedish")
    status = cell("«Aktiv» or «Inaktiv»; empty for «Aktiv»")


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


class AddImportRows(IdentityCall):
    """Some lines of a file, kept sealed until its import is over; the same lines may be brought again."""

    NAME = "add_import_rows"

    class Request(Schema):
        import_id = fields.UUID(required=True)
        brought_by = fields.UUID(required=True)
        rows = fields.List(fields.Nested(ImportRow), required=True, validate=validate.Length(min=1, max=ROWS_AT_ONCE))


class PrepareImport(IdentityCall):
    """The dry run, once all lines were brought: every row is checked, and nobody is added."""

    NAME = "prepare_import"
    TIMEOUT_SECONDS = 60.0

    class Request(Schema):
        import_id = fields.UUID(required=True)
        prepared_by = fields.UUID(required=True)
        role = fields.String(required=True, validate=validate.OneOf(ROLES[:2]))
        row_count = fields.Integer(required=True, validate=validate.Range(1, ROWS_MAX))

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
    """Throw the rows away; an import that is done cannot be cancelled."""

    NAME = "cancel_import"

    class Request(Schema):
        import_id = fields.UUID(required=True)
        cancelled_by = fields.UUID(required=True)

    Reply = Position


class ExportedPerson(Schema):
    """One person as a row of a list; nothing stands where a forgotten one's name and number stood."""

    id = fields.UUID(required=True)
    personnummer = fields.String(required=True)
    number_kind = fields.String(required=True, validate=validate.OneOf(NUMBER_KINDS))
    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    hsa_id = fields.String(required=True, allow_none=True)
    roles = roles()
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    status = fields.String(required=True, validate=validate.OneOf(STATUSES[:2]))


class ExportPeople(IdentityCall):
    """Everybody who holds one of the roles and is not removed, in the order of their ids, a page at a time."""

    NAME = "export_people"
    TIMEOUT_SECONDS = 15.0

    class Request(Schema):
        roles = fields.List(
            fields.String(validate=validate.OneOf(ROLES[:3])), required=True, validate=validate.Length(min=1)
        )
        after = fields.UUID(load_default=None, allow_none=True)
        limit = fields.Integer(load_default=EXPORTED_AT_ONCE, validate=validate.Range(1, EXPORTED_AT_ONCE))

    class Reply(Schema):
        people = fields.List(fields.Nested(ExportedPerson), required=True)
        has_more = fields.Boolean(required=True)
