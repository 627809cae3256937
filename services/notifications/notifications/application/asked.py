"""What notifications answers: a person's list, what went out, the demo's outbox, and what had been told at a moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from notifications.application.notices import Notices
from notifications.domain.notice import Notice
from notifications.domain.refusals import OutboxNotKept, ReceiptNotAccepted

MOST_REPLAYED = 1000


class Listed(Protocol):
    """A list that knows which notices concern a person, or a visit."""

    def ids(self, person_id: UUID | None, visit_id: UUID | None, limit: int) -> list[UUID]: ...


class Messages(Protocol):
    def page(self, after: UUID | None, limit: int) -> tuple[list[dict[str, Any]], bool]: ...


class Proofs(Protocol):
    def proves(self, notice_id: UUID, proof: str) -> bool: ...


class Receipts:
    """Only whoever was given a message's address may tell what became of it."""

    def __init__(self, notices: Notices, proofs: Proofs) -> None:
        self._notices, self._proofs = notices, proofs

    def record(
        self,
        *,
        notice_id: UUID,
        proof: str,
        operator_id: str,
        outcome: Literal["sent", "delivered", "failed"],
        now: datetime,
    ) -> int:
        if not self._proofs.proves(notice_id, proof):
            raise ReceiptNotAccepted
        return self._notices.receive(notice_id=notice_id, operator_id=operator_id, outcome=outcome, now=now)


class Replays:
    """What a person had been told, or everyone in a visit, up to a moment; the latest thousand."""

    def __init__(self, notices: Notices, lists: Sequence[Listed]) -> None:
        self._notices, self._lists = notices, lists

    def at(self, person_id: UUID | None, visit_id: UUID | None, at: datetime | None) -> list[dict[str, Any]]:
        if person_id is None and visit_id is None:
            return []
        ids = dict.fromkeys(each for one in self._lists for each in one.ids(person_id, visit_id, MOST_REPLAYED))
        notices = self._notices.states_at(ids, at)
        return [_described(each) for each in sorted(notices, key=lambda notice: (notice.created_on, notice.id))]


def outbox_page(messages: Messages | None, after: UUID | None, limit: int) -> tuple[list[dict[str, Any]], bool]:
    if messages is None:
        raise OutboxNotKept
    return messages.page(after, limit)


def _described(notice: Notice) -> dict[str, Any]:
    told = {name: getattr(notice, name) for name in ("id", "person_id", "visit_id", "channel", "kind", "state")}
    return told | {"asked_at": notice.created_on}
