"""What the identity service tells everyone: who exists and who may act, by id."""

from marshmallow import fields, validate

from contracts.message import Event

ROLES = ("patient", "staff", "administrator")
STATUSES = ("active", "inactive", "removed")


def roles() -> fields.List[str]:
    return fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)


def status() -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(STATUSES))


class IdentityEvent(Event):
    SERVICE = "identity"

    user_id = fields.UUID(required=True)
    roles = roles()
    status = status()


class UserRegistered(IdentityEvent):
    """A person was added at this provider."""

    NAME = "user_registered"

    registered_at = fields.AwareDateTime(required=True)


class UserStatusChanged(IdentityEvent):
    """A person's status changed: only `active` persons sign in, are invited and take part."""

    NAME = "user_status_changed"

    previous_status = status()
    changed_by = fields.UUID(required=True)
    changed_at = fields.AwareDateTime(required=True)
