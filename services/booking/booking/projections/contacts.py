"""«Mina Kontakter»: those with whom a person has or had visits."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select

from booking.projections.my_bookings import MyBookings

MOST_CONTACTS = 2000
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Contacts:
    """Asked of the tables of «Mina bokningar», which know every visit and who belongs to it."""

    def __init__(self, bookings: MyBookings) -> None:
        self._bookings = bookings

    def of(self, person_id: UUID, now: datetime) -> list[dict[str, Any]]:
        """The latest first; visits that were cancelled do not count.

        One of the two took part as staff: patients who met in a group are no contacts of each other, whatever else
        they are at this provider (X-1).
        """
        visits = self._bookings.visits.c
        mine, theirs = self._bookings.participants.alias("mine"), self._bookings.participants.alias("theirs")
        lies_ahead = and_(visits.state == "booked", visits.ends_at > now)
        question = (
            select(
                theirs.c.person_id,
                func.max(visits.started_at).label("latest_visit_at"),
                func.min(case((lies_ahead, visits.starts_at))).label("next_visit_at"),
            )
            .join_from(mine, theirs, theirs.c.visit_id == mine.c.visit_id)
            .join(self._bookings.visits, visits.id == mine.c.visit_id)
            .where(
                mine.c.person_id == person_id,
                theirs.c.person_id != person_id,
                or_(mine.c.is_staff, theirs.c.is_staff),
                visits.state != "cancelled",
            )
            .group_by(theirs.c.person_id)
        )
        with self._bookings.database.reading() as connection:
            contacts = [dict(row) for row in connection.execute(question).mappings()]
        return sorted(contacts, key=_newest_first)[:MOST_CONTACTS]


def _newest_first(contact: dict[str, Any]) -> tuple[float, str]:
    newest = max(contact["latest_visit_at"] or LONG_AGO, contact["next_visit_at"] or LONG_AGO)
    return -newest.timestamp(), str(contact["person_id"])
