"""What notifications answers, as far as the gateway's tests need it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.message import Call
from contracts.notifications.calls import (
    ListNotices,
    ListOutbox,
    ListSentNotices,
    MarkNoticesRead,
    RecordReceipt,
    SendNoticeAgain,
)
from contracts.refusals import Refused

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOTICE, PROOF = UUID(int=70), "5f" * 32


class NoticeAnswers:
    """One notice for each question, and receipts for `NOTICE` from whoever knows `PROOF`."""

    def __init__(self, person_id: UUID) -> None:
        self.person_id, self.visit_id = person_id, uuid4()
        self.receipts: list[tuple[str, str]] = []

    def answers(self) -> dict[type[Call], Callable[..., dict[str, Any]]]:
        return {
            ListNotices: lambda **_: {"notices": [self._own()], "unread": 3, "has_more": True},
            MarkNoticesRead: lambda **_: {"position": 21},
            ListSentNotices: lambda **_: {"notices": [self._sent()], "has_more": False},
            SendNoticeAgain: lambda **_: {"position": 22, "person_id": self.person_id},
            ListOutbox: lambda **_: {"messages": [self._message()], "has_more": False},
            RecordReceipt: self._record,
        }

    def _own(self) -> dict[str, Any]:
        told = {"id": NOTICE, "kind": "changed", "visit_id": self.visit_id, "visit_count": 1, "is_read": False}
        return told | {"posted_at": NINE, "starts_at": NINE + timedelta(days=1), "previous_starts_at": NINE}

    def _sent(self) -> dict[str, Any]:
        told = {"id": NOTICE, "person_id": self.person_id, "visit_id": self.visit_id, "channel": "sms"}
        told |= {"kind": "reminder", "state": "failed", "attempts": 4, "asked_at": NINE, "why": "no_credits"}
        return told | {"sent_at": None, "delivered_at": None, "next_attempt_at": None}

    def _message(self) -> dict[str, Any]:
        told = {"id": NOTICE, "person_id": self.person_id, "channel": "sms", "at": NINE}
        return told | {"receiver": "+46701234567", "subject": None, "text": "Norrvik: …", "calendar": None}

    def _record(self, notice_id: UUID, proof: str, operator_id: str, outcome: str) -> dict[str, Any]:
        if (notice_id, proof) != (NOTICE, PROOF):
            raise Refused("forbidden", "receipt_not_accepted")
        self.receipts.append((operator_id, outcome))
        return {"position": 23}
