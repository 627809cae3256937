"""Calls about sessions: who is signed in, since when, and until when."""

from marshmallow import Schema, fields, validate

from contracts.identity.calls.people import IdentityCall, Person, optional_text

METHODS = ("demo", "bankid", "oidc")
SESSIONS_MAX = 100
STRENGTHS = ("none", "loa2", "loa3", "loa4")


def method() -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(METHODS))


class OpenSession(IdentityCall):
    """Sign in a person of the demo. The reply's `token` is the only copy: the service keeps its hash."""

    NAME = "open_session"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        method = fields.String(required=True, validate=validate.OneOf(("demo",)))
        device = optional_text(100)

    class Reply(Schema):
        token = fields.String(required=True)


class SessionToken(Schema):
    """What a browser shows to be known by. `clicked` says that somebody is there: the idle time starts anew."""

    token = fields.String(required=True, validate=validate.Length(max=200))
    clicked = fields.Boolean(load_default=False)


class SignedIn(Schema):
    """A session that is open, and whose it is."""

    session_id = fields.UUID(required=True)
    csrf_token = fields.String(required=True)
    person = fields.Nested(Person, required=True)
    method = method()
    strength = fields.String(required=True, validate=validate.OneOf(STRENGTHS))
    idle_ends_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "None while the person is connected to a visit"}
    )


class ReadSession(IdentityCall):
    """Who a session token belongs to; refused as `not_signed_in` when it is unknown, over or its person not active."""

    NAME = "read_session"
    Request = SessionToken
    Reply = SignedIn


class ReadSessions(IdentityCall):
    """The same of many tokens at once, each answered in its place: None where the one alone would be refused."""

    NAME = "read_sessions"

    class Request(Schema):
        sessions = fields.List(
            fields.Nested(SessionToken), required=True, validate=validate.Length(min=1, max=SESSIONS_MAX)
        )

    class Reply(Schema):
        sessions = fields.List(fields.Nested(SignedIn, allow_none=True), required=True)


class CloseSession(IdentityCall):
    """Sign out. Closing a session that is already over is no error."""

    NAME = "close_session"

    class Request(Schema):
        token = fields.String(required=True, validate=validate.Length(max=200))

    class Reply(Schema):
        pass


class ListSessions(IdentityCall):
    """A person's own open sessions, newest first."""

    NAME = "list_sessions"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        class Open(Schema):
            session_id = fields.UUID(required=True)
            method = method()
            device = fields.String(required=True, allow_none=True)
            opened_at = fields.AwareDateTime(required=True)
            clicked_at = fields.AwareDateTime(required=True, allow_none=True)

        sessions = fields.List(fields.Nested(Open), required=True)


class CloseOwnSessions(IdentityCall):
    """Sign oneself out elsewhere: one other session, or all others when `session_id` is left out."""

    NAME = "close_own_sessions"

    class Request(Schema):
        token = fields.String(required=True, validate=validate.Length(max=200))
        session_id = fields.UUID(load_default=None, allow_none=True)

    class Reply(Schema):
        closed = fields.Integer(required=True)
        position = fields.Integer(required=True)
