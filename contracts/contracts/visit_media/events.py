"""What the visit-media service tells everyone: who came into a visit's room and who left it."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from contracts.message import Event

LEAVE_REASONS = (
    "left",
    "connection_lost",
    "visit_ended",
    "removed",
    "replaced",
    "server_stopped",
)

# The same more exactly, as the media server knows it.
DEPARTURES = (
    "left",
    "lost",
    "never_came",
    "media_failed",
    "replaced",
    "removed",
    "ended",
    "refused",
    "mismatched",
    "shutdown",
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


class ConnectionQuality(Schema):
    """How a connection was, from coming to going; losses are of the worse direction, in thousandths."""

    class Meta:
        unknown = EXCLUDE

    seconds = fields.Integer(required=True)
    worst_loss_permille = fields.Integer(required=True)
    mean_loss_permille = fields.Integer(required=True)
    mean_round_trip_milliseconds = fields.Integer(required=True)
    video_paused_seconds = fields.Integer(
        required=True, metadata={"description": "while at least one picture was withheld for want of bandwidth"}
    )
    resumes = fields.Integer(required=True)


class ParticipantLeft(PresenceEvent):
    """A person's media connection to the visit's room is over: why, how exactly, and how good it was, if known."""

    NAME = "participant_left"
    VERSION = 3

    reason = fields.String(required=True, validate=validate.OneOf(LEAVE_REASONS))
    departure = fields.String(required=True, allow_none=True, validate=validate.OneOf(DEPARTURES))
    quality = fields.Nested(ConnectionQuality, required=True, allow_none=True)
    left_at = fields.AwareDateTime(required=True)

    @staticmethod
    def upcast_v2_v3(data: dict[str, Any]) -> None:
        data["departure"] = data["quality"] = None  # v2 knew neither


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
