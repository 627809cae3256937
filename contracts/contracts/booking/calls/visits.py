"""Calls about one visit: booking, changing, starting, ending, reading it."""

from marshmallow import Schema, fields, validate

from contracts.message import Call, Position, ids

STATES = ("booked", "started", "ended", "cancelled", "missed")
ORIGINS = ("small_group", "invited_again")
MOST_PEOPLE = 50
"""In one visit, staff and patients together, until the media figures say otherwise (GRP-7)."""
LONGEST_SERIES = 200
SCOPES = ("one", "following")


class BookingCall(Call):
    SERVICE = "booking"


class Visit(Schema):
    """One visit, people by id."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    details_version = fields.Integer(
        required=True,
        metadata={"description": "Version at which name, time, length or people last changed: a change starts from it"},
    )
    name = fields.String(required=True)
    is_group = fields.Boolean(required=True)
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
    missed_by = fields.UUID(load_default=None, allow_none=True)
    missed_at = fields.AwareDateTime(load_default=None, allow_none=True)
    needs_action = fields.Boolean(
        load_default=False, metadata={"description": "It lost its staff or its patient, and is not over"}
    )
    series_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "Shared by the visits of one repeated booking"}
    )
    origin_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The visit this one came out of"}
    )
    origin_cause = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(ORIGINS))
    again_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The visit by which everyone was invited again"}
    )


class Repeat(Schema):
    """The same weekday and time of day in Europe/Stockholm, `times` visits in all."""

    every_weeks = fields.Integer(required=True, strict=True, validate=validate.Range(1, 8))
    times = fields.Integer(required=True, strict=True, validate=validate.Range(2, LONGEST_SERIES))


class Details(Schema):
    """What can be decided of a visit when it is booked, and changed later."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    starts_at = fields.AwareDateTime(required=True)
    length_minutes = fields.Integer(required=True, strict=True)
    staff_ids = ids(required=True, validate=validate.Length(max=MOST_PEOPLE + 1))
    patient_ids = ids(required=True, validate=validate.Length(max=MOST_PEOPLE + 1))


class BookVisit(BookingCall):
    """Book a visit, or a series of them. `visit_id` is the asker's: asking twice books once.

    Staff book visits in which they take part, administrators any. The first visit of a series has `visit_id`;
    the ids of the others follow from it.
    """

    NAME = "book_visit"
    TIMEOUT_SECONDS = 15.0  # a series is many visits in one transaction

    class Request(Details):
        visit_id = fields.UUID(required=True)
        booked_by = fields.UUID(required=True)
        is_group = fields.Boolean(load_default=False)
        repeat = fields.Nested(Repeat, load_default=None, allow_none=True)

    class Reply(Position):
        visit_ids = ids(required=True)


class ChangeVisit(BookingCall):
    """Write the details of a visit anew, from the `details_version` that was read; `changed_meanwhile` from another.

    Staff of the visit, and administrators. While it is under way its start stays. Whoever is left out loses
    access at once.
    """

    NAME = "change_visit"

    class Request(Details):
        visit_id = fields.UUID(required=True)
        changed_by = fields.UUID(required=True)
        details_version = fields.Integer(required=True)
        reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))

    Reply = Position


class Step(Position):
    """A step of a visit's life, and whom it concerned."""

    concerned_ids = ids(
        load_default=None,
        allow_none=True,
        metadata={"description": "Everyone who belonged to the visit; None from a booking that does not tell it yet"},
    )


class StartVisit(BookingCall):
    """Open the visit. Staff of the visit only; starting a started visit changes nothing."""

    NAME = "start_visit"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        started_by = fields.UUID(required=True)

    Reply = Step


class EndVisit(BookingCall):
    """Close the visit for everyone. Staff of the visit only; ending an ended visit changes nothing.

    One whose staff are all gone may be ended by an administrator.
    """

    NAME = "end_visit"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        ended_by = fields.UUID(required=True)

    Reply = Step


class CancelVisit(BookingCall):
    """Cancel a visit that has not started. Staff of the visit, and administrators.

    The scope `following` cancels with it every later visit of its series that has not started.
    """

    NAME = "cancel_visit"
    TIMEOUT_SECONDS = 15.0

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        cancelled_by = fields.UUID(required=True)
        reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))
        scope = fields.String(load_default="one", validate=validate.OneOf(SCOPES))

    class Reply(Position):
        cancelled = fields.Integer(required=True)


class MarkMissed(BookingCall):
    """«Uteblev»: the patient never came to a visit that never started and whose end has passed (Q2)."""

    NAME = "mark_missed"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        marked_by = fields.UUID(required=True)

    Reply = Position


class TakeBackMissed(BookingCall):
    """The mark was a mistake: the visit is a booked one again."""

    NAME = "take_back_missed"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        taken_back_by = fields.UUID(required=True)

    Reply = Position


class InviteAgain(BookingCall):
    """«Bjud in alla igen» (Q11): within two minutes of the end, a new started visit with the same people.

    Asking twice, by one or by two, makes one visit.
    """

    NAME = "invite_again"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        invited_by = fields.UUID(required=True)

    class Reply(Position):
        visit_id = fields.UUID(required=True)


class OpenSmallGroups(BookingCall):
    """Make and start visits beside a started group visit, for some of its people each. All of them or none.

    The ids are the asker's: asking twice opens once. A group without staff gets the one who opens it.
    """

    NAME = "open_small_groups"
    TIMEOUT_SECONDS = 15.0

    class Request(Schema):
        class SmallGroup(Schema):
            visit_id = fields.UUID(required=True)
            name = fields.String(required=True, validate=validate.Length(min=1, max=200))
            staff_ids = ids(required=True)
            patient_ids = ids(required=True, validate=validate.Length(min=1, max=MOST_PEOPLE))

        visit_id = fields.UUID(required=True)
        opened_by = fields.UUID(required=True)
        groups = fields.List(fields.Nested(SmallGroup), required=True, validate=validate.Length(min=1, max=25))

    Reply = Position


class EndSmallGroups(BookingCall):
    """End every small group of a visit that is under way; staff of the visit only. The visit itself goes on."""

    NAME = "end_small_groups"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        ended_by = fields.UUID(required=True)

    class Reply(Position):
        ended = fields.Integer(required=True)


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
