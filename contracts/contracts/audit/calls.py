"""What may be asked of the audit service: to note accesses, and to tell of them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from contracts.identity.events import ROLES
from contracts.message import Call, Position, ids

KINDS = ("read", "search", "change")
OUTCOMES = ("done", "refused")
NOTES_MAX = 100
SUBJECTS_MAX = 500
PAGE_MAX = 100


class AuditCall(Call):
    SERVICE = "audit"


class Access(Schema):
    """Who did what with whose data, when, from which unit, and whether they were let (HSLF-FS 2016:40, 4 kap.)."""

    access_id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    actor_id = fields.UUID(required=True, allow_none=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)
    method = fields.String(required=True, allow_none=True, validate=validate.Length(max=20))
    strength = fields.String(required=True, allow_none=True, validate=validate.Length(max=20))
    session_id = fields.UUID(required=True, allow_none=True)
    unit = fields.String(required=True, validate=validate.Length(min=1, max=100))
    action = fields.String(required=True, validate=validate.Regexp(r"^[a-z_]{1,30}\.[a-z_]{1,30}$"))
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    subject_ids = ids(required=True, validate=validate.Length(max=SUBJECTS_MAX))
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    code = fields.String(required=True, allow_none=True, validate=validate.Length(max=60))


class NoteAccesses(AuditCall):
    """Keep these accesses, all or none; one that is kept already stays as it is."""

    NAME = "note_accesses"
    TIMEOUT_SECONDS = 3.0

    class Request(Schema):
        accesses = fields.List(fields.Nested(Access), required=True, validate=validate.Length(min=1, max=NOTES_MAX))

    Reply = Position


class ListAccesses(AuditCall):
    """The accesses to one person's data, by one person, or by those who hold a role: newest first, a page at a time.

    Exactly one of the three is asked for. `before` is the last `access_id` of the page before.
    """

    NAME = "list_accesses"

    class Request(Schema):
        subject_id = fields.UUID(load_default=None, allow_none=True)
        actor_id = fields.UUID(load_default=None, allow_none=True)
        role = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(ROLES))
        before = fields.UUID(load_default=None, allow_none=True)
        limit = fields.Integer(load_default=PAGE_MAX, validate=validate.Range(1, PAGE_MAX))
        at_least = fields.Integer(load_default=None, allow_none=True)

        @validates_schema
        def asks_for_one(self, data: dict[str, Any], **_: Any) -> None:
            asked = [name for name in ("subject_id", "actor_id", "role") if data.get(name) is not None]
            if len(asked) != 1:
                raise ValidationError("one of them", "subject_id")

    class Reply(Schema):
        accesses = fields.List(fields.Nested(Access), required=True)
        has_more = fields.Boolean(required=True)
