"""Calls about the provider's settings."""

from marshmallow import Schema, fields, validate

from contracts.identity.calls.people import LANGUAGES, IdentityCall
from contracts.identity.calls.sessions import METHODS

LOGO_TYPES = ("image/png", "image/jpeg", "image/webp")


class SettingsFields(Schema):
    """What a provider decides about its platform."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=100))
    address = fields.String(
        required=True,
        validate=validate.Length(max=200),
        metadata={"description": "Street address and place, as patients read it; may be empty"},
    )
    phone = fields.String(
        required=True, validate=validate.Length(max=40), metadata={"description": "E.164; may be empty"}
    )
    brand_colour = fields.String(
        required=True,
        allow_none=True,
        validate=validate.Regexp(r"^#[0-9a-f]{6}$"),
        metadata={"description": "None is the house's own; at least 4.5:1 against white (WCAG 2.2, 1.4.3)"},
    )
    sign_in_methods = fields.List(
        fields.String(validate=validate.OneOf(METHODS)), required=True, validate=validate.Length(min=1)
    )
    idle_logout_minutes = fields.Integer(required=True, validate=validate.Range(5, 720))
    sms = fields.Boolean(required=True)
    sms_decision = fields.String(
        required=True,
        validate=validate.Length(max=1000),
        metadata={"description": "The recorded decision behind SMS (HSLF-FS 2016:40, 3 kap.); needed to switch it on"},
    )
    retention_days = fields.Integer(required=True, validate=validate.Range(1, 3650))
    patients_removed_after_months = fields.Integer(
        required=True, allow_none=True, validate=validate.Range(6, 120), metadata={"description": "Q6; None is never"}
    )
    languages = fields.List(
        fields.String(validate=validate.OneOf(LANGUAGES)), required=True, validate=validate.Length(min=1)
    )
    email = fields.Boolean(load_default=True, metadata={"description": "Notices and calendar invitations by e-mail"})
    reminder_minutes = fields.List(
        fields.Integer(strict=True, validate=validate.Range(10, 20160)),
        load_default=lambda: [1440, 60],
        validate=validate.Length(max=3),
        metadata={"description": "How long before a visit reminders go out; none for an empty list"},
    )
    sms_sender = fields.String(
        load_default="",
        validate=validate.Regexp(r"^([A-Za-z][A-Za-z0-9]{2,10})?$"),
        metadata={"description": "What the SMS come from; empty takes the deployment's own"},
    )


class Settings(SettingsFields):
    version = fields.Integer(required=True)
    logo = fields.String(
        required=True, allow_none=True, metadata={"description": "SHA-256 of the logo, in hexadecimal"}
    )
    configured_methods = fields.List(
        fields.String(validate=validate.OneOf(METHODS)),
        required=True,
        metadata={"description": "What operations has set up, and the provider may switch on"},
    )
    changed_at = fields.AwareDateTime(required=True, allow_none=True)
    changed_by = fields.UUID(required=True, allow_none=True)


class ReadSettings(IdentityCall):
    """The provider's settings now; the deployment's own until the first change."""

    NAME = "read_settings"

    class Reply(Schema):
        settings = fields.Nested(Settings, required=True)


class ChangeSettings(IdentityCall):
    """Write the settings anew, from the `version` that was read; refused as `changed_meanwhile` from another."""

    NAME = "change_settings"

    class Request(SettingsFields):
        changed_by = fields.UUID(required=True)
        version = fields.Integer(required=True)

    class Reply(Schema):
        settings = fields.Nested(Settings, required=True)


class ChangeLogo(IdentityCall):
    """Set the logo, or take it away with None."""

    NAME = "change_logo"

    class Request(Schema):
        changed_by = fields.UUID(required=True)
        content_type = fields.String(required=True, allow_none=True, validate=validate.OneOf(LOGO_TYPES))
        content = fields.String(
            required=True, allow_none=True, validate=validate.Length(max=300_000), metadata={"description": "Base64"}
        )

    class Reply(Schema):
        settings = fields.Nested(Settings, required=True)


class ReadLogo(IdentityCall):
    """The logo by its SHA-256; `not_found` for another than the present one."""

    NAME = "read_logo"

    class Request(Schema):
        logo = fields.String(required=True, validate=validate.Length(equal=64))

    class Reply(Schema):
        content_type = fields.String(required=True, validate=validate.OneOf(LOGO_TYPES))
        content = fields.String(required=True, metadata={"description": "Base64"})
