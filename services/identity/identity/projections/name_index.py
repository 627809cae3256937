"""Names in memory: found by the beginnings of their words, in Swedish order, a page at a time."""

import heapq
from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter
from uuid import UUID

from identity.projections.swedish_names import swedish_order, words, words_of

Key = tuple[bool, str, str, int]
Section = tuple[frozenset[str], str]

FEW = 100  # as many are put in their places one by one; more are sorted in together
LAST_LETTER = chr(0x10FFFF)
by_key = attrgetter("key")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One person who may be found. `eq=False`: entries are compared by identity, which is fast."""

    id: UUID
    section: Section
    key: Key
    words: tuple[str, ...]

    @classmethod
    def of(cls, id: UUID, roles: Iterable[str], status: str, name: str) -> "Entry":
        key = key_of(id, name)
        return cls(id, (frozenset(roles), status), key, words_of(key[1]))


@dataclass(frozen=True, slots=True)
class Page:
    ids: list[UUID]
    total: int
    has_more: bool


def key_of(person_id: UUID, name: str | None) -> Key:
    """Where a person stands in every list: by name, those without one last, never two in one place."""
    return (not name, *swedish_order(name or ""), person_id.int)


class NameIndex:
    """Entries by role and status, each such section in order; and every word of every name, in order."""

    def __init__(self) -> None:
        self._entries: dict[UUID, Entry] = {}
        self._sections: dict[Section, list[Entry]] = {}
        self._words: list[tuple[str, int, Entry]] = []

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, person_id: UUID) -> Entry | None:
        return self._entries.get(person_id)

    def put(self, changed: dict[UUID, Entry | None]) -> None:
        """Take in what changed: an entry as it is now, or None for one who may not be found any more."""
        old = [entry for person_id in changed if (entry := self._entries.pop(person_id, None))]
        new = [entry for entry in changed.values() if entry is not None]
        self._entries.update((entry.id, entry) for entry in new)
        if len(changed) <= FEW:
            self._put_one_by_one(old, new)
        else:
            self._put_together(old, new)

    def search(
        self, *, text: str, roles: Collection[str], statuses: Collection[str], after: Key | None, limit: int
    ) -> Page:
        """Those who hold one of the roles and one of the statuses, and whose name has words that begin so."""
        wanted = {
            section: entries
            for section, entries in self._sections.items()
            if section[1] in statuses and not section[0].isdisjoint(roles)
        }
        beginnings = words(text)
        if not beginnings:
            starts = (bisect_right(entries, after, key=by_key) if after else 0 for entries in wanted.values())
            parts = (
                islice(entries, start, start + limit + 1)
                for entries, start in zip(wanted.values(), starts, strict=True)
            )
            found = list(islice(heapq.merge(*parts, key=by_key), limit + 1))
            return _page(found, sum(map(len, wanted.values())), limit)
        matching = [entry for entry in self._with_words(beginnings) if entry.section in wanted]
        ahead: Iterable[Entry] = (entry for entry in matching if entry.key > after) if after else matching
        return _page(heapq.nsmallest(limit + 1, ahead, key=by_key), len(matching), limit)

    def _with_words(self, beginnings: tuple[str, ...]) -> Iterator[Entry]:
        """Whose names have a word for each beginning; the rarest beginning is looked up, the others are checked."""
        spans = {beginning: self._span(beginning) for beginning in beginnings}
        rarest = min(spans, key=lambda beginning: spans[beginning][1] - spans[beginning][0])
        others = [beginning for beginning in beginnings if beginning != rarest]
        # A name may have two words that begin alike; it is one person all the same.
        for entry in dict.fromkeys(entry for _, _, entry in islice(self._words, *spans[rarest])):
            if all(any(word.startswith(beginning) for word in entry.words) for beginning in others):
                yield entry

    def _span(self, beginning: str) -> tuple[int, int]:
        start = bisect_left(self._words, beginning, key=_word)
        return start, bisect_right(self._words, beginning + LAST_LETTER, lo=start, key=_word)

    def _put_one_by_one(self, old: list[Entry], new: list[Entry]) -> None:
        for entry in old:
            section = self._sections[entry.section]
            del section[bisect_left(section, entry.key, key=by_key)]
            for place in _places(entry):
                del self._words[bisect_left(self._words, place[:2], key=_word_and_id)]
        for entry in new:
            insort(self._sections.setdefault(entry.section, []), entry, key=by_key)
            for place in _places(entry):
                insort(self._words, place, key=_word_and_id)

    def _put_together(self, old: list[Entry], new: list[Entry]) -> None:
        gone = set(old)
        for section, entries in self._sections.items():
            self._sections[section] = [entry for entry in entries if entry not in gone]
        for entry in new:
            self._sections.setdefault(entry.section, []).append(entry)
        for entries in self._sections.values():
            entries.sort(key=by_key)
        kept = (place for place in self._words if place[2] not in gone)
        self._words = sorted(chain(kept, chain.from_iterable(map(_places, new))), key=_word_and_id)


def _places(entry: Entry) -> Iterator[tuple[str, int, Entry]]:
    return ((word, entry.id.int, entry) for word in entry.words)


def _word(place: tuple[str, int, Entry]) -> str:
    return place[0]


def _word_and_id(place: tuple[str, int, Entry]) -> tuple[str, int]:
    return place[:2]


def _page(found: list[Entry], total: int, limit: int) -> Page:
    return Page([entry.id for entry in found[:limit]], total, len(found) > limit)
