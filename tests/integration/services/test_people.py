"""People as they are listed, searched and described, on both stores."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.following.rebuilding import rebuild
from chassis.store import EventLog
from contracts.identity.calls import ListPeople, ReadProfile, SearchPeople
from identity.domain.person import Status
from identity.domain.refusals import PersonnummerTaken
from identity.projections import directory
from identity.projections.people import described_profile
from tests.integration.services.provider import ANNA, BO, CECILIA, Provider
from tests.unit.identity.people import LATER, NOW


@pytest.fixture
def provider(store: dict[str, str]) -> Iterator[Provider]:
    provider = Provider(store)
    provider.add(ANNA, "191212121212", "Örjan Åkesson", ["administrator", "staff"])
    provider.add(BO, "198507099805", "Ängla Ek", ["patient"])
    provider.add(CECILIA, "198507699802", "Zeth Ek", ["patient"])
    provider.follow()
    yield provider
    provider.close()


def search(provider: Provider, text: str = "", **asked: Any) -> list[str]:
    sought = {"roles": ["patient"], "statuses": ["active", "inactive"], "after": None, "limit": 25} | asked
    return [person["name"] for person in provider.directory.search(text=text, **sought)["people"]]


def change_status(provider: Provider, person_id: UUID, status: Status) -> None:
    provider.persons.change_status(person_id=person_id, changed_by=ANNA, status=status, now=LATER)
    provider.follow()


def rename(provider: Provider, person_id: UUID, name: str) -> None:
    provider.persons.change_profile(
        person_id=person_id,
        changed_by=ANNA,
        version=provider.persons.read(person_id).version,
        name=name,
        phone="070-174 06 05",
        email=None,
        hsa_id=None,
        language="sv",
        now=LATER,
    )
    provider.follow()


def test_people_are_listed_by_role_in_swedish_order(provider: Provider) -> None:  # GRP-2
    patients = provider.directory.with_role("patient", 500, None)

    assert [person["name"] for person in patients] == ["Zeth Ek", "Ängla Ek"]
    assert [person["initials"] for person in patients] == ["ZE", "ÄE"]
    assert ListPeople.reply({"people": patients})["people"][1]["personnummer"] == "198507099805"
    assert [person["id"] for person in provider.directory.with_role("administrator", 500, None)] == [ANNA]


def test_pages_of_people_leave_nobody_out(provider: Provider) -> None:
    for number in ("199001012385", "197003259194"):
        provider.add(uuid4(), number, "Zeth Ek", ["patient"])
    provider.follow()

    first = provider.directory.with_role("patient", 1, None)
    second = provider.directory.with_role("patient", 1, after_name=first[-1]["name"])

    assert [person["name"] for person in first + second] == ["Zeth Ek"] * 3 + ["Ängla Ek"]


def test_people_are_searched_by_name_among_those_of_a_role_and_a_status(provider: Provider) -> None:  # ADM-2, STA-2
    change_status(provider, BO, "inactive")

    assert search(provider, "ek") == ["Zeth Ek", "Ängla Ek"]
    assert search(provider, "ek", statuses=["active"]) == ["Zeth Ek"]
    assert search(provider, "ek", roles=["staff"]) == []
    assert search(provider, "åk ör", roles=["staff"]) == ["Örjan Åkesson"]


@pytest.mark.parametrize("text", ["19850709-9805", "198507099805", "850709-9805"])
def test_a_whole_number_finds_its_holder(provider: Provider, text: str) -> None:  # ADM-2
    assert search(provider, text) == ["Ängla Ek"]
    assert search(provider, text, roles=["staff"]) == []
    assert search(provider, text, statuses=["inactive"]) == []


def test_part_of_a_number_finds_nobody(provider: Provider) -> None:  # ADM-2
    assert search(provider, "19850709") == []


def test_a_removed_person_is_in_no_list_and_no_search(provider: Provider) -> None:  # STA-3
    assert search(provider, "ek") == ["Zeth Ek", "Ängla Ek"]

    change_status(provider, BO, "removed")

    assert search(provider, "ek") == ["Zeth Ek"]
    assert search(provider, "19850709-9805") == []
    assert search(provider, "", statuses=["active", "inactive", "removed"]) == ["Zeth Ek"]
    assert [person["name"] for person in provider.directory.with_role("patient", 500, None)] == ["Zeth Ek"]
    assert provider.people.with_ids([BO]) == []


def test_a_restored_person_is_found_again(provider: Provider) -> None:  # Q12
    change_status(provider, BO, "removed")
    assert search(provider, "ängla") == []
    with pytest.raises(PersonnummerTaken):
        provider.add(uuid4(), "198507099805", "Ängla Ek", ["patient"])

    holder = provider.persons.find_holder(asked_by=ANNA, personnummer="850709-9805", now=LATER)
    provider.persons.restore(person_id=holder.id, restored_by=ANNA, reason="Flyttade tillbaka", now=LATER)
    provider.follow()

    assert search(provider, "ängla") == ["Ängla Ek"]
    assert search(provider, "850709-9805") == ["Ängla Ek"]


def test_a_changed_name_or_role_counts_from_the_next_question_on(provider: Provider) -> None:  # USR-3, ROL-1
    staff = uuid4()
    provider.add(staff, "199001012385", "Disa Holm", ["staff"])
    provider.follow()
    assert search(provider, "disa", roles=["administrator"]) == []

    rename(provider, CECILIA, "Zeth Berg")
    provider.persons.change_roles(person_id=staff, changed_by=ANNA, roles=["administrator"], now=LATER)
    provider.follow()

    assert search(provider, "ek") == ["Ängla Ek"]
    assert search(provider, "berg") == ["Zeth Berg"]
    assert search(provider, "disa", roles=["administrator"]) == ["Disa Holm"]
    assert search(provider, "disa", roles=["staff"]) == []


def test_a_forgotten_person_drops_out_even_where_the_name_was_in_memory(provider: Provider) -> None:  # DEL-1
    assert search(provider, "ek") == ["Zeth Ek", "Ängla Ek"]

    provider.keys.forget(BO)

    assert search(provider, "ek") == ["Zeth Ek"]
    assert (
        provider.directory.search(text="", roles=["patient"], statuses=["active"], after=None, limit=25)["total"] == 1
    )
    assert provider.new_directory().with_role("patient", 500, None)[0]["name"] == "Zeth Ek"


def test_a_page_goes_on_after_one_who_was_removed_meanwhile(provider: Provider) -> None:  # ADM-2, STA-3
    last = provider.directory.search(text="", roles=["patient"], statuses=["active"], after=None, limit=1)
    change_status(provider, CECILIA, "removed")

    following = provider.directory.search(text="", roles=["patient"], statuses=["active"], after=CECILIA, limit=1)

    assert (last["people"][0]["id"], last["has_more"], last["total"]) == (CECILIA, True, 2)
    assert ([person["id"] for person in following["people"]], following["has_more"]) == ([BO], False)
    assert SearchPeople.reply(following)["total"] == 1


def test_pages_after_someone_unknown_end(provider: Provider) -> None:
    assert search(provider, "", after=uuid4()) == []


def test_a_directory_that_begins_late_knows_the_same(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "SLICE", 2)
    rename(provider, CECILIA, "Zeth Berg")
    change_status(provider, BO, "inactive")

    fresh, early = provider.new_directory(), provider.directory

    asked: dict[str, Any] = {"roles": ["patient", "staff"], "statuses": ["active", "inactive"], "after": None}
    assert fresh.search(text="", limit=25, **asked) == early.search(text="", limit=25, **asked)
    assert len(fresh.search(text="", limit=25, **asked)["people"]) == 3


def test_only_what_changed_is_opened_again(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    search(provider)
    opened: list[UUID] = []
    fetch = provider.keys.fetch

    def noting(person_ids: Iterable[UUID]) -> None:
        opened.extend(ids := list(person_ids))
        fetch(ids)

    monkeypatch.setattr(provider.keys, "fetch", noting)

    rename(provider, CECILIA, "Zeth Berg")
    opened.clear()
    search(provider, "finns inte")

    assert opened == [CECILIA]


def test_the_rebuilt_table_counts_its_changes_the_same(
    provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    rename(provider, CECILIA, "Zeth Berg")
    change_status(provider, BO, "removed")
    provider.persons.restore(person_id=BO, restored_by=ANNA, reason="Misstag", now=LATER)
    provider.follow()

    assert rebuild(provider.log, [provider.people]) == 0

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["read_model"], told["rows"], told["equal"]) == ("persons", 3, True)
    assert [row.changed for row in provider.people.changed_since(0, 10)] == [1, 4, 6]


def test_inactive_people_are_described_but_not_listed_as_active(provider: Provider) -> None:  # STA-2
    change_status(provider, BO, "inactive")

    [described] = provider.people.with_ids([BO, uuid4()])

    assert (described["id"], described["status"]) == (BO, "inactive")
    assert [person["id"] for person in provider.directory.with_role("patient", 500, None)] == [CECILIA]


def test_a_profile_tells_all_that_is_kept(provider: Provider) -> None:  # USR-3, Q6
    rename(provider, CECILIA, "Zeth Berg")
    change_status(provider, CECILIA, "inactive")

    told = ReadProfile.reply({"profile": described_profile(provider.persons.read(CECILIA))})["profile"]

    assert (told["name"], told["personnummer"], told["number_kind"]) == (
        "Zeth Berg",
        "198507699802",
        "samordningsnummer",
    )
    assert (told["phone"], told["email"], told["version"]) == ("+46701740605", None, 3)
    assert (told["registered_at"], told["status_changed_at"]) == (NOW.isoformat(), LATER.isoformat())


def test_an_import_sized_change_is_taken_in_at_once(provider: Provider) -> None:
    search(provider)
    many = [UUID(int=1000 + number) for number in range(150)]
    provider.keys.make_many(many)
    for place, person_id in enumerate(many):
        provider.add(person_id, stockholms(place), f"Nykomling {place:03}", ["patient"])
    provider.follow()

    pages: list[str] = []
    after: UUID | None = None
    while page := provider.directory.search(text="nyk", roles=["patient"], statuses=["active"], after=after, limit=40)[
        "people"
    ]:
        pages += [person["name"] for person in page]
        after = page[-1]["id"]

    assert pages == [f"Nykomling {place:03}" for place in range(150)]


def stockholms(place: int) -> str:
    """A reservnummer of Stockholm's, which needs no birthday."""
    digits = f"1990{place:05}"[2:]
    doubled = (int(digit) * (2 if position % 2 == 0 else 1) for position, digit in enumerate(digits))
    check = -sum(value - 9 if value > 9 else value for value in doubled) % 10
    return f"9919{digits}{check}"


