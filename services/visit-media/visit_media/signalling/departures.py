"""Every way in which somebody can leave a room, and what their client is told: the whole list, in one place."""

from dataclasses import dataclass
from typing import Final

from livekit.protocol import models, rtc

from visit_media.signalling.admission import LeaveReason

Action = rtc.LeaveRequest.Action
Reason = models.DisconnectReason


@dataclass(frozen=True, slots=True)
class Departure:
    """One way to leave: the word in our own log, and the reason and next step as clients know them."""

    because: LeaveReason
    reason: "models.DisconnectReason"
    action: "rtc.LeaveRequest.Action"

    def farewell(self) -> rtc.SignalResponse:
        """Return the message that ends the conversation."""
        return goodbye(self.reason, self.action)


def goodbye(reason: "models.DisconnectReason", action: "rtc.LeaveRequest.Action") -> rtc.SignalResponse:
    """Return a goodbye; clients older than the action go by `can_reconnect`."""
    can_reconnect = action != Action.DISCONNECT
    return rtc.SignalResponse(leave=rtc.LeaveRequest(can_reconnect=can_reconnect, reason=reason, action=action))


# The client hung up, and knows it.
LEFT: Final = Departure(LeaveReason.LEFT, Reason.CLIENT_INITIATED, Action.DISCONNECT)
# Its path fell silent, or its WebSocket broke and nobody resumed: whoever still hears this shall join anew.
LOST: Final = Departure(LeaveReason.LOST, Reason.CONNECTION_TIMEOUT, Action.RECONNECT)
# Signalling came but media never did.
NEVER_CAME: Final = Departure(LeaveReason.NEVER_CAME, Reason.JOIN_FAILURE, Action.DISCONNECT)
# The encryption of its media ended or broke, while its WebSocket stands.
MEDIA_FAILED: Final = Departure(LeaveReason.MEDIA_FAILED, Reason.MEDIA_FAILURE, Action.RECONNECT)
# The same person came in from elsewhere.
REPLACED: Final = Departure(LeaveReason.REPLACED, Reason.DUPLICATE_IDENTITY, Action.DISCONNECT)
# Somebody who may do so sent this person out, or the person may not be here any longer.
REMOVED: Final = Departure(LeaveReason.REMOVED, Reason.PARTICIPANT_REMOVED, Action.DISCONNECT)
# The room was closed for all.
ENDED: Final = Departure(LeaveReason.ENDED, Reason.ROOM_DELETED, Action.DISCONNECT)
# It said what nobody can read or answer, or far too much.
REFUSED: Final = Departure(LeaveReason.REFUSED, Reason.STATE_MISMATCH, Action.DISCONNECT)
# What it believes of its own tracks is not so: only a new beginning helps.
MISMATCHED: Final = Departure(LeaveReason.MISMATCHED, Reason.STATE_MISMATCH, Action.RECONNECT)
# The server goes; another will be there.
SHUTDOWN: Final = Departure(LeaveReason.SHUTDOWN, Reason.SERVER_SHUTDOWN, Action.RECONNECT)

DEPARTURES: Final = (LEFT, LOST, NEVER_CAME, MEDIA_FAILED, REPLACED, REMOVED, ENDED, REFUSED, MISMATCHED, SHUTDOWN)
