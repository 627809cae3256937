"""What may be asked of the identity service: people, and their sessions."""

from marshmallow import Schema, fields, validate

from contracts.identity.events import roles, status
from contracts.message import Call, EventsSince, Position, ids


class IdentityCall(Call):
    SERVICE = "identity"


class Person(Schema):
    """One person as staff may see them; the gateway hides what the reader may not see."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    initials = fields.String(required=True)
    roles = roles()
    status = status()
    personnummer = fields.String(required=True)


class RegisterPerson(IdentityCall):
    """Add a person. Asking again with the same `person_id` and the same data registers once."""

    NAME = "register_person"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        registered_by = fields.UUID(required=True)
        personnummer = fields.String(required=True, validate=validate.Length(max=20))
        name = fields.String(required=True, validate=validate.Length(min=1, max=200))
        roles = fields.List(
            fields.String(validate=validate.OneOf(("patient", "staff", "administrator"))),
            required=True,
            validate=validate.Length(min=1),
        )

    Reply = Position


class ChangeStatus(IdentityCall):
    """Set a person's status."""

    NAME = "change_status"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        changed_by = fields.UUID(required=True)
        status = status()

    Reply = Position


class DescribePeople(IdentityCall):
    """The persons with these ids; unknown and removed ones are left out."""

    NAME = "describe_people"

    class Request(Schema):
        person_ids = ids(required=True, validate=validate.Length(max=500))
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        people = fields.List(fields.Nested(Person), required=True)


class ListPeople(IdentityCall):
    """Every active person who holds a role, by name."""

    NAME = "list_people"

    class Request(Schema):
        role = fields.String(
            required=True,
            validate=validate.OneOf(("patient", "staff", "administrator")),
        )
        limit = fields.Integer(load_default=500, validate=validate.Range(1, 500))
        after_name = fields.String(load_default=None, allow_none=True)
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        people = fields.List(fields.Nested(Person), required=True)


class OpenSession(IdentityCall):
    """Sign a person in. The reply's `token` is the only copy: the service keeps its hash."""

    NAME = "open_session"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        method = fields.String(required=True, validate=validate.OneOf(("demo",)))

    class Reply(Schema):
        token = fields.String(required=True)


class ReadSession(IdentityCall):
    """Who a session token belongs to; refused as `not_signed_in` when it is unknown, over or its person not active."""

    NAME = "read_session"

    class Request(Schema):
        token = fields.String(required=True, validate=validate.Length(max=200))
        clicked = fields.Boolean(load_default=False)

    class Reply(Schema):
        session_id = fields.UUID(required=True)
        csrf_token = fields.String(required=True)
        person = fields.Nested(Person, required=True)


class CloseSession(IdentityCall):
    """Sign out. Closing a session that is already over is no error."""

    NAME = "close_session"

    class Request(Schema):
        token = fields.String(required=True, validate=validate.Length(max=200))

    class Reply(Schema):
        pass


class IdentityEventsSince(IdentityCall, EventsSince):
    """The published events of identity after a log position."""
