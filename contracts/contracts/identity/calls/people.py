"""Calls about persons: adding, finding, reading and changing them."""

from marshmallow import Schema, fields, validate

from contracts.identity.events import ROLES, STATUSES, roles, status
from contracts.message import Call, EventsSince, Position, ids

LANGUAGES = ("sv", "en")
NUMBER_KINDS = ("personnummer", "samordningsnummer", "reservnummer")
PAGE_MAX = 100


class IdentityCall(Call):
    SERVICE = "identity"


def language() -> fields.String:
    return fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))


def optional_text(longest: int) -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.Length(max=longest))


class Person(Schema):
    """One person as staff may see them; the gateway hides what the reader may not see."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    initials = fields.String(required=True)
    roles = roles()
    status = status()
    personnummer = fields.String(required=True)


class Profile(Person):
    """All that is kept of one person. `version` is what a change must be made from."""

    version = fields.Integer(required=True)
    number_kind = fields.String(required=True, validate=validate.OneOf(NUMBER_KINDS))
    phone = fields.String(required=True, allow_none=True, metadata={"description": "E.164"})
    email = fields.String(required=True, allow_none=True)
    hsa_id = fields.String(required=True, allow_none=True, metadata={"description": "Staff's id in the HSA directory"})
    language = language()
    registered_at = fields.AwareDateTime(required=True)
    status_changed_at = fields.AwareDateTime(required=True, allow_none=True)


class RegisterPerson(IdentityCall):
    """Add a person. Asking again with the same `person_id` and the same data registers once.

    `personnummer` may be a personnummer, a samordningsnummer or a reservnummer. Refused as `personnummer_taken`
    whoever holds it, a removed person too.
    """

    NAME = "register_person"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        registered_by = fields.UUID(required=True)
        personnummer = fields.String(required=True, validate=validate.Length(max=20))
        name = fields.String(required=True, validate=validate.Length(min=1, max=200))
        roles = fields.List(
            fields.String(validate=validate.OneOf(ROLES)),
            required=True,
            validate=validate.Length(min=1),
        )
        phone = optional_text(40)
        email = optional_text(254)
        hsa_id = optional_text(31)
        language = language()

    Reply = Position


class ChangeProfile(IdentityCall):
    """Write a person's profile anew, from the `version` that was read; refused as `changed_meanwhile` from another."""

    NAME = "change_profile"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        changed_by = fields.UUID(required=True)
        version = fields.Integer(required=True)
        name = fields.String(required=True, validate=validate.Length(min=1, max=200))
        phone = optional_text(40)
        email = optional_text(254)
        hsa_id = optional_text(31)
        language = language()

    Reply = Position


class ChangeRoles(IdentityCall):
    """Give and take the rights of a colleague: staff, administrator, or both."""

    NAME = "change_roles"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        changed_by = fields.UUID(required=True)
        roles = fields.List(
            fields.String(validate=validate.OneOf(("staff", "administrator"))),
            required=True,
            validate=validate.Length(min=1),
        )

    Reply = Position


class ChangeStatus(IdentityCall):
    """Set a person's status to active, inactive or removed; a removed person comes back by `RestorePerson` only."""

    NAME = "change_status"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        changed_by = fields.UUID(required=True)
        status = status()

    Reply = Position


class RestorePerson(IdentityCall):
    """Make a removed person active again (Q12), for a reason that is kept."""

    NAME = "restore_person"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        restored_by = fields.UUID(required=True)
        reason = fields.String(required=True, validate=validate.Length(min=1, max=500))

    Reply = Position


class FindHolder(IdentityCall):
    """Who holds a number, removed or not: for administrators who were told that it is taken, and for support."""

    NAME = "find_holder"

    class Request(Schema):
        asked_by = fields.UUID(required=True)
        personnummer = fields.String(required=True, validate=validate.Length(max=20))

    class Reply(Schema):
        person_id = fields.UUID(required=True)
        initials = fields.String(required=True)
        roles = roles()
        status = status()


class ReadProfile(IdentityCall):
    """One person as the log tells it now; `person_unknown` for one who is removed."""

    NAME = "read_profile"

    class Request(Schema):
        person_id = fields.UUID(required=True)

    class Reply(Schema):
        profile = fields.Nested(Profile, required=True)


class DescribePeople(IdentityCall):
    """The persons with these ids; unknown and removed ones are left out."""

    NAME = "describe_people"

    class Request(Schema):
        person_ids = ids(required=True, validate=validate.Length(max=500))
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        people = fields.List(fields.Nested(Person), required=True)


class ListPeople(IdentityCall):
    """Active persons who hold a role, by name; a page ends only where the name changes."""

    NAME = "list_people"
    TIMEOUT_SECONDS = 20.0  # as a search

    class Request(Schema):
        role = fields.String(required=True, validate=validate.OneOf(ROLES))
        limit = fields.Integer(load_default=500, validate=validate.Range(1, 500))
        after_name = fields.String(load_default=None, allow_none=True)
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        people = fields.List(fields.Nested(Person), required=True)


class SearchPeople(IdentityCall):
    """Persons by name, a page at a time; never removed ones.

    `text` is a whole number, or the beginnings of words of a name in any order; empty finds everybody.
    `after` is the last id of the page before.
    """

    NAME = "search_people"
    TIMEOUT_SECONDS = 20.0  # the first search after a start opens every name

    class Request(Schema):
        roles = fields.List(
            fields.String(validate=validate.OneOf(ROLES)), required=True, validate=validate.Length(min=1)
        )
        statuses = fields.List(
            fields.String(validate=validate.OneOf(STATUSES[:2])), load_default=lambda: list(STATUSES[:2])
        )
        text = fields.String(load_default="", validate=validate.Length(max=200))
        after = fields.UUID(load_default=None, allow_none=True)
        limit = fields.Integer(load_default=25, validate=validate.Range(1, PAGE_MAX))
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        people = fields.List(fields.Nested(Person), required=True)
        total = fields.Integer(required=True, metadata={"description": "How many there are on all pages"})
        has_more = fields.Boolean(required=True)


class IdentityEventsSince(IdentityCall, EventsSince):
    """The published events of identity after a log position."""
