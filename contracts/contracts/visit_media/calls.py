"""What may be asked of the visit-media service: who is, and was, in a visit's room."""

from marshmallow import Schema, fields, validate

from contracts.booking.calls import TimelineEntry
from contracts.message import Call, EventsSince, ids


class VisitMediaCall(Call):
    SERVICE = "visit-media"


class ListPresent(VisitMediaCall):
    """Who is connected to each of these visits now."""

    NAME = "list_present"

    class Request(Schema):
        visit_ids = ids(required=True, validate=validate.Length(max=500))

    class Reply(Schema):
        class Present(Schema):
            visit_id = fields.UUID(required=True)
            person_ids = ids(required=True)

        present = fields.List(fields.Nested(Present), required=True)


class ReplayAttendance(VisitMediaCall):
    """Who came and left up to a moment (now, when `at` is left out), and who was connected then."""

    NAME = "replay_attendance"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        at = fields.AwareDateTime(load_default=None, allow_none=True)

    class Reply(Schema):
        present = ids(required=True)
        timeline = fields.List(fields.Nested(TimelineEntry), required=True)


class VisitMediaEventsSince(VisitMediaCall, EventsSince):
    """The published events of visit-media after a log position."""
