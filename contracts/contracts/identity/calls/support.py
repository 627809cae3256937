"""Calls about the access that a provider gives to the platform's support: off until it is opened, for some hours."""

from marshmallow import Schema, fields, validate

from contracts.identity.calls.people import IdentityCall
from contracts.message import Position


class OpenSupport(IdentityCall):
    """Let support in for some hours."""

    NAME = "open_support"

    class Request(Schema):
        window_id = fields.UUID(required=True)
        opened_by = fields.UUID(required=True)
        hours = fields.Integer(required=True, validate=validate.Range(1, 24))
        reason = fields.String(required=True, validate=validate.Length(min=1, max=500))

    Reply = Position


class CloseSupport(IdentityCall):
    """End support's access now; every session of support ends with it."""

    NAME = "close_support"

    class Request(Schema):
        closed_by = fields.UUID(required=True)

    Reply = Position


class ReadSupport(IdentityCall):
    """The windows, newest first, and whether one is open now."""

    NAME = "read_support"

    class Request(Schema):
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        class Window(Schema):
            window_id = fields.UUID(required=True)
            opened_by = fields.UUID(required=True)
            reason = fields.String(required=True)
            opened_at = fields.AwareDateTime(required=True)
            ends_at = fields.AwareDateTime(required=True)
            closed_by = fields.UUID(required=True, allow_none=True)
            closed_at = fields.AwareDateTime(required=True, allow_none=True)

        is_open = fields.Boolean(required=True)
        windows = fields.List(fields.Nested(Window), required=True)
