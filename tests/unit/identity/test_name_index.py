"""Searching names in memory finds what going through everybody would find."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from identity.projections import name_index
from identity.projections.name_index import Entry, NameIndex, Page, key_of
from identity.projections.swedish_names import words

ROLES = (("patient",), ("staff",), ("administrator", "staff"))
NAMES = (
    "Anna Ek",
    "anna-Karin Åkesson",
    "André Öst",
    "Bo",
    "Åsa Ek",
    "Bo Ek",
    "Ek Anna",
    "Émile O’Hara",
    "Östen Ek Ek",
)


@dataclass(frozen=True)
class Known:
    id: UUID
    name: str
    roles: tuple[str, ...]
    status: str

    @property
    def entry(self) -> Entry:
        return Entry.of(self.id, self.roles, self.status, self.name)


people = st.builds(
    Known,
    id=st.integers(1, 12).map(lambda number: UUID(int=number)),
    name=st.sampled_from(NAMES),
    roles=st.sampled_from(ROLES),
    status=st.sampled_from(("active", "inactive")),
)
changes = st.lists(st.tuples(people, st.booleans()), max_size=40)
texts = st.sampled_from(
    ("", "a", "an", "Å", "ek", "ek a", "ANNA k", "karin-anna", "öst ek", "hara", "x", "ek ek", "o'h")
)


def search(
    index: NameIndex,
    text: str,
    roles: Iterable[str] = ("patient", "staff"),
    after: UUID | None = None,
    limit: int = 100,
) -> Page:
    found = index.find(after) if after else None
    return index.search(
        text=text,
        roles=tuple(roles),
        statuses=("active", "inactive"),
        after=found.key if found else None,
        limit=limit,
    )


def named(*names: str) -> NameIndex:
    index = NameIndex()
    entries = (Known(UUID(int=place), name, ("patient",), "active").entry for place, name in enumerate(names, 1))
    index.put({entry.id: entry for entry in entries})
    return index


def found_among(names: tuple[str, ...], text: str) -> list[str]:
    return [names[person_id.int - 1] for person_id in search(named(*names), text).ids]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["Anna-Karin Åkesson", "Bo Ek", "Émile O’Hara", "Åsa Ek", "Östen Ek"]),
        ("ek", ["Bo Ek", "Åsa Ek", "Östen Ek"]),
        ("å", ["Anna-Karin Åkesson", "Åsa Ek"]),
        ("a", ["Anna-Karin Åkesson"]),
        ("ek bo", ["Bo Ek"]),
        ("  KARIN,  anna ", ["Anna-Karin Åkesson"]),
        ("emile", ["Émile O’Hara"]),
        ("hara o", ["Émile O’Hara"]),
        ("kesson", []),
        ("bo x", []),
    ],
)
def test_people_are_found_by_the_beginnings_of_their_names_in_any_order(text: str, found: list[str]) -> None:  # ADM-2
    assert found_among(("Östen Ek", "Bo Ek", "Åsa Ek", "Anna-Karin Åkesson", "Émile O’Hara"), text) == found


@given(changes, texts, st.sampled_from(ROLES), st.integers(1, 4), st.sampled_from((0, 2, 100)))
@settings(max_examples=300)
def test_pages_together_hold_exactly_those_whom_a_look_at_everybody_finds(  # ADM-2
    told: list[tuple[Known, bool]], text: str, roles: tuple[str, ...], limit: int, few: int
) -> None:
    index, everybody = NameIndex(), dict[UUID, Known]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(name_index, "FEW", few)
        for start in range(0, len(told), 5):
            batch = told[start : start + 5]
            index.put({known.id: None if is_removed else known.entry for known, is_removed in batch})
            for known, is_removed in batch:
                everybody.pop(known.id, None)
                if not is_removed:
                    everybody[known.id] = known

    pages, after = [search(index, text, roles, limit=limit)], None
    while pages[-1].has_more:
        after = pages[-1].ids[-1]
        pages.append(search(index, text, roles, after, limit))

    wanted = [
        known
        for known in sorted(everybody.values(), key=lambda known: key_of(known.id, known.name))
        if not set(roles).isdisjoint(known.roles)
        and all(any(word.startswith(part) for word in words(known.name)) for part in words(text))
    ]
    assert [person_id for page in pages for person_id in page.ids] == [known.id for known in wanted]
    assert {page.total for page in pages} == {len(wanted)}
    assert len(index) == len(everybody)


def test_a_page_goes_on_where_it_ended_when_people_come_and_go() -> None:  # ADM-2
    index = named("Anna", "Bo", "Cecilia", "David", "Eva")
    first = search(index, "", limit=2)
    last = index.find(first.ids[-1])
    assert last is not None

    newcomer = Known(UUID(int=9), "Alma", ("patient",), "active")
    index.put({newcomer.id: newcomer.entry, last.id: None, UUID(int=4): None})
    second = index.search(text="", roles=("patient",), statuses=("active",), after=last.key, limit=2)

    assert [person_id.int for person_id in first.ids + second.ids] == [1, 2, 3, 5]
    assert not second.has_more


def test_whoever_has_no_name_stands_last() -> None:
    assert sorted([key_of(UUID(int=1), None), key_of(UUID(int=2), "Örjan"), key_of(UUID(int=3), "")])[0][3] == 2
