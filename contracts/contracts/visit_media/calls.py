"""What may be asked of the visit-media service: who is, and was, in a visit's room."""

from marshmallow import Schema, fields, validate

from contracts.booking.calls import TimelineEntry
from contracts.message import Call, EventsSince, ids


class VisitMediaCall(Call):
    SERVICE = "visit-media"


class ListPresent(VisitMediaCall):
    """Who is connected to each of these visits now, who waits for it, and in which order people first came."""

    NAME = "list_present"

    class Request(Schema):
        visit_ids = ids(required=True, validate=validate.Length(max=500))

    class Reply(Schema):
        class Present(Schema):
            visit_id = fields.UUID(required=True)
            person_ids = ids(required=True)
            waiting_ids = ids(load_default=list)
            arrival_ids = ids(
                load_default=list,
                metadata={"description": "Everyone who ever came, by first coming (Q10)"},
            )

        present = fields.List(fields.Nested(Present), required=True)


class WaitForVisit(VisitMediaCall):
    """A patient's page waits for a visit that has not started; told again at least every 20 s, or it counts as lost.

    `wait_id` is the page's. Refused as `not_found` for one who is no patient of the visit; `state` is what the visit
    is now, so that a page that missed the start learns of it.
    """

    NAME = "wait_for_visit"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        person_id = fields.UUID(required=True)
        session_id = fields.UUID(required=True)
        wait_id = fields.UUID(required=True)

    class Reply(Schema):
        state = fields.String(required=True)


class StopWaiting(VisitMediaCall):
    """The page is closed or elsewhere. One that never waited changes nothing."""

    NAME = "stop_waiting"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        person_id = fields.UUID(required=True)
        wait_id = fields.UUID(required=True)


class ReplayAttendance(VisitMediaCall):
    """Who came and left up to a moment (now, when `at` is left out), and who was connected then."""

    NAME = "replay_attendance"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        at = fields.AwareDateTime(load_default=None, allow_none=True)

    class Reply(Schema):
        present = ids(required=True)
        waiting = ids(load_default=list)
        timeline = fields.List(fields.Nested(TimelineEntry), required=True)


class VisitMediaEventsSince(VisitMediaCall, EventsSince):
    """The published events of visit-media after a log position."""
