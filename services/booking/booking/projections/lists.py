"""What is asked of the visits: pages of a tab, of a stretch of time, of two people, of a series."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    or_,
    select,
    union_all,
)

from booking.domain.details import LONGEST_MINUTES
from booking.projections.cursors import Cursor
from booking.projections.my_bookings import MyBookings
from booking.projections.visit_rows import OVER

MOST = 1000
FIRST_MOMENT, LAST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
LONGEST = timedelta(minutes=LONGEST_MINUTES)
"""A visit that touches a moment began less than this before it."""


class Page(NamedTuple):
    visits: list[dict[str, Any]]
    next: str | None


class BookingLists:
    """Asked of the tables of «Mina bokningar»; a page is one stretch of an index, however many visits there are."""

    def __init__(self, bookings: MyBookings) -> None:
        self._bookings = bookings
        self._tabs: dict[tuple[str, bool, bool], Select[Any]] = {}

    def tab(self, tab: str, person_id: UUID | None, *, now: datetime, after: str | None, limit: int) -> Page:
        """The visits of a person, or of everyone, in one of the three tabs."""
        cursor = Cursor.read(after)
        which = (tab, person_id is not None, cursor is not None)
        if which not in self._tabs:
            self._tabs[which] = self._tab(*which)
        values: dict[str, Any] = {"now": now, "long_ago": now - LONGEST, "most": limit + 1, "person_id": person_id}
        return self._shown(self._tabs[which], limit, values | (cursor._asdict() if cursor else {}))

    def of(
        self,
        person_id: UUID,
        *,
        tab: str | None,
        since: datetime | None,
        until: datetime | None,
        now: datetime,
        after: str | None,
        limit: int,
    ) -> Page:
        """«Mina bokningar»: of a tab, of a stretch of time, or the latest."""
        if tab is not None:
            return self.tab(tab, person_id, now=now, after=after, limit=limit)
        if since is not None or until is not None:
            return self.between(person_id, since, until, after=after, limit=limit)
        return Page(self.latest(person_id), None)

    def between(
        self, person_id: UUID, since: datetime | None, until: datetime | None, *, after: str | None, limit: int
    ) -> Page:
        """A person's visits that touch a stretch of time, by start."""
        place = _Place(self._bookings, person_id)
        conditions = []
        if since is not None:
            since = thinkable(since)
            conditions += [place.starts_at > since - LONGEST, place.ends_at > since]
        if until is not None:
            conditions.append(place.starts_at < thinkable(until))
        return self._page(place.earliest(and_(True, *conditions), Cursor.read(after), limit + 1), limit)

    def latest(self, person_id: UUID) -> list[dict[str, Any]]:
        """A person's visits by start; of very many, the latest."""
        place = _Place(self._bookings, person_id)
        return self._page(place.latest(and_(True), None, MOST), MOST, is_latest_first=True).visits[::-1]

    def between_two(self, person_id: UUID, contact_id: UUID, *, after: str | None, limit: int) -> Page:
        """«Bokningshistorik»: looked for among the visits of whoever of the two has fewer; one of them was staff."""
        one, other = sorted((person_id, contact_id), key=self._count_some)
        place = _Place(self._bookings, one)
        mine, others = self._bookings.participants, self._bookings.participants.alias()
        is_there_too = select(others.c.visit_id).where(
            others.c.person_id == other, others.c.visit_id == place.id, or_(mine.c.is_staff, others.c.is_staff)
        )
        return self._page(
            place.latest(is_there_too.exists(), Cursor.read(after), limit + 1), limit, is_latest_first=True
        )

    def series(self, series_id: UUID) -> list[dict[str, Any]]:
        return self._by_start(self._bookings.visits.c.series_id == series_id)

    def small_groups(self, origin_id: UUID) -> list[dict[str, Any]]:
        visits = self._bookings.visits.c
        return self._by_start(and_(visits.origin_id == origin_id, visits.origin_cause == "small_group"))

    def needing_action(self, limit: int) -> list[dict[str, Any]]:
        """Those that lost their staff or their patient (Q7)."""
        return self._by_start(self._bookings.visits.c.needs_action.is_(True), limit)

    def _tab(self, tab: str, is_of_one: bool, is_later_page: bool) -> Select[Any]:
        """Its question, made once: of whom, when and after what is said each time it is asked."""
        place = _Place(self._bookings, bindparam("person_id") if is_of_one else None)
        after: tuple[Any, Any] = (bindparam("starts_at"), bindparam("visit_id"))
        cursor = after if is_later_page else None
        now: BindParameter[Any] = bindparam("now")
        most = bindparam("most", type_=Integer)
        if tab == "earlier":
            passed = and_(place.is_on("booked"), place.starts_at <= now, place.ends_at <= now)
            found = [place.latest(condition, cursor, most) for condition in (place.is_on(OVER), passed)]
            both = union_all(*(select(each) for each in found)).subquery()
            ids = select(both).order_by(both.c.starts_at.desc(), both.c.id.desc()).limit(most).subquery()
            return self._question(ids, is_latest_first=True)
        ahead = and_(place.is_on("booked"), place.starts_at > bindparam("long_ago"), place.ends_at > now)
        condition = ahead if tab == "future" else place.is_on("started")
        return self._question(place.earliest(condition, cursor, most))

    def _by_start(self, condition: ColumnElement[bool], limit: int = MOST) -> list[dict[str, Any]]:
        visits = self._bookings.visits
        by_start = select(visits).where(condition).order_by(visits.c.starts_at, visits.c.id).limit(limit)
        return self._bookings.read(by_start)

    def _page(self, ids: Subquery, limit: int, *, is_latest_first: bool = False) -> Page:
        return self._shown(self._question(ids, is_latest_first=is_latest_first), limit)

    def _question(self, ids: Subquery, *, is_latest_first: bool = False) -> Select[Any]:
        visits = self._bookings.visits
        order: Sequence[Any] = (visits.c.starts_at, visits.c.id)
        if is_latest_first:
            order = [column.desc() for column in order]
        return select(visits).join(ids, ids.c.id == visits.c.id).order_by(*order)

    def _shown(self, question: Select[Any], limit: int, values: Mapping[str, Any] | None = None) -> Page:
        """One more than is shown was asked for: it tells whether there is another page."""
        found = self._bookings.read(question, values)
        shown = found[:limit]
        is_last = len(found) <= limit
        return Page(shown, None if is_last else Cursor(shown[-1]["starts_at"], shown[-1]["id"]).written())

    def _count_some(self, person_id: UUID) -> int:
        """How many visits a person has; beyond a few, many is many."""
        mine = self._bookings.participants.c
        some = select(mine.visit_id).where(mine.person_id == person_id).limit(MOST).subquery()
        with self._bookings.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(some)).scalar_one()


