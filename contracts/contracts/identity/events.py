"""What the identity service tells everyone: who exists, who may act and who is signed in, by id."""

from marshmallow import fields, validate

from contracts.message import Event

ROLES = ("patient", "staff", "administrator", "support")
STATUSES = ("active", "inactive", "removed")
SESSION_ENDS = ("signed_out", "signed_out_elsewhere", "idle", "too_long", "status_changed", "support_closed", "broker")


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


class UserRolesChanged(IdentityEvent):
    """A colleague was given or lost a right."""

    NAME = "user_roles_changed"

    changed_by = fields.UUID(required=True)
    changed_at = fields.AwareDateTime(required=True)


class UserProfileChanged(IdentityEvent):
    """A person's name or ways to be reached changed: ask identity for them at the moment of need."""

    NAME = "user_profile_changed"

    changed_by = fields.UUID(required=True)
    changed_at = fields.AwareDateTime(required=True)


class SessionEnded(Event):
    """A sign-in is over: its pages and its media connections end with it."""

    SERVICE = "identity"
    NAME = "session_ended"

    session_id = fields.UUID(required=True)
    user_id = fields.UUID(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(SESSION_ENDS))
    ended_at = fields.AwareDateTime(required=True)


class ProviderSettingsChanged(Event):
    """The provider's settings as they are now; names and texts are asked for where they are shown."""

    SERVICE = "identity"
    NAME = "provider_settings_changed"

    idle_logout_minutes = fields.Integer(required=True)
    sms = fields.Boolean(required=True)
    retention_days = fields.Integer(required=True)
    patients_removed_after_months = fields.Integer(required=True, allow_none=True)
    languages = fields.List(fields.String(validate=validate.OneOf(("sv", "en"))), required=True)
    sends_email = fields.Boolean(load_default=True)
    reminder_minutes = fields.List(fields.Integer(), load_default=lambda: [1440, 60])
    changed_by = fields.UUID(required=True)
    changed_at = fields.AwareDateTime(required=True)


class SupportOpened(Event):
    """The provider let the platform's support in, until a moment."""

    SERVICE = "identity"
    NAME = "support_opened"

    window_id = fields.UUID(required=True)
    opened_by = fields.UUID(required=True)
    opened_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)


class SupportClosed(Event):
    """Support's access ended before its time."""

    SERVICE = "identity"
    NAME = "support_closed"

    window_id = fields.UUID(required=True)
    closed_by = fields.UUID(required=True)
    closed_at = fields.AwareDateTime(required=True)
