"""What the visit-media service tells everyone: who came into a visit's room and who left it."""

from typing import Any

from marshmallow import fields, validate

from contracts.message import Event

LEAVE_REASONS = (
    "left",
    "connection_lost",
    "visit_ended",
    "removed",
    "replaced",
    "server_stopped",
)


WAITING_ENDS = ("left", "joined", "lost", "visit_over", "not_admitted")


class PresenceEvent(Event):
    SERVICE = "visit-media"
    VERSION = 2

    visit_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    connection_id = fields.String(required=True)
    session_id = fields.UUID(required=True, allow_none=True)

    @staticmethod
    def upcast_v1_v2(data: dict[str, Any]) -> None:
        data["session_id"] = None  # v1 did not know by which sign-in a person came


class ParticipantJoined(PresenceEvent):
    """A person's media connection to the visit's room was opened."""

    NAME = "participant_joined"

    joined_at = fields.AwareDateTime(required=True)


class ParticipantLeft(PresenceEvent):
    """A person's media connection to the visit's room is over."""

    NAME = "participant_left"

    reason = fields.String(required=True, validate=validate.OneOf(LEAVE_REASONS))
    left_at = fields.AwareDateTime(required=True)


class WaitingEvent(Event):
    SERVICE = "visit-media"

    visit_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)


class ParticipantWaiting(WaitingEvent):
    """A patient has the waiting page of a visit open: «… väntar»."""

    NAME = "participant_waiting"

    began_at = fields.AwareDateTime(required=True)


class ParticipantStoppedWaiting(WaitingEvent):
    """A patient waits no longer: gone in, gone away, or no more heard of."""

    NAME = "participant_stopped_waiting"

    reason = fields.String(required=True, validate=validate.OneOf(WAITING_ENDS))
    ended_at = fields.AwareDateTime(required=True)
