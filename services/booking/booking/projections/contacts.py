"""«Mina Kontakter»: those with whom a person has or had visits."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, select

from booking.projections.my_bookings import MyBookings

MOST_CONTACTS = 2000
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Contacts:
    """Asked of the tables of «Mina bokningar», which know every visit and who belongs to it."""

    def __init__(self, bookings: MyBookings) -> None:
        self._bookings = bookings

    def of(self, person_id: UUID, now: datetime) -> list[dict[str, Any]]:
        """The latest first; visits that were cancelled do not count."""
        visits, participants = self._bookings.visits.c, self._bookings.participants
        mine = select(participants.c.visit_id).where(participants.c.person_id == person_id)
        lies_ahead = and_(visits.state == "booked", visits.ends_at > now)
        question = (
            select(
                participants.c.person_id,
                func.max(visits.started_at).label("latest_visit_at"),
                func.min(case((lies_ahead, visits.starts_at))).label("next_visit_at"),
            )
            .join_from(participants, self._bookings.visits, visits.id == participants.c.visit_id)
            .where(
                participants.c.visit_id.in_(mine), participants.c.person_id != person_id, visits.state != "cancelled"
            )
            .group_by(participants.c.person_id)
        )
        with self._bookings.database.reading() as connection:
            contacts = [dict(row) for row in connection.execute(question).mappings()]
        return sorted(contacts, key=_newest_first)[:MOST_CONTACTS]


def _newest_first(contact: dict[str, Any]) -> tuple[float, str]:
    newest = max(contact["latest_visit_at"] or LONG_AGO, contact["next_visit_at"] or LONG_AGO)
    return -newest.timestamp(), str(contact["person_id"])
