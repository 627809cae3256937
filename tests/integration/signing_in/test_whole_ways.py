"""From the browser to the session and out again, through gateway, identity, BankID and a real OpenID provider."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.session import COOKIE
from gateway.signing_in import BROWSER_COOKIE
from tests.fakes.oidc_provider import LOA3
from tests.integration.signing_in.house import (
    ANNA,
    CECILIA,
    DAVID,
    DAVIDS_HSA_ID,
    ELSA,
    NUMBERS,
    UNKNOWN_NUMBER,
    House,
)


def signed_in_by_broker(house: House, back: str = "/"):
    browser = house.browser()
    led_to = browser.come_back(house.provider.identify(browser.begin_at_broker(back), DAVIDS_HSA_ID))
    return browser, led_to


def test_both_ways_are_offered_and_the_demo_is_not(house):  # AUT-1
    browser = house.browser()

    assert browser.get("/api/sign-in/methods").json() == {
        "methods": [{"id": "bankid", "label": None}, {"id": "oidc", "label": "SITHS"}]
    }
    assert browser.get("/api/sign-in/demo").status_code == 404
    assert browser.post("/api/sign-in/demo", person_id=str(CECILIA)).status_code == 404


def test_a_patient_signs_in_with_the_app_on_the_same_device(house):  # AUT-1
    browser = house.browser()

    told = browser.sign_in_by_bank_id(NUMBERS[CECILIA])

    session = browser.session()
    assert told == {"state": "complete", "hint": None, "qr": None, "back": "/"}
    assert session["person"]["id"] == str(CECILIA)
    assert session["method"] == "bankid"
    assert BROWSER_COOKIE not in browser.cookies


def test_a_patient_signs_in_by_the_qr_code_of_another_device(house):  # AUT-1
    browser, app = house.browser(), house.bank_id.app(NUMBERS[CECILIA])
    begun = browser.begin_bank_id()

    scanned = app.open(qr=browser.collect(begun["attempt_id"]).json()["qr"])
    app.sign(scanned["ref"])

    assert scanned["text"].startswith("Jag loggar in hos Norrviks vårdcentral.")
    assert scanned["user_ip"] == "203.0.113.7"
    assert browser.until_over(begun["attempt_id"])["state"] == "complete"


@pytest.mark.parametrize("same_device", [True, False])
def test_what_the_page_receives_never_holds_the_secret_of_the_code(house, same_device):
    begun = house.browser().begin_bank_id(same_device=same_device)

    assert set(begun) == {"attempt_id", "auto_start_token", "qr"}
    assert "secret" not in json.dumps(begun).lower()


def test_a_colleague_signs_in_through_the_broker_and_lands_where_he_was(house):  # AUT-1, SES-4
    browser, led_to = signed_in_by_broker(house, back="/visits/7")

    session = browser.session()
    assert led_to == "/visits/7"
    assert (session["person"]["id"], session["method"]) == (str(DAVID), "oidc")


def test_the_brokers_new_keys_are_taken_up_without_a_restart(house):
    signed_in_by_broker(house)
    house.provider.rotate()

    assert signed_in_by_broker(house)[0].session() is not None


def test_a_level_that_is_too_low_lets_nobody_in(house):
    browser = house.browser()
    address = house.provider.identify(browser.begin_at_broker(), DAVIDS_HSA_ID, acr=LOA3.replace("loa3", "loa2"))

    assert browser.come_back(address) == "/sign-in?failed=oidc_failed"
    assert browser.session() is None


def test_an_id_that_nobody_holds_is_led_to_the_sign_in_page(house):
    browser = house.browser()
    address = house.provider.identify(browser.begin_at_broker(), "SE2321000016-9999")

    assert browser.come_back(address) == "/sign-in?failed=no_access"


def test_signing_out_at_the_broker_ends_the_session_here(house):
    browser, _ = signed_in_by_broker(house)
    assert browser.session() is not None
    form = {"logout_token": house.provider.logout_token(DAVIDS_HSA_ID)}
    posted = [
        house.browser()._client.post("/api/sign-in/oidc/backchannel-logout", data=form).status_code for _ in range(2)
    ]

    assert posted == [200, 400]
    assert browser.session() is None


def test_the_old_cookie_is_worth_nothing_after_a_new_sign_in(house):  # SES-2
    """Fixation: a session that somebody planted or stole before ends when its browser signs in anew."""
    browser, thief = house.browser(), house.browser()
    browser.sign_in_by_bank_id(NUMBERS[CECILIA])
    thief.cookies[COOKIE] = old = browser.session_token
    assert thief.session() is not None

    browser.sign_in_by_bank_id(NUMBERS[CECILIA])

    assert browser.session_token != old
    assert thief.session() is None


def test_a_cookie_stolen_before_the_sign_out_is_worth_nothing_after_it(house):  # SES-3
    browser, thief = house.browser(), house.browser()
    browser.sign_in_by_bank_id(NUMBERS[CECILIA])
    thief.cookies[COOKIE] = browser.session_token

    browser.sign_out()

    assert thief.session() is None


def test_an_order_of_another_browser_is_nobody_elses_session(house):
    """The attacker begins, the victim signs, the attacker's other browser asks: only who began may finish."""
    attacker, victim = house.browser(), house.browser()
    begun = attacker.begin_bank_id()
    victims = victim.begin_bank_id()
    house.bank_id.app(NUMBERS[CECILIA]).identify(qr=victims["qr"])

    swapped = attacker.collect(victims["attempt_id"])

    assert (swapped.status_code, swapped.json()["code"]) == (409, "sign_in_expired")
    assert attacker.collect(begun["attempt_id"]).json()["state"] == "pending"
    assert victim.until_over(victims["attempt_id"])["state"] == "complete"


