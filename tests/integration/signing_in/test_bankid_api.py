"""The BankID adapter against the API as a process of its own, over mutual TLS."""

import base64
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from identity.adapters.bankid import STRONG_POLICIES, BankId, BankIdSettings, bank_id_client
from identity.adapters.sign_in_configuration import sign_in_configuration
from identity.domain.refusals import BankIdInProgress, BankIdUnavailable, SignInExpired
from identity.domain.signing_in import Order, visible_text
from tests.fakes.bankid_process import FakeBankId
from tests.unit.identity.people import NOW, NUMBERS


@pytest.fixture
def settings(bank_id: FakeBankId) -> BankIdSettings:
    configured = sign_in_configuration(bank_id.environment | {"CARE_PUBLIC_URL": "https://norrvik.test"}).bank_id
    assert configured is not None
    return configured


@pytest.fixture
def api(settings: BankIdSettings) -> Iterator[BankId]:
    api = BankId(bank_id_client(settings))
    yield api
    api.close()


def begin(api: BankId, user_ip: str = "203.0.113.7", return_url: str | None = None) -> Order:
    text = visible_text("Norrviks vårdcentral", "sv")
    return api.begin(user_ip=user_ip, visible_text=text, return_url=return_url)


def test_an_order_says_whose_door_it_opens_and_asks_for_strong_certificates_only(api, bank_id):  # AUT-1
    order = begin(api)

    told = bank_id.app(NUMBERS[2]).open(auto_start_token=order.auto_start_token)
    assert told["text"].startswith("Jag loggar in hos Norrviks vårdcentral.")
    assert told["policies"] == list(STRONG_POLICIES)
    assert told["user_ip"] == "203.0.113.7"


def test_an_order_is_followed_from_the_app_to_the_person(api, bank_id):  # AUT-1
    order, app = begin(api), bank_id.app(NUMBERS[2])
    before = api.collect(order.order_ref)

    opened = app.open(auto_start_token=order.auto_start_token)
    while_open = api.collect(order.order_ref)
    app.sign(opened["ref"])
    after = api.collect(order.order_ref)

    assert (before.state, before.hint) == ("pending", "outstandingTransaction")
    assert (while_open.state, while_open.hint) == ("pending", "userSign")
    assert (after.state, after.number) == ("complete", NUMBERS[2])


def test_the_app_takes_this_seconds_code_and_no_other(api, bank_id):  # AUT-1
    order, app = begin(api), bank_id.app(NUMBERS[2])
    now = NOW  # the order began now, wherever now is
    forged = replace(order, qr_start_secret="another").qr(now, now)

    with pytest.raises(httpx.HTTPStatusError):
        app.open(qr=forged)
    with pytest.raises(httpx.HTTPStatusError):
        app.open(qr=order.qr(now, now.replace(hour=now.hour + 1)))
    assert app.open(qr=order.qr(now, now))["hint"] == "userSign"


def test_the_app_leads_back_when_it_was_started_by_the_link(api, bank_id):  # AUT-1
    app, address = bank_id.app(NUMBERS[2]), "https://norrvik.test/sign-in?bankid=1#nonce"
    here, scanned, without = begin(api, return_url=address), begin(api, return_url=address), begin(api)

    assert app.identify(auto_start_token=here.auto_start_token) == address
    assert app.identify(qr=scanned.qr(NOW, NOW)) is None
    assert app.identify(auto_start_token=without.auto_start_token) is None


@pytest.mark.parametrize("address", ["", "/sign-in", "http://norrvik.test/", "javascript:alert(1)", "https:///x"])
def test_an_address_that_no_app_would_open_is_refused(api, address):
    with pytest.raises(BankIdUnavailable):
        begin(api, return_url=address)


@pytest.mark.parametrize(
    "hint",
    ["expiredTransaction", "certificateErr", "userCancel", "cancelled", "startFailed", "transactionRiskBlocked", "new"],
)
def test_a_failed_order_passes_on_why_even_in_words_that_are_new(api, bank_id, hint):
    order = begin(api)
    bank_id.app(NUMBERS[2]).fail(hint, auto_start_token=order.auto_start_token)

    collected = api.collect(order.order_ref)

    assert (collected.state, collected.hint, collected.number) == ("failed", hint, None)


def test_what_is_no_hint_is_not_passed_on(api, bank_id):
    order = begin(api)
    bank_id.app(NUMBERS[2]).hint("<script>alert(1)</script>", auto_start_token=order.auto_start_token)

    assert api.collect(order.order_ref).hint is None


def test_two_orders_of_one_person_end_each_other(api, bank_id):
    first, second, app = begin(api), begin(api), bank_id.app(NUMBERS[2])
    app.open(auto_start_token=first.auto_start_token)
    app.open(auto_start_token=second.auto_start_token)

    assert [api.collect(each.order_ref).hint for each in (first, second)] == ["cancelled", "cancelled"]


def test_an_order_that_is_over_is_known_no_longer_and_may_be_cancelled_again(api, bank_id):
    order = begin(api)
    api.cancel(order.order_ref)

    with pytest.raises(SignInExpired):
        api.collect(order.order_ref)
    api.cancel(order.order_ref)


@pytest.mark.parametrize(
    ("status", "error_code", "refusal"),
    [
        (400, "alreadyInProgress", BankIdInProgress),
        (400, "invalidParameters", BankIdUnavailable),
        (401, "unauthorized", BankIdUnavailable),
        (404, "notFound", BankIdUnavailable),
        (408, "requestTimeout", BankIdUnavailable),
        (415, "unsupportedMediaType", BankIdUnavailable),
        (500, "internalError", BankIdUnavailable),
        (503, "maintenance", BankIdUnavailable),
    ],
)
def test_every_error_of_the_api_is_a_refusal(api, bank_id, status, error_code, refusal):
    bank_id.break_down(status, error_code)

    with pytest.raises(refusal):
        begin(api)


def test_an_address_that_is_none_is_refused_by_bankid_and_told_as_ours(api):
    with pytest.raises(BankIdUnavailable):
        begin(api, user_ip="testclient")


def test_without_the_providers_certificate_bankid_does_not_answer(settings):
    folder = settings.certificate.parent
    stranger = replace(settings, certificate=folder / "stranger.pem", key=folder / "stranger.key")

    with pytest.raises(BankIdUnavailable):
        begin(BankId(bank_id_client(stranger)))


def test_a_server_that_is_not_bankid_is_told_nothing(settings):
    folder = settings.certificate.parent
    misled = replace(settings, authority=folder / "relying-parties-ca.pem")

    with pytest.raises(BankIdUnavailable):
        begin(BankId(bank_id_client(misled)))


def test_the_visible_text_is_utf_8_as_base64():
    assert base64.b64decode(visible_text("Å-kliniken", "en")).decode().startswith("I am signing in to Å-kliniken.")
