"""Visits as their reader may see them, and what is asked of lists of them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from contracts.booking.calls import ORIGINS, STATES, TABS
from gateway.shapes.people import NamedPerson
from gateway.shapes.reaching import AtLeast


class Abilities(Schema):
    """What the reader may do with the visit now."""

    start = fields.Boolean(required=True)
    join = fields.Boolean(required=True)
    end = fields.Boolean(required=True)
    cancel = fields.Boolean(required=True)
    change = fields.Boolean(required=True)
    mark_missed = fields.Boolean(required=True)
    take_back_missed = fields.Boolean(required=True)
    invite_again = fields.Boolean(required=True)
    open_small_groups = fields.Boolean(required=True)


class Visit(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    details_version = fields.Integer(required=True, metadata={"description": "What a change is made from"})
    name = fields.String(required=True)
    is_group = fields.Boolean(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    starts_at = fields.AwareDateTime(required=True)
    length_minutes = fields.Integer(required=True)
    ends_at = fields.AwareDateTime(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_by = fields.Nested(NamedPerson, required=True, allow_none=True)
    cancelled_at = fields.AwareDateTime(required=True, allow_none=True)
    cancel_reason = fields.String(required=True, allow_none=True)
    missed_at = fields.AwareDateTime(required=True, allow_none=True)
    staff = fields.List(fields.Nested(NamedPerson), required=True)
    patients = fields.List(fields.Nested(NamedPerson), required=True)
    people_count = fields.Integer(required=True)
    needs_action = fields.Boolean(
        required=True, metadata={"description": "«Behöver åtgärd»: it lost its staff or its patient"}
    )
    series_id = fields.UUID(required=True, allow_none=True)
    origin_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Only to those who belong to that visit too"}
    )
    origin_cause = fields.String(required=True, allow_none=True, validate=validate.OneOf(ORIGINS))
    again_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Only to those who were invited again"}
    )
    invite_again_until = fields.AwareDateTime(required=True, allow_none=True)
    present = fields.List(fields.UUID(), required=True)
    waiting = fields.List(
        fields.UUID(), required=True, metadata={"description": "Only to staff of the visit, and administrators"}
    )
    can = fields.Nested(Abilities, required=True)


class Visits(Schema):
    visits = fields.List(fields.Nested(Visit), required=True)


class VisitPage(Visits):
    next = fields.String(required=True, allow_none=True, metadata={"description": "None on the last page"})
    position = fields.Integer(required=True)


class Page(AtLeast):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 500))
    after = fields.String(
        load_default=None, validate=validate.Length(1, 100), metadata={"description": "The `next` of the page before"}
    )


class OwnVisitsAsked(Page):
    """Those of a tab, or those that touch a stretch of time; without either the latest thousand by start."""

    tab = fields.String(load_default=None, validate=validate.OneOf(TABS))
    since = fields.AwareDateTime(load_default=None)
    until = fields.AwareDateTime(load_default=None)

    @validates_schema
    def asks_for_one_thing(self, data: dict[str, Any], **_: Any) -> None:
        since, until = data.get("since"), data.get("until")
        if (since is None) != (until is None) or (since is not None and until is not None and since >= until):
            raise ValidationError("both, in order", "since")
        if since is not None and data.get("tab") is not None:
            raise ValidationError("not with a stretch of time", "tab")


class BookingsAsked(Page):
    tab = fields.String(required=True, validate=validate.OneOf(TABS))
