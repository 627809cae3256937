"""Notices as their reader may see them: one's own, what was sent to others, and the demo's outbox."""

from marshmallow import Schema, fields, validate

from contracts.notifications.calls import ListNotices, ListOutbox, ListSentNotices, MarkNoticesRead
from contracts.notifications.events import CHANNELS, NOTICE_STATES
from gateway.shapes.people import NamedPerson
from gateway.shapes.reaching import AtLeast


class OwnNotice(ListNotices.Reply.OwnNotice):
    """A notice in one's own list."""


class OwnNotices(Schema):
    notices = fields.List(fields.Nested(OwnNotice), required=True)
    unread = fields.Integer(required=True, metadata={"description": "In the whole list, not only on this page"})
    has_more = fields.Boolean(required=True)


class NoticesPage(AtLeast):
    after = fields.UUID(load_default=None, metadata={"description": "The last notice of the page before"})
    limit = fields.Integer(load_default=30, validate=validate.Range(1, 100))


class Reading(MarkNoticesRead.Request):
    class Meta:
        exclude = ("person_id",)


class SentNotice(ListSentNotices.Reply.SentNotice):
    """An SMS or e-mail by what became of it; its text is kept nowhere."""

    class Meta:
        exclude = ("person_id",)

    person = fields.Nested(NamedPerson, required=True)


class SentNotices(Schema):
    notices = fields.List(fields.Nested(SentNotice), required=True)
    has_more = fields.Boolean(required=True)


class SentNoticesSought(AtLeast):
    state = fields.String(load_default=None, validate=validate.OneOf(NOTICE_STATES))
    channel = fields.String(load_default=None, validate=validate.OneOf(CHANNELS[:2]))
    after = fields.UUID(load_default=None, metadata={"description": "The last notice of the page before"})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class OutboxMessage(ListOutbox.Reply.Message):
    """A message as it would have been sent."""

    class Meta:
        exclude = ("person_id",)

    person = fields.Nested(NamedPerson, required=True)


class Outbox(Schema):
    messages = fields.List(fields.Nested(OutboxMessage), required=True)
    has_more = fields.Boolean(required=True)


class OutboxPage(Schema):
    after = fields.UUID(load_default=None, metadata={"description": "The last message of the page before"})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
