"""What a browser sends and receives to sign in."""

from marshmallow import EXCLUDE, Schema, fields, validate

from contracts.identity.calls.people import LANGUAGES
from contracts.identity.calls.sessions import METHODS
from contracts.identity.calls.sign_in import STATES
from contracts.identity.events import ROLES


class DemoPerson(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)


class DemoPeople(Schema):
    people = fields.List(fields.Nested(DemoPerson), required=True)


class DemoSignIn(Schema):
    person_id = fields.UUID(required=True)


class SignInMethod(Schema):
    id = fields.String(required=True, validate=validate.OneOf(METHODS))
    label = fields.String(required=True, allow_none=True, metadata={"description": "The broker's name"})


class SignInMethods(Schema):
    methods = fields.List(fields.Nested(SignInMethod), required=True)


BACK = "The page to come back to; anything but an own path leads to the first page"


class BankIdSignIn(Schema):
    language = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))
    same_device = fields.Boolean(
        load_default=False, metadata={"description": "The app is on this device; otherwise another scans the code"}
    )
    back = fields.String(load_default="/", validate=validate.Length(max=500), metadata={"description": BACK})


class BankIdOrder(Schema):
    attempt_id = fields.UUID(required=True)
    auto_start_token = fields.String(
        required=True, allow_none=True, metadata={"description": "Starts the app, on the same device only"}
    )
    qr = fields.String(
        required=True, allow_none=True, metadata={"description": "This second's QR code, for another device only"}
    )


class BankIdReturn(Schema):
    nonce = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=200),
        metadata={"description": "From the fragment of the address that the app opened, on the same device"},
    )


HINTS = "BankID's hintCode; no_access; return_awaited while the app has not led back yet"


class BankIdProgress(Schema):
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    hint = fields.String(required=True, allow_none=True, metadata={"description": HINTS})
    qr = fields.String(required=True, allow_none=True, metadata={"description": "Until the app was started"})
    back = fields.String(required=True, allow_none=True, metadata={"description": "Where to go, when complete"})


class BrokerSignIn(Schema):
    back = fields.String(
        load_default="/",
        validate=validate.Length(max=500),
        metadata={"description": BACK},
    )
    language = fields.String(load_default="sv", validate=validate.OneOf(LANGUAGES))


class BrokerAddress(Schema):
    url = fields.String(required=True)


class BrokerAnswer(Schema):
    """What the broker says in the address (OpenID Connect Core 1.0, 3.1.2.5); it may say more."""

    class Meta:
        unknown = EXCLUDE

    state = fields.String(load_default="", validate=validate.Length(max=200))
    code = fields.String(load_default=None, validate=validate.Length(max=2000))
    error = fields.String(load_default=None, validate=validate.Length(max=200))
    iss = fields.String(load_default=None, validate=validate.Length(max=500))
