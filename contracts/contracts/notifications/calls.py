"""What may be asked of the notifications service: one's own notices, and what was sent to whom."""

from marshmallow import Schema, fields, validate

from contracts.message import Call, EventsSince, Position
from contracts.notifications.events import CHANNELS, KINDS, NOTICE_STATES


class NotificationsCall(Call):
    SERVICE = "notifications"


class ListNotices(NotificationsCall):
    """A person's own notices in the platform, the latest first."""

    NAME = "list_notices"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        after = fields.UUID(load_default=None, allow_none=True)
        limit = fields.Integer(load_default=30, validate=validate.Range(1, 100))
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        class OwnNotice(Schema):
            id = fields.UUID(required=True)
            kind = fields.String(required=True, validate=validate.OneOf(KINDS))
            visit_id = fields.UUID(required=True)
            posted_at = fields.AwareDateTime(required=True)
            starts_at = fields.AwareDateTime(required=True)
            previous_starts_at = fields.AwareDateTime(required=True, allow_none=True)
            visit_count = fields.Integer(required=True, metadata={"description": "More than 1 for a series"})
            is_read = fields.Boolean(required=True)

        notices = fields.List(fields.Nested(OwnNotice), required=True)
        unread = fields.Integer(required=True)
        has_more = fields.Boolean(required=True)


class MarkNoticesRead(NotificationsCall):
    """Everything in the person's list was seen, up to and with one notice."""

    NAME = "mark_notices_read"

    class Request(Schema):
        person_id = fields.UUID(required=True)
        up_to = fields.UUID(required=True)

    Reply = Position


class ListSentNotices(NotificationsCall):
    """What was sent by SMS and e-mail, the latest first: to whom, when, what became of it; never its text."""

    NAME = "list_sent_notices"

    class Request(Schema):
        states = fields.List(fields.String(validate=validate.OneOf(NOTICE_STATES)), load_default=list)
        channel = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(CHANNELS))
        person_id = fields.UUID(load_default=None, allow_none=True)
        visit_id = fields.UUID(load_default=None, allow_none=True)
        after = fields.UUID(load_default=None, allow_none=True)
        limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
        at_least = fields.Integer(load_default=None, allow_none=True)

    class Reply(Schema):
        class SentNotice(Schema):
            id = fields.UUID(required=True)
            person_id = fields.UUID(required=True)
            visit_id = fields.UUID(required=True)
            channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
            kind = fields.String(required=True, validate=validate.OneOf(KINDS))
            state = fields.String(required=True, validate=validate.OneOf(NOTICE_STATES))
            attempts = fields.Integer(required=True)
            asked_at = fields.AwareDateTime(required=True)
            sent_at = fields.AwareDateTime(required=True, allow_none=True)
            delivered_at = fields.AwareDateTime(required=True, allow_none=True)
            next_attempt_at = fields.AwareDateTime(required=True, allow_none=True)
            why = fields.String(
                required=True, allow_none=True, metadata={"description": "Why it failed or was held back, as a code"}
            )

        notices = fields.List(fields.Nested(SentNotice), required=True)
        has_more = fields.Boolean(required=True)


class SendNoticeAgain(NotificationsCall):
    """Try a failed or uncertain notice once more; administrators only, the gateway sees to that."""

    NAME = "send_notice_again"

    class Request(Schema):
        notice_id = fields.UUID(required=True)
        asked_by = fields.UUID(required=True)

    class Reply(Position):
        person_id = fields.UUID(required=True, metadata={"description": "Whom the notice is for"})


class RecordReceipt(NotificationsCall):
    """The SMS operator says what became of a message; `proof` is the secret part of the address it was given."""

    NAME = "record_receipt"

    class Request(Schema):
        notice_id = fields.UUID(required=True)
        proof = fields.String(required=True, validate=validate.Length(max=100))
        operator_id = fields.String(required=True, validate=validate.Length(max=100))
        outcome = fields.String(required=True, validate=validate.OneOf(("sent", "delivered", "failed")))

    Reply = Position


class ListOutbox(NotificationsCall):
    """The demo's outbox: messages as they would have been sent, the latest first; `outbox_not_kept` elsewhere."""

    NAME = "list_outbox"

    class Request(Schema):
        after = fields.UUID(load_default=None, allow_none=True)
        limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))

    class Reply(Schema):
        class Message(Schema):
            id = fields.UUID(required=True)
            person_id = fields.UUID(required=True)
            channel = fields.String(required=True, validate=validate.OneOf(CHANNELS[:2]))
            at = fields.AwareDateTime(required=True)
            receiver = fields.String(required=True)
            subject = fields.String(required=True, allow_none=True)
            text = fields.String(required=True)
            calendar = fields.String(required=True, allow_none=True)

        messages = fields.List(fields.Nested(Message), required=True)
        has_more = fields.Boolean(required=True)


class ReplayNotices(NotificationsCall):
    """What a person, or everyone in a visit, had been told up to a moment."""

    NAME = "replay_notices"
    TIMEOUT_SECONDS = 60.0

    class Request(Schema):
        person_id = fields.UUID(load_default=None, allow_none=True)
        visit_id = fields.UUID(load_default=None, allow_none=True)
        at = fields.AwareDateTime(load_default=None, allow_none=True)

    class Reply(Schema):
        class PastNotice(Schema):
            id = fields.UUID(required=True)
            person_id = fields.UUID(required=True)
            visit_id = fields.UUID(required=True)
            channel = fields.String(required=True)
            kind = fields.String(required=True)
            state = fields.String(required=True)
            asked_at = fields.AwareDateTime(required=True)

        notices = fields.List(fields.Nested(PastNotice), required=True)


class NotificationsEventsSince(NotificationsCall, EventsSince):
    """The published events of notifications after a log position."""
