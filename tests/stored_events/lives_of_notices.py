"""The lives of notices: sent after a delay, after a doubt, refused and asked for again, held back, posted and read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from notifications.domain.notice import Channel, Notice
from notifications.domain.notice_reading import NoticeReading

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANNA, CECILIA = (UUID(f"00000000-0000-4000-8000-00000000000{number}") for number in (1, 3))
VISIT = UUID("10000000-0000-4000-8000-000000000001")
OPERATORS_ID = "s70df59406a1b4643b96f3f91e0bfb7b0"


def lives_of_notices() -> Iterator[Any]:
    yield _delayed()
    yield _doubted()
    yield _refused()
    yield _held_back()
    yield _notice(5, "in_app")
    yield _reading()


def _delayed() -> Notice:
    notice = _notice(1, "sms")
    notice.begin(NINE)
    notice.defer(1, "operator_unreachable", NINE)
    return notice


def _doubted() -> Notice:
    notice = _notice(2, "sms")
    notice.begin(NINE)
    notice.doubt(1, "answer_lost", NINE + timedelta(seconds=10))
    notice.accept(OPERATORS_ID, NINE + timedelta(minutes=1))
    notice.receive("delivered", OPERATORS_ID, NINE + timedelta(minutes=2))
    return notice


def _refused() -> Notice:
    notice = _notice(3, "email")
    notice.begin(NINE)
    notice.fail(1, "address_refused", NINE)
    notice.ask_again(ANNA, NINE + timedelta(minutes=5))
    return notice


def _held_back() -> Notice:
    notice = _notice(4, "sms")
    notice.suppress("not_active", NINE)
    return notice


def _notice(number: int, channel: Channel) -> Notice:
    return Notice(
        id=UUID(f"50000000-0000-4000-8000-00000000000{number}"),
        person_id=CECILIA,
        visit_id=VISIT,
        channel=channel,
        kind="changed",
        starts_at=NINE + timedelta(hours=2),
        length_minutes=30,
        previous_starts_at=NINE + timedelta(hours=1),
        previous_length_minutes=45,
        visit_count=1,
        together_id=None,
        sequence=2,
        timestamp=NINE,
    )


def _reading() -> NoticeReading:
    reading = NoticeReading(id=NoticeReading.id_of(CECILIA), person_id=CECILIA, timestamp=NINE)
    reading.read_up_to(UUID("50000000-0000-4000-8000-000000000005"), NINE + timedelta(hours=1))
    return reading
