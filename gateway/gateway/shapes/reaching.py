"""Log positions: what a command reached, and what a reader has seen."""

from marshmallow import Schema, fields, validate


class AtLeast(Schema):
    at_least = fields.Integer(
        load_default=None,
        validate=validate.Range(0, 2**53),
        metadata={"description": "Answer from a list that has seen this log position: one's own write."},
    )


class Reached(Schema):
    position = fields.Integer(required=True)
