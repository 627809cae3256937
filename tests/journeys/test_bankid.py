"""BankID as a person meets it: the app on the phone in her hand, the code on a computer, and another's link."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.architecture.tree import ROOT
from tests.fakes.bankid_process import FakeBankId
from tests.fixtures.broker import TestBroker
from tests.integration.signing_in.house import CECILIA, NUMBERS, House

APP = "https://app.bankid.com/**"
STRANGE = "Inloggningen började i en annan webbläsare"


@pytest.fixture(scope="module")
def whole_house(
    tmp_path_factory: pytest.TempPathFactory, shared_broker: TestBroker, bank_id_process: FakeBankId
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("bankid-pages")
    store = {"CARE_STORE": "sqlite", "CARE_DATA_DIR": str(folder / "data")}
    pages = ROOT / "gateway" / "web" / "dist"
    house = House(folder, store, shared_broker.fresh_vhost(), bank_id_process, pages)
    try:
        yield house
    finally:
        house.stop()


@pytest.fixture
def house(whole_house: House, bank_id: FakeBankId) -> House:
    return whole_house


class Person:
    """Somebody with a browser of her own; where the page would open the app is noted, and the page stays."""

    def __init__(self, context: BrowserContext, house: House) -> None:
        self._context, self._house = context, house
        self.started: list[str] = []
        context.route(APP, lambda route: route.fulfill(status=204))

    def opens(self, address: str) -> Page:
        page = self._context.new_page()
        page.goto(address if address.startswith("http") else self._house.url + address)
        return page

    def identified_by(self, number: str) -> str:
        """The address that the app opens, started by the newest link."""
        (token,) = parse_qs(urlsplit(self.started[-1]).query)["autostarttoken"]
        return str(self._house.bank_id.app(number).identify(auto_start_token=token))


@pytest.fixture
def person(browser: Browser, playwright: Playwright, house: House) -> Iterator:
    contexts = []

    def come(*, phone: bool) -> Person:
        device = dict(playwright.devices["iPhone 13"]) if phone else {}
        device.pop("default_browser_type", None)
        context = browser.new_context(**device, locale="sv-SE", timezone_id="Europe/Stockholm")
        contexts.append(context)
        return Person(context, house)

    yield come
    for context in contexts:
        context.close()


def begin_on_the_phone(somebody: Person, address: str) -> Page:
    page = somebody.opens(address)
    with page.expect_request(APP) as started:
        page.get_by_role("button", name="Öppna BankID").click()
    somebody.started.append(started.value.url)
    expect(page.get_by_role("link", name="Öppna BankID")).to_be_visible()
    return page


def test_the_app_on_the_phone_leads_back_to_where_one_was_going(person, house):  # AUT-1, SES-4
    cecilia = person(phone=True)
    where_one_began = begin_on_the_phone(cecilia, "/sign-in?back=%2Fprofile")

    opened = cecilia.opens(cecilia.identified_by(NUMBERS[CECILIA]))

    for page in (opened, where_one_began):
        page.wait_for_url(house.url + "/profile")


def test_a_link_of_somebody_else_signs_nobody_in_and_says_what_to_do(person, house):
    attacker, victim = person(phone=True), person(phone=True)
    attackers_page = begin_on_the_phone(attacker, "/sign-in")
    address = attacker.identified_by(NUMBERS[CECILIA])

    opened = victim.opens(address)

    expect(opened.get_by_text(STRANGE)).to_be_visible()
    expect(attackers_page.get_by_text("Klart i BankID.")).to_be_visible()
    assert opened.url == house.url + "/sign-in"
    for page in (opened, attackers_page):
        assert page.request.get(house.url + "/api/session").status == 401


def test_on_a_computer_the_code_comes_first_and_this_device_is_another_order(person, house):  # AUT-1
    page = person(phone=False).opens("/sign-in")
    page.get_by_role("button", name="Logga in med BankID").click()
    code = page.get_by_role("img", name="QR-kod")
    expect(code).to_be_visible()

    page.get_by_role("button", name="BankID på den här enheten").click()
    expect(page.get_by_role("link", name="Öppna BankID")).to_be_visible()
    expect(code).not_to_be_visible()
    page.get_by_role("button", name="BankID på en annan enhet").click()

    expect(code).to_be_visible()
    assert house.bank_id.counted() == {"live": 1, "cancelled": 2}
