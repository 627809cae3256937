"""Persons as a reader may see them, and what colleagues write about them."""

from marshmallow import Schema, fields, validate

from contracts.booking.calls import CountFutureVisits
from contracts.identity.calls import ChangeProfile, ChangeRoles, FindHolder, RegisterPerson, RestorePerson, SearchPeople
from contracts.identity.calls import Person as KnownPerson
from contracts.identity.calls import Profile as KnownProfile
from contracts.identity.events import STATUSES, roles, status

GROUPS = {"patients": ("patient",), "staff": ("staff", "administrator", "support")}
"""The two lists of the admin tool; whoever is let in from the platform stands among the colleagues."""


class NamedPerson(Schema):
    """A person as the reader may see them; nulls for one who is no longer known."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)
    initials = fields.String(required=True, allow_none=True)
    personnummer = fields.String(metadata={"description": "Patients' only, and to staff only."})


class Patient(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    personnummer = fields.String(required=True)


class Patients(Schema):
    patients = fields.List(fields.Nested(Patient), required=True)


class FoundPerson(KnownPerson):
    """A person as colleagues find them."""


class FoundPeople(Schema):
    people = fields.List(fields.Nested(FoundPerson), required=True)
    total = fields.Integer(required=True)
    has_more = fields.Boolean(required=True)


class PeopleSearch(SearchPeople.Request):
    """What is sought, among patients or among colleagues."""

    class Meta:
        exclude = ("roles", "at_least")

    group = fields.String(required=True, validate=validate.OneOf(list(GROUPS)))


class Profile(KnownProfile):
    """All that is kept of a person, to themselves and to administrators."""


class NewPerson(RegisterPerson.Request):
    """A person as colleagues add them; the id stands in the address."""

    class Meta:
        exclude = ("person_id", "registered_by")


class ProfileChange(ChangeProfile.Request):
    class Meta:
        exclude = ("person_id", "changed_by")


class OwnProfileChange(ChangeProfile.Request):
    """«Spara uppgifter»: all that one may change of oneself."""

    class Meta:
        exclude = ("person_id", "changed_by", "hsa_id")


class RolesChange(ChangeRoles.Request):
    class Meta:
        exclude = ("person_id", "changed_by")


class StatusChange(Schema):
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    future_visits = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 2**31),
        metadata={"description": "How many coming visits one was told that the person leaves"},
    )


class FutureVisits(CountFutureVisits.Reply):
    """How many visits a person would leave."""


class SoughtHolder(FindHolder.Request):
    class Meta:
        exclude = ("asked_by",)


class Holder(Schema):
    """Who holds a number, removed or not."""

    id = fields.UUID(required=True)
    roles = roles()
    status = status()


class Restoring(RestorePerson.Request):
    class Meta:
        exclude = ("person_id", "restored_by")
