"""The life of a person over the bus: identity's two processes on both stores."""

from collections.abc import AsyncIterator, Awaitable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.aio import Caller
from contracts.identity.calls import (
    ChangeProfile,
    ChangeRoles,
    ChangeStatus,
    FindHolder,
    IdentityEventsSince,
    ListPeople,
    ReadProfile,
    RegisterPerson,
    RestorePerson,
    SearchPeople,
)
from contracts.refusals import Refused
from tests.fixtures.broker import TestBroker
from tests.fixtures.database import STORES, NewDatabase
from tests.integration.services.processes import Services

ANNA = UUID(int=1)


@pytest.fixture(scope="module", params=STORES)
def services(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    shared_broker: TestBroker,
    new_database: NewDatabase,
) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp(request.param)
    store = {"CARE_STORE": request.param, "CARE_DATA_DIR": str(folder / "data")}
    if request.param == "postgres":
        store["CARE_DATABASE_URL"] = new_database()
    services = Services(folder, store, shared_broker.fresh_vhost())
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
            roles=["administrator", "staff"],
        )
        yield caller


async def refusal(asked: Awaitable[Any]) -> str:
    with pytest.raises(Refused) as refused:
        await asked
    return refused.value.code


async def add_disa(caller: Caller, disa: UUID, personnummer: str) -> int:
    added = await caller.call(
        RegisterPerson,
        person_id=disa,
        registered_by=ANNA,
        personnummer=personnummer,
        name="Disa Holm",
        roles=["staff"],
        phone="070-174 06 05",
        hsa_id="se5565594230-d1",
    )
    position: int = added["position"]
    return position


async def found(caller: Caller, text: str, position: int) -> list[UUID]:
    reply = await caller.call(SearchPeople, roles=["staff", "administrator"], text=text, at_least=position)
    return [person["id"] for person in reply["people"]]


async def test_who_is_added_is_found_and_read_and_changed(caller: Caller) -> None:  # USR-1, USR-3, ADM-2
    disa = uuid4()

    added = await add_disa(caller, disa, "19700325-9194")
    assert await found(caller, "hol di", added) == [disa]
    profile = (await caller.call(ReadProfile, person_id=disa))["profile"]
    changed = {"person_id": disa, "changed_by": ANNA, "version": profile["version"], "name": "Disa Östberg"}
    renamed = (await caller.call(ChangeProfile, **changed))["position"]

    assert (profile["phone"], profile["hsa_id"]) == ("+46701740605", "SE5565594230-D1")
    assert profile["number_kind"] == "personnummer"
    assert await found(caller, "hol", renamed) == []
    assert await found(caller, "19700325-9194", renamed) == [disa]
    assert await refusal(caller.call(ChangeProfile, **{**changed, "name": "Disa Ek"})) == "changed_meanwhile"


async def test_who_is_removed_is_found_by_nobody_until_restored(caller: Caller) -> None:  # STA-3, Q6, Q12, USR-2
    disa, number = uuid4(), "991981000010"
    about = {"person_id": disa, "changed_by": ANNA}
    added = await add_disa(caller, disa, number)
    await caller.call(ChangeRoles, **about, roles=["administrator"])

    removed = (await caller.call(ChangeStatus, **about, status="removed"))["position"]
    assert disa not in await found(caller, "", removed)
    assert await found(caller, number, removed) == []
    assert await refusal(caller.call(ReadProfile, person_id=disa)) == "person_unknown"
    assert await refusal(add_disa(caller, uuid4(), number)) == "personnummer_taken"
    holder = await caller.call(FindHolder, asked_by=ANNA, personnummer=number)
    restored = await caller.call(RestorePerson, person_id=disa, restored_by=ANNA, reason="Vikarierar igen")

    assert (holder["person_id"], holder["status"], holder["roles"]) == (disa, "removed", ["administrator"])
    assert disa in await found(caller, "hol", restored["position"])
    told = (await caller.call(IdentityEventsSince, after=added - 1))["events"]
    assert [each["event"] for each in told if each["body"].get("user_id") == str(disa)] == [
        "user_registered",
        "user_roles_changed",
        "user_status_changed",
        "user_status_changed",
    ]


async def test_a_service_that_starts_again_finds_the_same_people(caller: Caller, services: Services) -> None:  # ADM-2
    before = await caller.call(SearchPeople, roles=["administrator"], text="åk")
    services.kill("identity.service")
    services.start("identity.service")

    assert await caller.call(SearchPeople, roles=["administrator"], text="åk") == before
    assert before["people"][0] in (await caller.call(ListPeople, role="staff"))["people"]


async def test_no_log_line_tells_a_name_a_number_or_a_way_to_be_reached(caller: Caller, services: Services) -> None:
    #
    await caller.call(SearchPeople, roles=["staff"], text="Hemlighetsson")

    output = services.output()

    for secret in ("Åkesson", "Östberg", "Hemlighetsson", "7003259194", "701740605", "Vikarierar"):
        assert secret not in output
