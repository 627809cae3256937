"""The access that the platform's support has, and what it may do with it."""

from marshmallow import Schema, fields, validate

from contracts.audit.calls import OUTCOMES
from contracts.identity.calls.support import OpenSupport
from contracts.identity.events import ROLES, STATUSES
from gateway.shapes.settings import Someone


class SupportWindow(Schema):
    id = fields.UUID(required=True)
    opened_by = fields.Nested(Someone, required=True)
    reason = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    closed_by = fields.Nested(Someone, required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)


class SupportAccess(Schema):
    at = fields.AwareDateTime(required=True)
    actor = fields.Nested(Someone, required=True)
    action = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))


class Support(Schema):
    is_open = fields.Boolean(required=True)
    windows = fields.List(fields.Nested(SupportWindow), required=True)
    accesses = fields.List(
        fields.Nested(SupportAccess), required=True, metadata={"description": "What support did, newest first"}
    )


class Opening(OpenSupport.Request):
    """For how long and why; the window's id stands in the address."""

    class Meta:
        exclude = ("window_id", "opened_by")


class Sought(Schema):
    personnummer = fields.String(required=True, validate=validate.Length(min=1, max=20))


class FoundBySupport(Schema):
    id = fields.UUID(required=True)
    initials = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
