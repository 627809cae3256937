"""The app on the same device: who began comes back to a session, and whoever sent a link gets nothing by it."""

from typing import Any

import pytest

from tests.integration.signing_in.house import CECILIA, NUMBERS, Browser, House
from tools.platform.answering import wait_until

EXPIRED = (409, "sign_in_expired")

# Attempts are kept on both stores in the tests of the whole ways; the starts of a second house are spared.
pytestmark = pytest.mark.parametrize("whole_house", ["postgres"], indirect=True)


def opened_by_the_app(house: House, begun: dict[str, Any]) -> str | None:
    return house.bank_id.app(NUMBERS[CECILIA]).identify(auto_start_token=begun["auto_start_token"])


def until_return_is_awaited(browser: Browser, attempt_id: str) -> None:
    wait_until(
        lambda: browser.collect(attempt_id).json().get("hint") == "return_awaited",
        what="BankID",
        timeout_seconds=15,
    )


def refused(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_one_comes_back_from_the_app_to_where_one_was_going(house):  # AUT-1, SES-4
    browser = house.browser()
    begun = browser.begin_here(back="/visits/7")
    attempt_id, nonce = browser.read_return(opened_by_the_app(house, begun))

    told = browser.until_over(attempt_id, nonce=nonce)

    assert (attempt_id, told["back"]) == (begun["attempt_id"], "/visits/7")
    assert browser.session()["person"]["id"] == str(CECILIA)


def test_the_page_where_one_began_waits_for_the_one_that_the_app_opened(house):
    browser = house.browser()
    begun = browser.begin_here()
    address = opened_by_the_app(house, begun)
    until_return_is_awaited(browser, begun["attempt_id"])
    assert browser.session() is None

    assert browser.return_to(address).json()["state"] == "complete"
    assert refused(browser.collect(begun["attempt_id"])) == EXPIRED
    assert browser.session() is not None


def test_a_link_that_a_victim_opened_signs_the_attacker_in_nowhere(house):
    """The victim identifies himself for the attacker's order; the app opens the way back in the victim's browser."""
    attacker, victim = house.browser("198.51.100.20"), house.browser()
    begun = attacker.begin_here()
    address = opened_by_the_app(house, begun)
    until_return_is_awaited(attacker, begun["attempt_id"])

    arrived = victim.return_to(address)

    assert refused(arrived) == EXPIRED
    assert attacker.collect(begun["attempt_id"]).json()["state"] == "pending"
    assert (attacker.session(), victim.session()) == (None, None)


def test_a_victim_who_is_signing_in_himself_gives_the_attacker_nothing_either(house):
    attacker, victim = house.browser("198.51.100.21"), house.browser()
    own, begun = victim.begin_here(), attacker.begin_here()
    address = opened_by_the_app(house, begun)

    assert refused(victim.return_to(address)) == EXPIRED
    assert victim.collect(own["attempt_id"]).json()["state"] == "pending"
    assert (attacker.session(), victim.session()) == (None, None)


def test_an_order_of_a_code_has_no_link_and_one_of_a_link_has_no_code(house):
    """Nobody can send a link to an order that is completed without coming back."""
    browser, other = house.browser(), house.browser()
    scanned, linked = browser.begin_bank_id(), other.begin_here()

    assert (scanned["auto_start_token"], linked["qr"]) == (None, None)
    assert other.collect(linked["attempt_id"]).json()["qr"] is None
    assert house.bank_id.app(NUMBERS[CECILIA]).open(qr=scanned["qr"])["return_url"] is None


@pytest.mark.parametrize("is_known", [True, False])
def test_a_guess_ends_the_attempt(house, is_known):
    browser = house.browser()
    begun = browser.begin_here()
    address = opened_by_the_app(house, begun)
    if is_known:
        until_return_is_awaited(browser, begun["attempt_id"])

    assert refused(browser.collect(begun["attempt_id"], nonce="A" * 43)) == EXPIRED
    assert refused(browser.return_to(address)) == EXPIRED
    assert browser.session() is None


def test_the_way_back_is_used_once(house):
    browser = house.browser()
    address = opened_by_the_app(house, browser.begin_here())
    attempt_id, nonce = browser.read_return(address)
    browser.until_over(attempt_id, nonce=nonce)

    assert refused(browser.return_to(address)) == EXPIRED


def test_who_identified_himself_is_remembered_when_identity_is_killed_and_comes_back(house):
    browser = house.browser()
    begun = browser.begin_here()
    address = opened_by_the_app(house, begun)
    until_return_is_awaited(browser, begun["attempt_id"])

    house.services.kill("identity.service")
    house.services.start("identity.service")

    assert browser.return_to(address).json()["state"] == "complete"


def test_choosing_another_device_instead_ends_the_order_of_this_one(house):
    browser = house.browser()
    here = browser.begin_here()
    browser.begin_bank_id()

    assert house.bank_id.counted() == {"live": 1, "cancelled": 1}
    assert refused(browser.collect(here["attempt_id"])) == EXPIRED


def test_neither_nonce_nor_number_stands_in_a_log_line(house):
    browser = house.browser()
    attempt_id, nonce = browser.read_return(opened_by_the_app(house, browser.begin_here()))
    browser.until_over(attempt_id, nonce=nonce)

    told = house.services.output()
    assert nonce not in told
    assert NUMBERS[CECILIA] not in told
