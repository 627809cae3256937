"""The ways in which notifications says no."""

from chassis.domain import Refusal


class NoticeNotFound(Refusal):
    """There is no such notice, or it is none of the asker's: both sound the same."""

    kind = "not_found"
    code = "not_found"


class NoticeNotFailed(Refusal):
    """Only what failed, or may have, is sent again."""

    code = "notice_not_failed"


class TooLate(Refusal):
    """What the notice says is over."""

    code = "too_late"


class ReceiptNotAccepted(Refusal):
    """Whoever tells the end of a message must know the secret part of its address."""

    kind = "forbidden"
    code = "receipt_not_accepted"


class OutboxNotKept(Refusal):
    """Only the demo keeps what it would have sent."""

    kind = "not_found"
    code = "outbox_not_kept"


class NotDue(Refusal):
    """Someone else is sending it, or it is settled, or its time has not come."""

    code = "not_due"


class NotHeardYet(Refusal):
    """The visit's beginning is still on its way here: what came before it is tried again after it."""

    code = "not_heard_yet"
