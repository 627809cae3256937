"""Imports of people on both stores and between processes: all of them or nobody, whatever happens in the middle."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.aio import Caller
from chassis.store import Place
from contracts.identity.calls import (
    AddImportRows,
    ConfirmImport,
    ExportPeople,
    IdentityEventsSince,
    PrepareImport,
    ReadImport,
    RegisterPerson,
)
from contracts.refusals import Refused
from tests.fixtures.broker import TestBroker
from tests.fixtures.database import STORES, NewDatabase
from tests.integration.services.processes import Services, becomes_true
from tests.integration.services.provider import Provider
from tests.unit.identity.importing import Importing, registered, row, rows
from tests.unit.identity.people import ANNA, NOW

MANY = 3_000


@pytest.fixture
def provider(store: dict[str, str]) -> Iterator[Provider]:
    provider = Provider(store)
    yield provider
    provider.close()


@pytest.fixture
def importing(provider: Provider, store: dict[str, str]) -> Iterator[Importing]:
    importing = Importing(provider.log, Place.of("identity", store), provider.keys)
    importing.staff()
    yield importing
    importing.database.close()


def test_everybody_is_added_in_one_transaction_and_listed(provider: Provider, importing: Importing) -> None:  # USR-1
    import_id = importing.prepare(*rows(450))["import_id"]
    importing.confirm(import_id)
    before = provider.log.head

    importing.follow()
    provider.follow()

    assert importing.read(import_id)["state"] == "done"
    assert provider.log.head == before + 2 * 450 + 1
    assert len(registered(importing)) == 450


def test_the_rows_are_sealed_where_they_lie_and_gone_afterwards(importing: Importing, store: dict[str, str]) -> None:
    import_id = importing.prepare(*rows(3))["import_id"]
    kept = importing.rows.rows(import_id)

    importing.confirm(import_id)
    importing.follow()
    importing.follow()

    assert kept == rows(3)
    assert importing.rows.rows(import_id) == []
    assert importing.rows.row_count(import_id) == 0


def test_two_followers_carry_an_import_out_once(importing: Importing, store: dict[str, str]) -> None:
    import_id = importing.prepare(*rows(60))["import_id"]
    importing.confirm(import_id)
    other = Provider(store)
    beside = Importing(other.log, Place.of("identity", store), other.keys)
    try:
        with ThreadPoolExecutor(2) as threads:
            for turn in [threads.submit(each.loop.attend, Event()) for each in (importing, beside)]:
                turn.result()
    finally:
        beside.database.close()
        other.close()

    assert importing.read(import_id)["state"] == "done"
    assert len(registered(importing)) == 60


def test_a_registration_at_the_same_moment_wins_or_loses_whole(importing: Importing) -> None:  # USR-1
    wanted = rows(60)
    import_id = importing.prepare(*wanted)["import_id"]
    importing.confirm(import_id)

    def register() -> bool:
        try:
            importing.add(uuid4(), wanted[-1]["personnummer"], ["patient"])
        except Exception as refused:  # noqa: BLE001 - either outcome is right, never both
            return type(refused).__name__ != "PersonnummerTaken"
        return True

    with ThreadPoolExecutor(2) as threads:
        running, registering = threads.submit(importing.follow), threads.submit(register)
        running.result()
        is_registered = registering.result()

    state, people = importing.read(import_id)["state"], len(registered(importing))
    assert (state, people) == (("failed", 1) if is_registered else ("done", 60))


def test_an_export_pages_through_everybody_who_is_not_removed(
    provider: Provider, importing: Importing
) -> None:  # ADM-1, STA-3
    told = {"phone": "070-123 45 67", "email": "a@example.se"}
    many = [row(each["number"], each["personnummer"], **told) for each in rows(7)]
    many[1]["status"] = "Inaktiv"
    import_id = importing.prepare(*many)["import_id"]
    importing.confirm(import_id)
    importing.follow()
    gone = registered(importing)[0].originator_id
    importing.persons.change_status(person_id=gone, changed_by=ANNA, status="removed", now=NOW)
    provider.follow()

    pages: list[dict[str, Any]] = []
    after: UUID | None = None
    while page := provider.people.exported(["patient"], after, 2):
        pages += page
        after = page[-1]["id"]

    assert len({person["id"] for person in pages}) == len(pages) == 6
    assert gone not in {person["id"] for person in pages}
    assert sorted(person["status"] for person in pages) == ["active"] * 5 + ["inactive"]
    assert {(person["phone"], person["email"]) for person in pages} == {("+46701234567", "a@example.se")}
    assert len(ExportPeople.reply({"people": pages, "has_more": False})["people"]) == 6
    assert len(provider.people.exported(["staff", "administrator"], None, 9)) == 2


@pytest.fixture(params=STORES)
def services(
    request: pytest.FixtureRequest, tmp_path: Any, shared_broker: TestBroker, new_database: NewDatabase
) -> Iterator[Services]:
    store = {"CARE_STORE": request.param, "CARE_DATA_DIR": str(tmp_path / "data")}
    if request.param == "postgres":
        store["CARE_DATABASE_URL"] = new_database()
    services = Services(tmp_path, store, shared_broker.fresh_vhost())
    try:
        services.start("identity.service", "identity.follower")
        yield services
    finally:
        services.stop()


@pytest.fixture
async def caller(services: Services) -> AsyncIterator[Caller]:
    async with Caller(services.amqp_url, "test") as caller:
        await caller.call(
            RegisterPerson,
            person_id=ANNA,
            registered_by=ANNA,
            personnummer="191212121212",
            name="Anna Åkesson",
            roles=["administrator"],
        )
        yield caller


async def test_a_follower_killed_in_the_middle_leaves_all_or_nobody_and_never_twice(
    caller: Caller, services: Services
) -> None:  # USR-1
    import_id, many = uuid4(), rows(MANY)
    for start in range(0, MANY, 500):
        await caller.call(AddImportRows, import_id=import_id, brought_by=ANNA, rows=many[start : start + 500])
    await caller.call(PrepareImport, import_id=import_id, prepared_by=ANNA, role="patient", row_count=MANY)
    await caller.call(ConfirmImport, import_id=import_id, confirmed_by=ANNA)

    async def standing() -> dict[str, Any]:
        progress: dict[str, Any] = (await caller.call(ReadImport, import_id=import_id, asked_by=ANNA))["progress"]
        return progress

    async def is_on_the_way() -> bool:
        return bool((await standing())["handled_rows"])

    async def is_over() -> bool:
        return bool((await standing())["state"] != "running")

    await becomes_true(is_on_the_way, 30)
    services.kill("identity.follower")
    killed_at, added = (await standing())["state"], await registered_people(caller)

    services.start("identity.follower")
    await becomes_true(is_over, 60)

    assert (await standing())["state"] == "done"
    assert (killed_at, added) in (("running", 0), ("done", MANY))
    assert await registered_people(caller) == MANY


async def test_signing_in_and_adding_go_on_while_an_import_is_tried(caller: Caller) -> None:
    import_id, many = uuid4(), rows(1_000)
    for start in (0, 500):
        await caller.call(AddImportRows, import_id=import_id, brought_by=ANNA, rows=many[start : start + 500])

    trying = asyncio.create_task(
        caller.call(PrepareImport, import_id=import_id, prepared_by=ANNA, role="patient", row_count=1_000)
    )
    answered = 0
    while not trying.done():
        with pytest.raises(Refused):
            await caller.call(ReadImport, import_id=uuid4(), asked_by=ANNA)
        answered += 1

    assert (await trying)["progress"]["good_rows"] == 1_000
    assert answered > 1


async def registered_people(caller: Caller) -> int:
    """Everybody but Anna, as the world hears of them."""
    count, after = 0, 0
    while True:
        page = await caller.call(IdentityEventsSince, after=after, limit=500)
        count += sum(each["event"] == "user_registered" for each in page["events"])
        after = page["position"]
        if after >= page["head"]:
            return int(count) - 1
