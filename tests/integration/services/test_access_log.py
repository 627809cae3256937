"""The access log: noted once, all or none, and found again by whom it concerns."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import Mapper

from audit.application import Audit
from audit.projections.accesses import Accesses
from chassis.following.projecting import ProjectionLoop
from chassis.following.rebuilding import rebuild
from chassis.store import Database, Place, open_application
from contracts.audit.calls import ListAccesses, NoteAccesses
from contracts.message import ContractBroken

ANNA, BO, CECILIA, DAVID = (UUID(int=number) for number in (1, 2, 3, 4))
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class AuditParts:
    def __init__(self, store: dict[str, str]) -> None:
        place = Place.of("audit", store)
        self.audit = open_application(Audit, place, Mapper)
        self.accesses = Accesses(Database(place))
        self.loop = ProjectionLoop(self.audit, self.accesses)

    def note(self, *accesses: dict[str, Any]) -> int:
        body = NoteAccesses.request({"accesses": accesses})
        return self.audit.note(NoteAccesses.read_request(body)["accesses"])

    def listed(self, **wanted: Any) -> dict[str, Any]:
        """Asked and answered as on the bus."""
        self.loop.follow_once()
        request = ListAccesses.read_request(ListAccesses.request(wanted))
        del request["at_least"]
        accesses, has_more = self.accesses.of(**request)
        return ListAccesses.read_reply(ListAccesses.reply({"accesses": accesses, "has_more": has_more}))


def access(*subject_ids: UUID, minute: int = 0, **told: Any) -> dict[str, Any]:
    return {
        "access_id": uuid4(),
        "at": NINE + timedelta(minutes=minute),
        "actor_id": ANNA,
        "roles": ["staff"],
        "method": "bankid",
        "strength": "loa3",
        "session_id": uuid4(),
        "unit": "norrvik",
        "action": "person.read",
        "kind": "read",
        "subject_ids": list(subject_ids),
        "outcome": "done",
        "code": None,
    } | told


@pytest.fixture
def parts(store: dict[str, str]) -> Iterator[AuditParts]:
    parts = AuditParts(store)
    yield parts
    parts.audit.close()
    parts.accesses.database.close()


def test_an_access_is_told_as_it_was_noted(parts: AuditParts) -> None:
    noted = access(CECILIA, DAVID, outcome="refused", code="only_staff")

    parts.note(noted)

    assert parts.listed(subject_id=DAVID) == {"accesses": [noted], "has_more": False}


def test_accesses_are_found_by_whose_data_it_was_by_who_it_was_and_by_role(parts: AuditParts) -> None:  # SUP-1
    by_anna, by_support = access(CECILIA), access(CECILIA, actor_id=BO, roles=["support"], minute=1)

    parts.note(by_anna, by_support)

    assert parts.listed(subject_id=CECILIA)["accesses"] == [by_support, by_anna]
    assert parts.listed(actor_id=ANNA)["accesses"] == [by_anna]
    assert parts.listed(role="support")["accesses"] == [by_support]
    assert parts.listed(subject_id=DAVID)["accesses"] == []


def test_noting_again_changes_nothing(parts: AuditParts) -> None:
    first, second = access(CECILIA), access(DAVID, minute=1)
    parts.note(first)

    position = parts.note(first, second, second)

    assert parts.note(first, second) == position
    assert parts.listed(actor_id=ANNA)["accesses"] == [second, first]


def test_accesses_are_noted_together_or_not_at_all(parts: AuditParts, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = parts.audit.mapper.to_stored_event

    def failing(event: Any) -> Any:
        if event.subject_ids == [DAVID]:
            raise OSError
        return whole(event)

    monkeypatch.setattr(parts.audit.mapper, "to_stored_event", failing)

    with pytest.raises(OSError):  # noqa: PT011 - whatever it says
        parts.note(access(CECILIA), access(DAVID))

    assert parts.audit.head == 0


def test_a_long_log_is_read_page_by_page_even_where_many_have_the_same_moment(parts: AuditParts) -> None:
    noted = [access(CECILIA, minute=number // 3) for number in range(10)]
    parts.note(*noted)

    pages, before, has_more = [], None, True
    while has_more:
        page = parts.listed(subject_id=CECILIA, before=before, limit=4)
        pages.append([each["access_id"] for each in page["accesses"]])
        before, has_more = pages[-1][-1], page["has_more"]

    assert [len(page) for page in pages] == [4, 4, 2]
    assert {each for page in pages for each in page} == {each["access_id"] for each in noted}


def test_an_access_without_persons_or_without_an_actor_is_kept_too(parts: AuditParts) -> None:  # ADM-2
    nothing_found = access(action="person.search", kind="search")
    nobody_known = access(CECILIA, actor_id=None, roles=[], method=None, strength=None, session_id=None)

    parts.note(nothing_found, nobody_known)

    assert parts.listed(actor_id=ANNA)["accesses"] == [nothing_found]
    assert parts.listed(subject_id=CECILIA)["accesses"] == [nobody_known]


def test_the_list_is_the_same_when_it_is_made_anew(parts: AuditParts) -> None:
    parts.note(access(CECILIA), access(DAVID, CECILIA, minute=1))
    parts.loop.follow_once()

    assert rebuild(parts.audit, [parts.accesses]) == 0


@pytest.mark.parametrize("wanted", [{}, {"subject_id": CECILIA, "role": "support"}])
def test_one_thing_is_asked_for_at_a_time(wanted: dict[str, Any]) -> None:
    with pytest.raises(ContractBroken):
        ListAccesses.request(wanted)