def test_two_who_add_the_same_number_at_once_add_one(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    # USR-1
    record = EventLog.record
    rival = uuid4()

    def overtaken(log: EventLog, *changed: Any) -> int:
        monkeypatch.setattr(EventLog, "record", record)
        provider.add(rival, "199001012385", "Rival", ["patient"])
        return record(log, *changed)

    monkeypatch.setattr(EventLog, "record", overtaken)

    with pytest.raises(PersonnummerTaken):
        provider.add(uuid4(), "199001012385", "Försenad", ["patient"])
    assert provider.persons.by_number("199001012385", NOW.date()) == rival


def test_no_file_holds_a_name_a_number_or_a_way_to_be_reached_in_the_clear(tmp_path: Path) -> None:
    provider = Provider({"CARE_STORE": "sqlite", "CARE_DATA_DIR": str(tmp_path)})
    provider.add(ANNA, "191212121212", "Örjan Åkesson", ["administrator", "staff"])
    provider.add(BO, "198507099805", "Ängla Ek", ["patient"])
    rename(provider, BO, "Ängla Sköld")
    change_status(provider, BO, "removed")
    provider.persons.restore(person_id=BO, restored_by=ANNA, reason="Vårdas åter", now=LATER)
    provider.follow()
    search(provider, "ängla")

    contents = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    for secret in ("Åkesson", "åkesson", "Sköld", "ngla", "191212121212", "8507099805", "701740605", "Vårdas"):
        assert secret.encode() not in contents
    provider.close()
