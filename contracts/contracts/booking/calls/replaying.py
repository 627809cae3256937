"""Calls that ask what was true of visits at a moment."""

from marshmallow import Schema, fields

from contracts.booking.calls.visits import BookingCall
from contracts.message import ids


class TimelineEntry(Schema):
    """One thing that happened: when, what, who, and how it stands in the log."""

    at = fields.AwareDateTime(required=True)
    what = fields.String(required=True)
    person_id = fields.UUID(load_default=None, allow_none=True)
    details = fields.Dict(load_default=dict)
    version = fields.Integer(required=True)


class PastVisit(Schema):
    """A visit as it was, without its name."""

    state = fields.String(required=True)
    starts_at = fields.AwareDateTime(load_default=None, allow_none=True)
    length_minutes = fields.Integer(load_default=None, allow_none=True)
    is_group = fields.Boolean(load_default=False)
    staff_ids = ids(load_default=list)
    patient_ids = ids(load_default=list)
    needs_action = fields.Boolean(load_default=False)
    series_id = fields.UUID(load_default=None, allow_none=True)
    origin_id = fields.UUID(load_default=None, allow_none=True)
    origin_cause = fields.String(load_default=None, allow_none=True)
    again_id = fields.UUID(load_default=None, allow_none=True)


class ReplayVisit(BookingCall):
    """What the log says of a visit up to a moment (now, when `at` is left out): its state then, and what led to it."""

    NAME = "replay_visit"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        at = fields.AwareDateTime(load_default=None, allow_none=True)

    class Reply(PastVisit):
        timeline = fields.List(fields.Nested(TimelineEntry), required=True)


class ReplayPerson(BookingCall):
    """The visits a person belonged to at a moment, as they were then, and what the person might do with each.

    Booking does not know what rights the person had then: whoever asks says them (`ReplayPersonStanding` of identity).
    Where they are left out, those that the role in the visit asks for are supposed.
    """

    NAME = "replay_person"
    TIMEOUT_SECONDS = 60.0

    class Request(Schema):
        person_id = fields.UUID(required=True)
        at = fields.AwareDateTime(load_default=None, allow_none=True)
        roles = fields.List(fields.String(), load_default=None, allow_none=True)
        status = fields.String(load_default=None, allow_none=True)

    class Reply(Schema):
        class PersonsVisit(PastVisit):
            visit_id = fields.UUID(required=True)
            role = fields.String(required=True, metadata={"description": "staff or patient"})
            can = fields.List(fields.String(), required=True, metadata={"description": "start, join, end, cancel …"})

        visits = fields.List(fields.Nested(PersonsVisit), required=True)


class ReplayDay(BookingCall):
    """Every visit booked for a day in Europe/Stockholm, or to which something happened then, with what happened."""

    NAME = "replay_day"
    TIMEOUT_SECONDS = 60.0

    class Request(Schema):
        day = fields.Date(required=True)

    class Reply(Schema):
        class DaysVisit(PastVisit):
            visit_id = fields.UUID(required=True)
            timeline = fields.List(fields.Nested(TimelineEntry), required=True)

        visits = fields.List(fields.Nested(DaysVisit), required=True)
