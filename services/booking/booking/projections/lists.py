"""What is asked of the visits: pages of a tab, of a stretch of time, of two people, of a series."""

from collections.abc import Callable, Sequence
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
from chassis.store.asking import Question

MOST = 1000
FIRST_MOMENT, LAST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
LONGEST = timedelta(minutes=LONGEST_MINUTES)
"""A visit that touches a moment began less than this before it."""

NOW: BindParameter[Any] = bindparam("now")
LONG_AGO: BindParameter[Any] = bindparam("long_ago")
SHOWN_AT: BindParameter[Any] = bindparam("starts_at")
SHOWN_ID: BindParameter[Any] = bindparam("visit_id")
AT_MOST = bindparam("most", type_=Integer)


class Page(NamedTuple):
    visits: list[dict[str, Any]]
    next: str | None


class BookingLists:
    """Asked of the tables of «Mina bokningar»; a page is one stretch of an index, however many visits there are."""

    def __init__(self, bookings: MyBookings) -> None:
        self._bookings = bookings
        self._questions: dict[tuple[str | bool, ...], Question] = {}

    def tab(self, tab: str, person_id: UUID | None, *, now: datetime, after: str | None, limit: int) -> Page:
        """The visits of a person, or of everyone, in one of the three tabs."""
        cursor = Cursor.read(after)
        question = self._question(self._tab, tab, person_id is not None, cursor is not None)
        return self._page(question, cursor, limit, person_id=person_id, now=now, long_ago=now - LONGEST)

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
        cursor = Cursor.read(after)
        question = self._question(self._between, since is not None, until is not None, cursor is not None)
        since, until = since and thinkable(since), until and thinkable(until)
        times = {"since": since, "until": until, "long_ago": since and since - LONGEST}
        return self._page(question, cursor, limit, person_id=person_id, **times)

    def latest(self, person_id: UUID) -> list[dict[str, Any]]:
        """A person's visits by start; of very many, the latest."""
        return self._page(self._question(self._latest), None, MOST, person_id=person_id).visits[::-1]

    def between_two(self, person_id: UUID, contact_id: UUID, *, after: str | None, limit: int) -> Page:
        """«Bokningshistorik»: looked for among the visits of whoever of the two has fewer; one of them was staff."""
        one, other = sorted((person_id, contact_id), key=self._count_some)
        cursor = Cursor.read(after)
        question = self._question(self._between_two, cursor is not None)
        return self._page(question, cursor, limit, person_id=one, contact_id=other)

    def series(self, series_id: UUID) -> list[dict[str, Any]]:
        return self._bookings.read(self._question(self._series), series_id=series_id, most=MOST)

    def small_groups(self, origin_id: UUID) -> list[dict[str, Any]]:
        return self._bookings.read(self._question(self._small_groups), origin_id=origin_id, most=MOST)

    def needing_action(self, limit: int) -> list[dict[str, Any]]:
        """Those that lost their staff or their patient (Q7)."""
        return self._bookings.read(self._question(self._needing_action), most=limit)

    def _question(self, make: Callable[..., Select[Any]], *which: str | bool) -> Question:
        """Made once: of whom, when and after what is said each time it is asked."""
        asked = (make.__name__, *which)
        if asked not in self._questions:
            self._questions[asked] = Question(self._bookings.database, make(*which))
        return self._questions[asked]

    def _page(self, question: Question, cursor: Cursor | None, limit: int, **values: Any) -> Page:
        """One more than is shown is asked for: it tells whether there is another page."""
        found = self._bookings.read(question, **values, **(cursor._asdict() if cursor else {}), most=limit + 1)
        shown = found[:limit]
        is_last = len(found) <= limit
        return Page(shown, None if is_last else Cursor(shown[-1]["starts_at"], shown[-1]["id"]).written())

    def _tab(self, tab: str, is_of_one: bool, is_later_page: bool) -> Select[Any]:
        place = _Place(self._bookings, is_of_one=is_of_one)
        if tab == "earlier":
            passed = and_(place.is_on("booked"), place.starts_at <= NOW, place.ends_at <= NOW)
            found = [place.latest(condition, is_later_page) for condition in (place.is_on(OVER), passed)]
            both = union_all(*(select(each) for each in found)).subquery()
            ids = select(both).order_by(both.c.starts_at.desc(), both.c.id.desc()).limit(AT_MOST).subquery()
            return self._told(ids, is_latest_first=True)
        ahead = and_(place.is_on("booked"), place.starts_at > LONG_AGO, place.ends_at > NOW)
        return self._told(place.earliest(ahead if tab == "future" else place.is_on("started"), is_later_page))

    def _between(self, has_begin: bool, has_end: bool, is_later_page: bool) -> Select[Any]:
        place = _Place(self._bookings)
        conditions = [place.starts_at > LONG_AGO, place.ends_at > bindparam("since")] if has_begin else []
        if has_end:
            conditions.append(place.starts_at < bindparam("until"))
        return self._told(place.earliest(and_(True, *conditions), is_later_page))

    def _latest(self) -> Select[Any]:
        return self._told(_Place(self._bookings).latest(and_(True), False), is_latest_first=True)

    def _between_two(self, is_later_page: bool) -> Select[Any]:
        place = _Place(self._bookings)
        mine, others = self._bookings.participants, self._bookings.participants.alias()
        is_there_too = select(others.c.visit_id).where(
            others.c.person_id == bindparam("contact_id"),
            others.c.visit_id == place.id,
            or_(mine.c.is_staff, others.c.is_staff),
        )
        return self._told(place.latest(is_there_too.exists(), is_later_page), is_latest_first=True)

    def _series(self) -> Select[Any]:
        return self._by_start(self._bookings.visits.c.series_id == bindparam("series_id"))

    def _small_groups(self) -> Select[Any]:
        visits = self._bookings.visits.c
        return self._by_start(and_(visits.origin_id == bindparam("origin_id"), visits.origin_cause == "small_group"))

    def _needing_action(self) -> Select[Any]:
        return self._by_start(self._bookings.visits.c.needs_action.is_(True))

    def _by_start(self, condition: ColumnElement[bool]) -> Select[Any]:
        visits = self._bookings.visits.c
        return select(*self._bookings.told).where(condition).order_by(visits.starts_at, visits.id).limit(AT_MOST)

    def _told(self, ids: Subquery, *, is_latest_first: bool = False) -> Select[Any]:
        visits = self._bookings.visits
        order: Sequence[Any] = (visits.c.starts_at, visits.c.id)
        if is_latest_first:
            order = [column.desc() for column in order]
        return select(*self._bookings.told).join_from(visits, ids, ids.c.id == visits.c.id).order_by(*order)

    def _count_some(self, person_id: UUID) -> int:
        """How many visits a person has; beyond a few, many is many."""
        ((count,),) = self._question(self._some).rows(person_id=person_id, most=MOST)
        return int(count)

    def _some(self) -> Select[Any]:
        mine = self._bookings.participants.c
        some = select(mine.visit_id).where(mine.person_id == bindparam("person_id")).limit(AT_MOST).subquery()
        return select(func.count()).select_from(some)


