"""Whose platform this is."""

from marshmallow import Schema, fields


class Provider(Schema):
    name = fields.String(required=True)
    demo = fields.Boolean(required=True)
