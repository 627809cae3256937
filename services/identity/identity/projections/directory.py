"""Who can be found by name: the people's names in memory, brought up to date before every question."""

import time
from collections.abc import Callable, Collection
from threading import Lock
from typing import Any
from uuid import UUID

from identity.projections.name_index import Entry, NameIndex, Page, key_of
from identity.projections.people import People

SLICE = 500  # opened at a time; between slices others are answered

ByNumber = Callable[[str], UUID | None]
"""Who holds the number that was written; None where it is no number, or nobody's."""


class Directory:
    """Removed and forgotten people are not in it; what is told of anyone is read from the table when it is told."""

    def __init__(self, people: People, by_number: ByNumber) -> None:
        self._people, self._by_number = people, by_number
        self._names = NameIndex()
        self._seen = 0
        self._alone = Lock()

    def search(
        self, *, text: str, roles: Collection[str], statuses: Collection[str], after: UUID | None, limit: int
    ) -> dict[str, Any]:
        """A page of people by name, or the one who holds a whole number."""
        holder_id = self._by_number(text)
        if holder_id is not None:
            found = [each for each in self._people.with_ids([holder_id]) if _is_among(each, roles, statuses)]
            return {"people": found[:limit] if after is None else [], "total": len(found), "has_more": False}
        while True:
            page = self._page(text, roles, statuses, after, limit)
            people = {person["id"]: person for person in self._people.with_ids(page.ids)}
            forgotten = [person_id for person_id, person in people.items() if not person["name"]]
            if not forgotten:
                break
            with self._alone:
                self._names.put(dict.fromkeys(forgotten))
        shown = [people[person_id] for person_id in page.ids if person_id in people]
        return {
            "people": [person for person in shown if _is_among(person, roles, statuses)],
            "total": page.total,
            "has_more": page.has_more,
        }

    def with_role(self, role: str, limit: int, after_name: str | None) -> list[dict[str, Any]]:
        """Active ones by name. A page ends only where the name changes, so that `after_name` skips nobody."""
        last = UUID(int=2**128 - 1)
        after = None if after_name is None else key_of(last, after_name)
        with self._alone:
            self._refresh()
            ids = self._names.search(text="", roles=[role], statuses=["active"], after=after, limit=limit).ids
            while ids and (alike := self._next_with_the_same_name(role, ids[-1])):
                ids.append(alike)
        people = {person["id"]: person for person in self._people.with_ids(ids)}
        return [people[person_id] for person_id in ids if person_id in people]

    def _page(
        self, text: str, roles: Collection[str], statuses: Collection[str], after: UUID | None, limit: int
    ) -> Page:
        with self._alone:
            self._refresh()
            return self._names.search(
                text=text,
                roles=roles,
                statuses=statuses,
                after=None if after is None else self._place_of(after),
                limit=limit,
            )

    def _place_of(self, person_id: UUID) -> tuple[bool, str, str, int]:
        """Where a page went to its end, though its last person may be in no list any more."""
        entry = self._names.find(person_id)
        return entry.key if entry else key_of(person_id, self._people.name_of(person_id))

    def _next_with_the_same_name(self, role: str, person_id: UUID) -> UUID | None:
        last = self._names.find(person_id)
        assert last is not None
        page = self._names.search(text="", roles=[role], statuses=["active"], after=last.key, limit=1)
        following = self._names.find(page.ids[0]) if page.ids else None
        return following.id if following and following.key[2] == last.key[2] else None

    def _refresh(self) -> None:
        changed: dict[UUID, Entry | None] = {}
        seen = self._seen
        while rows := self._people.changed_since(seen, SLICE):
            changed |= {row.id: _entry(row.id, row.roles, row.status, row.name) for row in rows}
            seen = rows[-1].changed
            if len(rows) < SLICE:
                break
            time.sleep(0)
        if changed:
            self._names.put(changed)
        self._seen = seen


def _entry(person_id: UUID, roles: list[str], status: str, name: str | None) -> Entry | None:
    return Entry.of(person_id, roles, status, name) if name and status != "removed" else None


def _is_among(person: dict[str, Any], roles: Collection[str], statuses: Collection[str]) -> bool:
    return person["status"] in statuses and not set(roles).isdisjoint(person["roles"])
