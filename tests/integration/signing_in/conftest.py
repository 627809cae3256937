from collections.abc import Iterator

import pytest

from tests.fakes.bankid_process import FakeBankId
from tests.fixtures.broker import TestBroker
from tests.fixtures.database import STORES, NewDatabase
from tests.integration.signing_in.house import House


@pytest.fixture(scope="module", params=STORES)
def whole_house(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    shared_broker: TestBroker,
    new_database: NewDatabase,
    bank_id_process: FakeBankId,
) -> Iterator[House]:
    """The processes behind `house`, once on SQLite and once on PostgreSQL."""
    folder = tmp_path_factory.mktemp(f"signing-in-{request.param}")
    store = {"CARE_STORE": request.param, "CARE_DATA_DIR": str(folder / "data")}
    if request.param == "postgres":
        store["CARE_DATABASE_URL"] = new_database()
    house = House(folder, store, shared_broker.fresh_vhost(), bank_id_process)
    try:
        yield house
    finally:
        house.stop()


@pytest.fixture
def house(whole_house: House, bank_id: FakeBankId) -> House:
    """One provider's platform as its people reach it; BankID knows no order yet."""
    return whole_house
