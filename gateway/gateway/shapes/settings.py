"""What a provider decides about its platform, as everybody and as administrators see it."""

from marshmallow import Schema, fields, validate

from contracts.identity.calls.people import LANGUAGES
from contracts.identity.calls.sessions import METHODS
from contracts.identity.calls.settings import SettingsFields


class Provider(Schema):
    name = fields.String(required=True)
    demo = fields.Boolean(required=True)
    address = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    brand_colour = fields.String(required=True, allow_none=True)
    logo = fields.String(required=True, allow_none=True, metadata={"description": "Its address here"})
    languages = fields.List(fields.String(validate=validate.OneOf(LANGUAGES)), required=True)


class Someone(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)


class ShownSettings(SettingsFields):
    version = fields.Integer(required=True)
    logo = fields.String(required=True, allow_none=True, metadata={"description": "Its SHA-256"})
    configured_methods = fields.List(fields.String(validate=validate.OneOf(METHODS)), required=True)
    changed_at = fields.AwareDateTime(required=True, allow_none=True)
    changed_by = fields.Nested(Someone, required=True, allow_none=True)


class ChangedSettings(SettingsFields):
    version = fields.Integer(required=True, validate=validate.Range(0, 2**31))
