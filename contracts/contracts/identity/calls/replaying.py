"""Calls that ask what was true of a person at a moment."""

from marshmallow import Schema, fields

from contracts.booking.calls import TimelineEntry
from contracts.identity.calls.people import IdentityCall
from contracts.identity.calls.sessions import method


class ReplayPersonStanding(IdentityCall):
    """What a person might do at this provider at a moment (now, when `at` is left out), and what led to it.

    `status` is `not_registered` before the person was added. Refused as `person_unknown` for one who never was.
    """

    NAME = "replay_person_standing"
    TIMEOUT_SECONDS = 30.0

    class Request(Schema):
        person_id = fields.UUID(required=True)
        at = fields.AwareDateTime(load_default=None, allow_none=True)

    class Reply(Schema):
        class SignIn(Schema):
            session_id = fields.UUID(required=True)
            method = method()
            strength = fields.String(required=True)
            opened_at = fields.AwareDateTime(required=True)

        status = fields.String(required=True)
        roles = fields.List(fields.String(), required=True)
        sign_ins = fields.List(
            fields.Nested(SignIn), required=True, metadata={"description": "Those that were open then"}
        )
        timeline = fields.List(fields.Nested(TimelineEntry), required=True)