def thinkable(moment: datetime) -> datetime:
    """The same, or the nearest one with which can be reckoned: no visit lies beyond."""
    return min(max(moment, FIRST_MOMENT), LAST_MOMENT)


class _Place:
    """Where visits are looked for: among those of one person, or among all."""

    def __init__(self, bookings: MyBookings, person_id: UUID | BindParameter[Any] | None) -> None:
        table: FromClause = bookings.visits if person_id is None else bookings.participants
        self.id = table.c.id if person_id is None else table.c.visit_id
        self.starts_at, self.ends_at, self._shelf = table.c.starts_at, table.c.ends_at, table.c.shelf
        self._whose = and_(True) if person_id is None else table.c.person_id == person_id

    def is_on(self, shelf: str) -> ColumnElement[bool]:
        return self._shelf == shelf

    def earliest(self, condition: ColumnElement[bool], after: tuple[Any, Any] | None, limit: Any) -> Subquery:
        found = self._found(condition)
        if after is not None:
            at, visit_id = after
            found = found.where(self.starts_at >= at, or_(self.starts_at > at, self.id > visit_id))
        return found.order_by(self.starts_at, self.id).limit(limit).subquery()

    def latest(self, condition: ColumnElement[bool], after: tuple[Any, Any] | None, limit: Any) -> Subquery:
        found = self._found(condition)
        if after is not None:
            at, visit_id = after
            found = found.where(self.starts_at <= at, or_(self.starts_at < at, self.id < visit_id))
        return found.order_by(self.starts_at.desc(), self.id.desc()).limit(limit).subquery()

    def _found(self, condition: ColumnElement[bool]) -> Select[Any]:
        return select(self.id.label("id"), self.starts_at.label("starts_at")).where(self._whose, condition)
