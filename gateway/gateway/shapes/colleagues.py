"""What is asked while booking, and answered."""

from marshmallow import Schema, fields

from contracts.booking.calls import ListOverlaps
from contracts.identity.calls import SearchPeople
from gateway.shapes.people import NamedPerson


class ColleagueSearch(SearchPeople.Request):
    class Meta:
        exclude = ("roles", "statuses", "at_least")


class Colleague(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    initials = fields.String(required=True)


class FoundColleagues(Schema):
    people = fields.List(fields.Nested(Colleague), required=True)
    has_more = fields.Boolean(required=True)


class OverlapsAsked(ListOverlaps.Request):
    """Of whom, and when; a visit that is being changed does not overlap itself."""


class Overlap(Schema):
    """Neither which visit it is, nor with whom."""

    person = fields.Nested(NamedPerson, required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)


class Overlaps(Schema):
    overlaps = fields.List(fields.Nested(Overlap), required=True)