def test_a_finished_order_is_not_finished_again(house):
    browser = house.browser()
    begun = browser.begin_bank_id()
    secret = browser.cookies[BROWSER_COOKIE]
    house.bank_id.app(NUMBERS[CECILIA]).identify(qr=begun["qr"])
    browser.until_over(begun["attempt_id"])

    replay = house.browser()
    replay.cookies[BROWSER_COOKIE] = secret

    assert replay.collect(begun["attempt_id"]).json()["code"] == "sign_in_expired"


def test_an_answer_of_the_broker_is_not_used_again_or_elsewhere(house):
    browser, other = house.browser(), house.browser()
    address = house.provider.identify(browser.begin_at_broker(), DAVIDS_HSA_ID)
    other.begin_at_broker()

    assert other.come_back(address) == "/sign-in?failed=sign_in_expired"
    assert browser.come_back(address) == "/"
    assert browser.come_back(address) == "/sign-in?failed=sign_in_expired"


def test_of_many_collects_at_once_one_opens_the_session(house):
    browser = house.browser()
    begun = browser.begin_bank_id()
    house.bank_id.app(NUMBERS[CECILIA]).identify(qr=begun["qr"])

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: browser.collect(begun["attempt_id"]), range(6)))

    states = [answer.json().get("state") for answer in answers]
    cookies = [answer for answer in answers if COOKIE in answer.headers.get("Set-Cookie", "")]
    assert states.count("complete") == len(cookies) == 1


def test_a_new_order_ends_the_old_one_at_bankid_too(house):
    browser = house.browser()
    first = browser.begin_bank_id()
    browser.begin_bank_id()

    assert browser.collect(first["attempt_id"]).json()["code"] == "sign_in_expired"
    assert house.bank_id.counted() == {"live": 1, "cancelled": 1}


def test_unknown_inactive_and_removed_people_cannot_be_told_apart(house):  # STA-2
    answers = {}
    for status, number in (("unknown", UNKNOWN_NUMBER), ("inactive", NUMBERS[ELSA]), ("removed", NUMBERS[ELSA])):
        if status != "unknown":
            house.set_status(ELSA, status)
        browser = house.browser()
        answers[status] = (browser.sign_in_by_bank_id(number), sorted(browser.cookies))

    assert answers["unknown"] == answers["inactive"] == answers["removed"]
    assert answers["unknown"][0] == {"state": "failed", "hint": "no_access", "qr": None, "back": None}


@pytest.mark.parametrize("hint", ["userCancel", "expiredTransaction"])
def test_the_page_learns_why_an_order_failed(house, hint):
    browser = house.browser()
    begun = browser.begin_bank_id()
    house.bank_id.app(NUMBERS[CECILIA]).fail(hint, qr=begun["qr"])

    assert browser.until_over(begun["attempt_id"])["hint"] == hint


def test_while_bankid_is_closed_the_page_is_told_to_come_back(house):
    house.bank_id.break_down(503, "maintenance")

    answer = house.browser().post("/api/sign-in/bankid", language="sv")

    assert (answer.status_code, answer.json()["code"]) == (503, "bankid_unavailable")


def test_an_order_goes_on_when_identity_is_killed_and_comes_back(house):
    browser = house.browser()
    begun, app = browser.begin_bank_id(), house.bank_id.app(NUMBERS[CECILIA])
    opened = app.open(qr=begun["qr"])

    house.services.kill("identity.service")
    house.services.start("identity.service")
    app.sign(opened["ref"])

    assert browser.until_over(begun["attempt_id"])["state"] == "complete"


def test_a_flood_of_codes_from_one_address_is_stopped_and_others_are_not(house):
    flood = [house.browser("198.51.100.9").post("/api/sign-in/bankid").status_code for _ in range(61)]

    assert flood.count(429) == 1
    assert house.browser("198.51.100.10").post("/api/sign-in/bankid").status_code == 200


def test_nothing_of_who_signed_in_stands_in_a_log_line(house):
    browser, _ = signed_in_by_broker(house)
    house.browser().sign_in_by_bank_id(NUMBERS[CECILIA])

    told = house.services.output()
    for secret in (NUMBERS[CECILIA], NUMBERS[ANNA], DAVIDS_HSA_ID, browser.session_token, "qrStartSecret"):
        assert secret not in told
