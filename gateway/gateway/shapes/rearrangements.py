"""Plans for the visits of a colleague who is away, as administrators write and read them."""

from marshmallow import Schema, fields, validate

from contracts.booking.calls import (
    ACTIONS,
    REARRANGEMENT_STATES,
    PreviewRearrangement,
    StartRearrangement,
)
from gateway.shapes.people import NamedPerson
from gateway.shapes.visits import Visit


class PreviewAsked(PreviewRearrangement.Request):
    class Meta:
        exclude = ("asked_by", "at_least")


class PlannedVisit(Schema):
    visit = fields.Nested(Visit, required=True)
    new_starts_at = fields.AwareDateTime(required=True, allow_none=True)
    problem = fields.String(
        required=True, allow_none=True, metadata={"description": "The code of the refusal that the visit would meet"}
    )
    overlap_count = fields.Integer(required=True)


class Preview(Schema):
    visits = fields.List(fields.Nested(PlannedVisit), required=True)
    has_more = fields.Boolean(required=True)


class Plan(StartRearrangement.Request):
    """What becomes of which visits; the id stands in the address."""

    class Meta:
        exclude = ("rearrangement_id", "asked_by")


class NotRearranged(Schema):
    visit_id = fields.UUID(required=True)
    code = fields.String(required=True, metadata={"description": "The refusal that the visit met"})


class Rearrangement(Schema):
    id = fields.UUID(required=True)
    action = fields.String(required=True, validate=validate.OneOf(ACTIONS))
    person = fields.Nested(NamedPerson, required=True)
    substitute = fields.Nested(NamedPerson, required=True, allow_none=True)
    shift_days = fields.Integer(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(REARRANGEMENT_STATES))
    total = fields.Integer(required=True)
    handled = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    problems = fields.List(fields.Nested(NotRearranged), required=True)
    asked_at = fields.AwareDateTime(required=True)
    asked_by = fields.Nested(NamedPerson, required=True)
