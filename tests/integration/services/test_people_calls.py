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


async def test_a_person_is_added_changed_removed_and_restored_and_found_accordingly(caller: Caller) -> None:
    # USR-1, USR-2, USR-3, STA-3, ROL-1, ADM-2, Q6, Q12
    disa = uuid4()
    about = {"person_id": disa, "changed_by": ANNA}

    async def found(text: str, position: int) -> list[UUID]:
        reply = await caller.call(SearchPeople, roles=["staff", "administrator"], text=text, at_least=position)
        return [person["id"] for person in reply["people"]]

    added = await caller.call(
        RegisterPerson,
        person_id=disa,
        registered_by=ANNA,
        personnummer="19700325-9194",
        name="Disa Holm",
        roles=["staff"],
        phone="070-174 06 05",
        hsa_id="se5565594230-d1",
    )
    assert await found("hol di", added["position"]) == [disa]
    profile = (await caller.call(ReadProfile, person_id=disa))["profile"]
    assert (profile["phone"], profile["hsa_id"], profile["number_kind"]) == (
        "+46701740605",
        "SE5565594230-D1",
        "personnummer",
    )

    changed = {**about, "version": profile["version"], "name": "Disa Östberg"}
    renamed = await caller.call(ChangeProfile, **changed)
    assert await found("hol", renamed["position"]) == []
    assert await found("19700325-9194", renamed["position"]) == [disa]
    assert await refusal(caller.call(ChangeProfile, **{**changed, "name": "Disa Ek"})) == "changed_meanwhile"

    await caller.call(ChangeRoles, **about, roles=["administrator"])
    removed = await caller.call(ChangeStatus, **about, status="removed")
    assert await found("", removed["position"]) == [ANNA]
    assert await refusal(caller.call(ReadProfile, person_id=disa)) == "person_unknown"
    holder = await caller.call(FindHolder, asked_by=ANNA, personnummer="197003259194")
    assert (holder["person_id"], holder["status"], holder["roles"]) == (disa, "removed", ["administrator"])

    restored = await caller.call(RestorePerson, person_id=disa, restored_by=ANNA, reason="Vikarierar igen")
    assert await found("östb", restored["position"]) == [disa]
    told = (await caller.call(IdentityEventsSince, after=added["position"] - 1))["events"]
    of_disa = [each["event"] for each in told if each["body"].get("user_id") == str(disa)]
    assert of_disa == [
        "user_registered",
        "user_profile_changed",
        "user_roles_changed",
        "user_status_changed",
        "user_status_changed",
    ]
    await caller.call(ChangeStatus, **about, status="removed")


async def test_a_service_that_starts_again_finds_the_same_people(caller: Caller, services: Services) -> None:  # ADM-2
    before = await caller.call(SearchPeople, roles=["administrator"], text="åk")
    services.kill("identity.service")
    services.start("identity.service")

    assert await caller.call(SearchPeople, roles=["administrator"], text="åk") == before
    assert (await caller.call(ListPeople, role="staff"))["people"] == before["people"]


async def test_no_log_line_tells_a_name_a_number_or_a_way_to_be_reached(caller: Caller, services: Services) -> None:
    #
    await caller.call(SearchPeople, roles=["staff"], text="Hemlighetsson")

    output = services.output()

    for secret in ("Åkesson", "Östberg", "Hemlighetsson", "7003259194", "701740605", "Vikarierar"):
        assert secret not in output