def thinkable(moment: datetime) -> datetime:
    """The same, or the nearest one with which can be reckoned: no visit lies beyond."""
    return min(max(moment, FIRST_MOMENT), LAST_MOMENT)


class _Place:
    """Where visits are looked for: among those of one person, or among all."""

    def __init__(self, bookings: MyBookings, *, is_of_one: bool = True) -> None:
        table: FromClause = bookings.participants if is_of_one else bookings.visits
        self.id = table.c.visit_id if is_of_one else table.c.id
        self.starts_at, self.ends_at, self._shelf = table.c.starts_at, table.c.ends_at, table.c.shelf
        self._whose = table.c.person_id == bindparam("person_id") if is_of_one else and_(True)

    def is_on(self, shelf: str) -> ColumnElement[bool]:
        return self._shelf == shelf

    def earliest(self, condition: ColumnElement[bool], is_later_page: bool) -> Subquery:
        found = self._found(condition)
        if is_later_page:
            found = found.where(self.starts_at >= SHOWN_AT, or_(self.starts_at > SHOWN_AT, self.id > SHOWN_ID))
        return found.order_by(self.starts_at, self.id).limit(AT_MOST).subquery()

    def latest(self, condition: ColumnElement[bool], is_later_page: bool) -> Subquery:
        found = self._found(condition)
        if is_later_page:
            found = found.where(self.starts_at <= SHOWN_AT, or_(self.starts_at < SHOWN_AT, self.id < SHOWN_ID))
        return found.order_by(self.starts_at.desc(), self.id.desc()).limit(AT_MOST).subquery()

    def _found(self, condition: ColumnElement[bool]) -> Select[Any]:
        return select(self.id.label("id"), self.starts_at.label("starts_at")).where(self._whose, condition)
