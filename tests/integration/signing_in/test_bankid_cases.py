"""What the tests of signing in believe of BankID, run through the API and through the one in memory alike."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from identity.adapters.bankid import BankId, bank_id_client
from identity.adapters.sign_in_configuration import sign_in_configuration
from identity.domain.refusals import BankIdUnavailable, SignInExpired
from identity.domain.signing_in import Collected, Order, visible_text
from tests.fakes.bankid_in_memory import BankIdInMemory

NUMBER = "199001012385"


@dataclass
class Case:
    """One of the two, and the app that belongs to it."""

    bank_id: BankId | BankIdInMemory
    open: Callable[[str], object]
    identify: Callable[[str], object]
    fail: Callable[[str, str], object]
    close: Callable[[], object]

    def begin(self, return_url: str | None = None) -> Order:
        text = visible_text("Norrvik", "sv")
        return self.bank_id.begin(user_ip="203.0.113.7", visible_text=text, return_url=return_url)


@pytest.fixture(params=["api", "memory"])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param == "memory":
        memory = BankIdInMemory()
        return Case(
            memory,
            memory.open,
            lambda token: memory.identify(token, NUMBER),
            memory.fail,
            lambda: setattr(memory, "is_down", True),
        )
    process = request.getfixturevalue("bank_id")
    settings = sign_in_configuration(process.environment | {"CARE_PUBLIC_URL": "https://norrvik.test"}).bank_id
    assert settings is not None
    app = process.app(NUMBER)
    return Case(
        BankId(bank_id_client(settings)),
        lambda token: app.open(auto_start_token=token),
        lambda token: app.identify(auto_start_token=token),
        lambda token, hint: app.fail(hint, auto_start_token=token),
        lambda: process.break_down(503, "maintenance"),
    )


def test_an_order_waits_for_the_app_then_for_the_person_then_is_complete(case):
    order = case.begin()
    waiting = case.bank_id.collect(order.order_ref)
    case.open(order.auto_start_token)
    opened = case.bank_id.collect(order.order_ref)
    case.identify(order.auto_start_token)

    assert waiting == Collected("pending", "outstandingTransaction")
    assert opened == Collected("pending", "userSign")
    assert case.bank_id.collect(order.order_ref) == Collected("complete", number=NUMBER)


@pytest.mark.parametrize("address", ["https://norrvik.test/sign-in?bankid=1#nonce", None])
def test_the_app_that_a_token_started_leads_to_the_address_of_its_order(case, address):
    order = case.begin(address)

    assert case.identify(order.auto_start_token) == address


def test_what_an_order_came_to_is_told_once(case):
    order = case.begin()
    case.fail(order.auto_start_token, "userCancel")

    assert case.bank_id.collect(order.order_ref) == Collected("failed", "userCancel")
    with pytest.raises(SignInExpired):
        case.bank_id.collect(order.order_ref)


def test_a_cancelled_order_is_gone_and_may_be_cancelled_again(case):
    order = case.begin()
    case.bank_id.cancel(order.order_ref)
    case.bank_id.cancel(order.order_ref)

    with pytest.raises(SignInExpired):
        case.bank_id.collect(order.order_ref)


def test_while_it_is_closed_nothing_is_answered(case):
    order = case.begin()
    case.close()

    for asked in (case.begin, lambda: case.bank_id.collect(order.order_ref)):
        with pytest.raises(BankIdUnavailable):
            asked()


def test_every_order_has_names_and_a_secret_of_its_own(case):
    first, second = case.begin(), case.begin()

    kept = {value for order in (first, second) for value in vars_of(order)}
    assert len(kept) == 8


def vars_of(order: Order) -> list[str]:
    return [order.order_ref, order.auto_start_token, order.qr_start_token, order.qr_start_secret]
