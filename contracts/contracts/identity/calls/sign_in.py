"""Calls of signing in: BankID orders (relying-party API v6) and OpenID Connect.

`browser` is a secret that only the browser which began holds (in a cookie); the service keeps its hash, and an attempt
is continued by that browser only.
"""

from marshmallow import Schema, fields, validate

from contracts.identity.calls.people import IdentityCall, optional_text
from contracts.identity.calls.sessions import METHODS

STATES = ("pending", "complete", "failed")


def browser() -> fields.String:
    return fields.String(required=True, validate=validate.Length(min=32, max=200))


class ListSignInMethods(IdentityCall):
    """The ways to sign in that are configured here and that the provider has switched on."""

    NAME = "list_sign_in_methods"

    class Reply(Schema):
        class Method(Schema):
            id = fields.String(required=True, validate=validate.OneOf(METHODS))
            label = fields.String(required=True, allow_none=True, metadata={"description": "The broker's name"})

        methods = fields.List(fields.Nested(Method), required=True)


class BeginBankId(IdentityCall):
    """Begin an order; a live one of the same browser is cancelled first.

    On the same device the app is started by its token and leads back to the sign-in page; otherwise it scans the code.
    """

    NAME = "begin_bank_id"
    TIMEOUT_SECONDS = 12.0

    class Request(Schema):
        browser = browser()
        user_ip = fields.String(required=True, validate=validate.Length(max=45))
        device = optional_text(100)
        language = fields.String(load_default="sv", validate=validate.OneOf(("sv", "en")))
        same_device = fields.Boolean(load_default=False)
        back = fields.String(load_default="/", validate=validate.Length(max=500))

    class Reply(Schema):
        attempt_id = fields.UUID(required=True)
        auto_start_token = fields.String(
            required=True, allow_none=True, metadata={"description": "For an order of the same device only"}
        )
        qr = fields.String(
            required=True,
            allow_none=True,
            metadata={"description": "The text of the animated QR code, this second's; for another device only"},
        )


class CollectBankId(IdentityCall):
    """How an order stands. `token` (of the new session) comes once, when it is complete, with where to go.

    An order of the same device is complete for whoever brings the nonce of its return address; a wrong one ends it.
    """

    NAME = "collect_bank_id"
    TIMEOUT_SECONDS = 12.0

    class Request(Schema):
        attempt_id = fields.UUID(required=True)
        browser = browser()
        nonce = optional_text(200)

    class Reply(Schema):
        state = fields.String(required=True, validate=validate.OneOf(STATES))
        hint = fields.String(required=True, allow_none=True, metadata={"description": "BankID's hintCode, or ours"})
        qr = fields.String(required=True, allow_none=True)
        token = fields.String(required=True, allow_none=True)
        back = fields.String(required=True, allow_none=True)


class CancelBankId(IdentityCall):
    """Give up an order; one that is over already is no error."""

    NAME = "cancel_bank_id"
    TIMEOUT_SECONDS = 12.0

    class Request(Schema):
        attempt_id = fields.UUID(required=True)
        browser = browser()

    class Reply(Schema):
        pass


class BeginOidc(IdentityCall):
    """Where to send the browser: the provider's broker (OpenID Connect Core 1.0, code flow with PKCE)."""

    NAME = "begin_oidc"
    TIMEOUT_SECONDS = 12.0

    class Request(Schema):
        browser = browser()
        back = fields.String(required=True, validate=validate.Length(max=500))
        device = optional_text(100)
        language = fields.String(load_default="sv", validate=validate.OneOf(("sv", "en")))

    class Reply(Schema):
        url = fields.String(required=True)


class FinishOidc(IdentityCall):
    """The browser came back from the broker; `token` is the new session's."""

    NAME = "finish_oidc"
    TIMEOUT_SECONDS = 12.0

    class Request(Schema):
        browser = browser()
        state = fields.String(required=True, validate=validate.Length(max=200))
        code = optional_text(2000)
        error = optional_text(200)
        iss = optional_text(500)

    class Reply(Schema):
        token = fields.String(required=True)
        back = fields.String(required=True)


class EndOidcSessions(IdentityCall):
    """Back-channel logout (OpenID Connect Back-Channel Logout 1.0): ends the sessions a logout token names."""

    NAME = "end_oidc_sessions"
    TIMEOUT_SECONDS = 12.0

    class Request(Schema):
        logout_token = fields.String(required=True, validate=validate.Length(max=10_000))

    class Reply(Schema):
        closed = fields.Integer(required=True)
