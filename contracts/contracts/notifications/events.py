"""What the notifications service tells everyone: that somebody was told something, never what it said."""

from marshmallow import fields, validate

from contracts.message import Event

CHANNELS = ("sms", "email", "in_app")
KINDS = ("booked", "changed", "cancelled", "brought_in", "taken_out", "invited_again", "reminder")
NOTICE_STATES = ("waiting", "sending", "uncertain", "sent", "delivered", "failed", "suppressed")


class NoticePosted(Event):
    """A notice is in somebody's list in the platform now."""

    SERVICE = "notifications"
    NAME = "notice_posted"

    notice_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    visit_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    posted_at = fields.AwareDateTime(required=True)


class NoticeSettled(Event):
    """An SMS or e-mail was sent, delivered, failed for good, or was held back."""

    SERVICE = "notifications"
    NAME = "notice_settled"

    notice_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    visit_id = fields.UUID(required=True)
    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS[:2]))
    state = fields.String(required=True, validate=validate.OneOf(("sent", "delivered", "failed", "suppressed")))
    settled_at = fields.AwareDateTime(required=True)
