"""A letter as tests write it: to a patient of Norrvik, about a visit on a Monday in November."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from notifications.domain.outgoing import Letter

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
A_LETTER = Letter(
    kind="booked",
    language="sv",
    provider_name="Norrviks vårdcentral",
    page_url="https://norrvik.careplatform.se",
    is_for_patient=True,
    starts_at=MONDAY,
    length_minutes=30,
    previous_starts_at=None,
    previous_length_minutes=None,
    visit_count=1,
)


def letter(kind: str = "booked", **other: Any) -> Letter:
    return replace(A_LETTER, kind=kind, **other)
