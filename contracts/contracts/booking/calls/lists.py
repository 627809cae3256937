"""Calls about many visits: lists, contacts, overlaps."""

from marshmallow import Schema, fields, validate

from contracts.booking.calls.visits import BookingCall, Repeat, Visit
from contracts.message import EventsSince, ids

TABS = ("future", "ongoing", "earlier")
"""«Framtida»: booked and not past its end, by start. «Pågående»: started, by start. «Tidigare»: ended, cancelled,
missed, and booked ones whose end has passed, the latest first."""


class Page(Schema):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 500))
    after = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=100),
        metadata={"description": "The `next` of the page before"},
    )
    at_least = fields.Integer(load_default=None, allow_none=True)


class VisitPage(Schema):
    visits = fields.List(fields.Nested(Visit), required=True)
    next = fields.String(required=True, allow_none=True, metadata={"description": "None on the last page"})
    position = fields.Integer(required=True)


class ListVisits(BookingCall):
    """«Mina bokningar»: the visits a person belongs to: those of a tab, or those that touch a stretch of time.

    Without either, the latest thousand by start.
    """

    NAME = "list_visits"

    class Request(Page):
        person_id = fields.UUID(required=True)
        tab = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(TABS))
        since = fields.AwareDateTime(load_default=None, allow_none=True)
        until = fields.AwareDateTime(load_default=None, allow_none=True)

    Reply = VisitPage


class ListBookings(BookingCall):
    """«Våra bokningar»: the visits of a tab at this provider, or one participant's."""

    NAME = "list_bookings"

    class Request(Page):
        tab = fields.String(required=True, validate=validate.OneOf(TABS))
        person_id = fields.UUID(load_default=None, allow_none=True)

    Reply = VisitPage


class ListVisitsNeedingAction(BookingCall):
    """The visits that lost their staff or their patient and are neither ended nor cancelled, by start (Q7)."""

    NAME = "list_visits_needing_action"

    class Request(Schema):
        limit = fields.Integer(load_default=200, validate=validate.Range(1, 500))
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        visits = fields.List(fields.Nested(Visit), required=True)


class ListSmallGroups(BookingCall):
    """The small groups that came out of a visit, by when they were opened."""

    NAME = "list_small_groups"

    class Request(Schema):
        visit_id = fields.UUID(required=True)
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        visits = fields.List(fields.Nested(Visit), required=True)


class ListSeries(BookingCall):
    """The visits of one series, by start."""

    NAME = "list_series"

    class Request(Schema):
        series_id = fields.UUID(required=True)
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


class ListVisitsWith(BookingCall):
    """«Bokningshistorik»: the visits two persons have or had together, the latest first, cancelled ones too."""

    NAME = "list_visits_with"

    class Request(Page):
        person_id = fields.UUID(required=True)
        contact_id = fields.UUID(required=True)

    Reply = VisitPage


class ListOverlaps(BookingCall):
    """Visits ahead or going on of these persons that touch a time, or any of a series; at most a hundred (BOK-9)."""

    NAME = "list_overlaps"

    class Request(Schema):
        person_ids = ids(required=True, validate=validate.Length(min=1, max=100))
        starts_at = fields.AwareDateTime(required=True)
        length_minutes = fields.Integer(required=True, validate=validate.Range(1, 1440))
        repeat = fields.Nested(Repeat, load_default=None, allow_none=True)
        except_visit_id = fields.UUID(load_default=None, allow_none=True)

    class Reply(Schema):
        class Overlap(Schema):
            person_id = fields.UUID(required=True)
            visit_id = fields.UUID(required=True)
            starts_at = fields.AwareDateTime(required=True)
            length_minutes = fields.Integer(required=True)

        overlaps = fields.List(fields.Nested(Overlap), required=True)


class CountFutureVisits(BookingCall):
    """How many visits that have not begun or are going on a person belongs to: asked before a status is taken away."""

    NAME = "count_future_visits"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        count = fields.Integer(required=True)


class BookingEventsSince(BookingCall, EventsSince):
    """The published events of booking after a log position."""
