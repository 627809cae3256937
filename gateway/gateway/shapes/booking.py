"""What is written to book, change and cancel visits, and what comes back."""

from marshmallow import Schema, fields

from contracts.booking.calls import BookVisit, CancelVisit, ChangeVisit, EndSmallGroups, InviteAgain, OpenSmallGroups
from contracts.visit_media.calls import StopWaiting, WaitForVisit


class Booking(BookVisit.Request):
    """The visit's id stands in the address."""

    class Meta:
        exclude = ("visit_id", "booked_by")


class Booked(BookVisit.Reply):
    """All visits of the series, the first one with the id in the address."""


class Changing(ChangeVisit.Request):
    class Meta:
        exclude = ("visit_id", "changed_by")


class Cancelling(CancelVisit.Request):
    class Meta:
        exclude = ("visit_id", "cancelled_by")


class Cancelled(CancelVisit.Reply):
    """How many visits were cancelled."""


class InvitedAgain(InviteAgain.Reply):
    """The new visit, which is started already."""


class SmallGroups(OpenSmallGroups.Request):
    class Meta:
        exclude = ("visit_id", "opened_by")


class EndedSmallGroups(EndSmallGroups.Reply):
    """How many small groups were ended."""


class Nothing(Schema):
    """A command that says all in its address."""


class Joining(Schema):
    url = fields.String(required=True)
    token = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class WaitingPage(WaitForVisit.Request):
    """The page's own id."""

    class Meta:
        exclude = ("visit_id", "person_id", "session_id")


class WaitedFor(WaitForVisit.Reply):
    """What the visit is now."""


class LeavingPage(StopWaiting.Request):
    class Meta:
        exclude = ("visit_id", "person_id")
