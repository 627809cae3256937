"""What may be asked of the booking service: visits, and their history."""

from marshmallow import Schema, fields, validate

from contracts.message import Call, EventsSince, Position, ids

STATES = ("booked", "started", "ended", "cancelled")


class BookingCall(Call):
    SERVICE = "booking"


class Visit(Schema):
    """One visit, people by id."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    starts_at = fields.AwareDateTime(required=True)
    length_minutes = fields.Integer(required=True)
    staff_ids = ids(required=True)
    patient_ids = ids(required=True)
    booked_by = fields.UUID(required=True)
    started_by = fields.UUID(load_default=None, allow_none=True)
    started_at = fields.AwareDateTime(load_default=None, allow_none=True)
    ended_by = fields.UUID(load_default=None, allow_none=True)
    ended_at = fields.AwareDateTime(load_default=None, allow_none=True)
    cancelled_by = fields.UUID(load_default=None, allow_none=True)
    cancelled_at = fields.AwareDateTime(load_default=None, allow_none=True)
    cancel_reason = fields.String(load_default=None, allow_none=True)
    needs_action = fields.Boolean(
        load_default=False, metadata={"description": "It lost its staff or its patient, and is not over"}
    )


class BookVisit(BookingCall):
    """Book a visit between one staff member and one patient. `visit_id` is the asker's: asking twice books once."""

    NAME = "book_visit"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        booked_by = fields.UUID(required=True)
        name = fields.String(required=True, validate=validate.Length(min=1, max=200))
        starts_at = fields.AwareDateTime(required=True)
        length_minutes = fields.Integer(required=True, strict=True)
        patient_id = fields.UUID(required=True)

    Reply = Position


class StartVisit(BookingCall):
    """Open the visit. Staff of the visit only; starting a started visit changes nothing."""

    NAME = "start_visit"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        started_by = fields.UUID(required=True)

    Reply = Position


class EndVisit(BookingCall):
    """Close the visit for everyone. Staff of the visit only; ending an ended visit changes nothing.

    One whose staff are all gone may be ended by an administrator.
    """

    NAME = "end_visit"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        ended_by = fields.UUID(required=True)

    Reply = Position


class CancelVisit(BookingCall):
    """Cancel a visit that has not started. Staff of the visit, and administrators."""

    NAME = "cancel_visit"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        cancelled_by = fields.UUID(required=True)
        reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))

    Reply = Position


class ListVisits(BookingCall):
    """«Mina bokningar»: every visit a person belongs to, by start."""

    NAME = "list_visits"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        visits = fields.List(fields.Nested(Visit), required=True)
        position = fields.Integer(required=True)


class ReadVisit(BookingCall):
    """One visit from the log itself, for one who belongs to it; refused as `not_found` for everyone else.

    `as_administrator` is asked before a command that administrators may give to any visit.
    """

    NAME = "read_visit"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        person_id = fields.UUID(required=True)
        as_administrator = fields.Boolean(load_default=False)

    class Reply(Schema):
        visit = fields.Nested(Visit, required=True)
        position = fields.Integer(required=True)


class CountFutureVisits(BookingCall):
    """How many visits that have not begun or are going on a person belongs to: asked before a status is taken away."""

    NAME = "count_future_visits"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        count = fields.Integer(required=True)


class ListVisitsNeedingAction(BookingCall):
    """The visits that lost their staff or their patient and are neither ended nor cancelled, by start (Q7)."""

    NAME = "list_visits_needing_action"

    class Request(Schema):
        limit = fields.Integer(load_default=200, validate=validate.Range(1, 500))
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        visits = fields.List(fields.Nested(Visit), required=True)


class ListContacts(BookingCall):
    """Those with whom a person has or had visits, the latest first; cancelled visits do not count."""

    NAME = "list_contacts"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        class Contact(Schema):
            person_id = fields.UUID(required=True)
            latest_visit_at = fields.AwareDateTime(required=True, allow_none=True)
            next_visit_at = fields.AwareDateTime(required=True, allow_none=True)

        contacts = fields.List(fields.Nested(Contact), required=True)


class TimelineEntry(Schema):
    """One thing that happened: when, what, who, and how it stands in the log."""

    at = fields.AwareDateTime(required=True)
    what = fields.String(required=True)
    person_id = fields.UUID(load_default=None, allow_none=True)
    details = fields.Dict(load_default=dict)
    version = fields.Integer(required=True)


class ReplayVisit(BookingCall):
    """What the log says of a visit up to a moment (now, when `at` is left out): its state then, and what led to it."""

    NAME = "replay_visit"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        at = fields.AwareDateTime(load_default=None, allow_none=True)

    class Reply(Schema):
        state = fields.String(required=True)
        starts_at = fields.AwareDateTime(load_default=None, allow_none=True)
        length_minutes = fields.Integer(load_default=None, allow_none=True)
        staff_ids = ids(load_default=list)
        patient_ids = ids(load_default=list)
        needs_action = fields.Boolean(load_default=False)
        timeline = fields.List(fields.Nested(TimelineEntry), required=True)


class BookingEventsSince(BookingCall, EventsSince):
    """The published events of booking after a log position."""
