"""Calls that change many visits of one colleague at once: somebody is ill (BOK-6)."""

from marshmallow import Schema, fields, validate

from contracts.booking.calls.visits import BookingCall, Visit
from contracts.message import Position, ids

ACTIONS = ("replace", "cancel", "move")
REARRANGEMENT_STATES = ("running", "done", "stopped")
MOST_REARRANGED = 500


class Plan(Schema):
    """What becomes of visits of `person_id`: another takes over, they are cancelled, or moved by whole days.

    A move keeps the time of day in Europe/Stockholm.
    """

    person_id = fields.UUID(required=True)
    action = fields.String(required=True, validate=validate.OneOf(ACTIONS))
    substitute_id = fields.UUID(load_default=None, allow_none=True)
    shift_days = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(-365, 365))


class PreviewRearrangement(BookingCall):
    """What a plan would do with each visit ahead or going on of this person as staff, by start; nothing is changed."""

    NAME = "preview_rearrangement"

    class Request(Plan):
        asked_by = fields.UUID(required=True)
        since = fields.AwareDateTime(load_default=None, allow_none=True)
        until = fields.AwareDateTime(load_default=None, allow_none=True)
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        class Planned(Schema):
            visit = fields.Nested(Visit, required=True)
            new_starts_at = fields.AwareDateTime(required=True, allow_none=True)
            problem = fields.String(
                required=True, allow_none=True, metadata={"description": "The refusal the visit would meet"}
            )
            overlap_count = fields.Integer(required=True)

        visits = fields.List(fields.Nested(Planned), required=True)
        has_more = fields.Boolean(required=True, metadata={"description": "More than 500; take them in two goes"})


class StartRearrangement(BookingCall):
    """Do it, visit by visit; administrators only. The id is the asker's: asking twice does it once."""

    NAME = "start_rearrangement"

    class Request(Plan):
        rearrangement_id = fields.UUID(required=True)
        asked_by = fields.UUID(required=True)
        visit_ids = ids(required=True, validate=validate.Length(min=1, max=MOST_REARRANGED))
        reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))

    Reply = Position


class StopRearrangement(BookingCall):
    """Leave the visits that are not yet seen to as they are."""

    NAME = "stop_rearrangement"

    class Request(Schema):
        rearrangement_id = fields.UUID(required=True)
        stopped_by = fields.UUID(required=True)

    Reply = Position


class ReadRearrangement(BookingCall):
    """How far it has come, and which visits could not be changed, and why."""

    NAME = "read_rearrangement"

    class Request(Schema):
        rearrangement_id = fields.UUID(required=True)

    class Reply(Plan):
        class Problem(Schema):
            visit_id = fields.UUID(required=True)
            code = fields.String(required=True)

        rearrangement_id = fields.UUID(required=True)
        state = fields.String(required=True, validate=validate.OneOf(REARRANGEMENT_STATES))
        asked_by = fields.UUID(required=True)
        asked_at = fields.AwareDateTime(required=True)
        total = fields.Integer(required=True)
        handled = fields.Integer(required=True)
        changed = fields.Integer(required=True)
        problems = fields.List(fields.Nested(Problem), required=True)
        position = fields.Integer(required=True)
