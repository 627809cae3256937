"""Colleagues come in through their broker, and nothing that a broker says is believed before it fits."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from identity.adapters.oidc import METADATA_KEPT
from identity.domain.refusals import (
    NoAccess,
    OidcCancelled,
    OidcFailed,
    OidcUnavailable,
    SignInExpired,
    SignInUnavailable,
)
from identity.domain.signing_in import BROKER_VISIT_LIVES
from tests.fakes.lying_broker import CALLBACK, CLIENT, ISSUER, LOA3, LOA4
from tests.unit.identity.doors import ANOTHER, DAVID, DAVIDS_HSA_ID, DAVIDS_NUMBER, Doors, doors
from tests.unit.identity.people import ANNA, CECILIA, NOW, NUMBERS

DISCOVERY = "/.well-known/openid-configuration"


@pytest.fixture
def ways_in(tmp_path: Path) -> Doors:
    return doors(tmp_path)


def set_status(ways_in, status, person_id=DAVID):
    ways_in.care.provider.persons.change_status(person_id=person_id, changed_by=ANNA, status=status, now=NOW)


def test_a_colleague_is_signed_in_by_the_brokers_word_and_as_strongly(ways_in):  # AUT-1
    came_back = ways_in.identified(changed=lambda claims: claims.update(acr=LOA4))

    signed_in = ways_in.session_of(came_back.token)
    assert signed_in.person.id == DAVID
    assert (signed_in.session.method, signed_in.session.strength) == ("oidc", "loa4")


def test_the_broker_is_asked_for_exactly_what_is_checked_later(ways_in):
    address = urlsplit(ways_in.at_broker())

    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert address.geturl().startswith(f"{ISSUER}/authorize?")
    assert asked["response_type"] == "code"
    assert (asked["client_id"], asked["redirect_uri"], asked["scope"]) == (CLIENT, CALLBACK, "openid")
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
    assert (asked["acr_values"], asked["ui_locales"]) == (f"{LOA3} {LOA4}", "sv")
    assert min(len(asked["state"]), len(asked["nonce"])) >= 43


def test_each_visit_at_the_broker_has_secrets_of_its_own(ways_in):
    queries = [parse_qs(urlsplit(ways_in.at_broker()).query) for _ in range(3)]

    for name in ("state", "nonce", "code_challenge"):
        assert len({query[name][0] for query in queries}) == 3


def test_the_code_is_redeemed_with_the_clients_secret_encoded_as_the_standard_says(ways_in):
    ways_in.identified()

    request = ways_in.broker.token_request
    assert request.headers["Authorization"].startswith("Basic ")
    assert "client_secret" not in request.content.decode()


def test_a_broker_that_takes_no_basic_authentication_gets_the_secret_in_the_form(ways_in):
    ways_in.broker.metadata["token_endpoint_auth_methods_supported"] = ["client_secret_post"]

    ways_in.identified()

    form = parse_qs(ways_in.broker.token_request.content.decode())
    assert form["client_id"] == [CLIENT]
    assert "Authorization" not in ways_in.broker.token_request.headers


def test_one_comes_back_to_where_one_was(ways_in):  # SES-4
    answer = ways_in.broker.identify(ways_in.at_broker(back="/visits/7"), DAVIDS_HSA_ID)

    assert ways_in.finish(answer).back == "/visits/7"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=["no", "object"]),
        httpx.Response(302, headers={"Location": "https://evil.test"}),
        httpx.Response(200, json={"issuer": "https://evil.test"}),
        httpx.Response(200, json={"issuer": ISSUER}),
    ],
)
def test_a_broker_that_does_not_say_who_it_is_is_not_there(ways_in, answer):
    ways_in.broker.answers[DISCOVERY] = answer

    with pytest.raises(OidcUnavailable):
        ways_in.at_broker()


def test_a_broker_that_would_have_the_code_sent_in_the_open_is_not_there(ways_in):
    ways_in.broker.metadata["token_endpoint"] = "http://broker.test/token"

    with pytest.raises(OidcUnavailable):
        ways_in.at_broker()


def test_what_the_broker_said_an_hour_ago_holds_while_it_is_silent(ways_in):
    ways_in.at_broker()
    ways_in.broker.answers[DISCOVERY] = httpx.Response(503)

    assert ways_in.at_broker(now=NOW + METADATA_KEPT)


@pytest.mark.parametrize(("status", "refusal"), [(400, OidcFailed), (401, OidcFailed), (503, OidcUnavailable)])
def test_a_code_that_the_broker_does_not_redeem_lets_nobody_in(ways_in, status, refusal):
    ways_in.broker.answers["/token"] = httpx.Response(status, json={"error": "invalid_grant"})

    with pytest.raises(refusal):
        ways_in.identified()


@pytest.mark.parametrize("iss", [None, "https://evil.test", ""])
def test_an_answer_from_another_issuer_is_not_ours(ways_in, iss):
    """Mix-up (RFC 9207): ours always says its name."""
    answer = ways_in.broker.identify(ways_in.at_broker(), DAVIDS_HSA_ID)

    with pytest.raises(OidcFailed):
        ways_in.finish(answer | {"iss": iss})


def test_a_broker_that_never_says_its_name_need_not_say_it(ways_in):
    ways_in.broker.metadata.pop("authorization_response_iss_parameter_supported")
    answer = ways_in.broker.identify(ways_in.at_broker(), DAVIDS_HSA_ID)

    assert ways_in.finish(answer | {"iss": None}).token


@pytest.mark.parametrize(
    ("error", "refusal"), [("access_denied", OidcCancelled), ("server_error", OidcFailed), ("<b>", OidcFailed)]
)
def test_who_turns_back_at_the_broker_is_told_so(ways_in, error, refusal):
    answer = ways_in.broker.identify(ways_in.at_broker(), DAVIDS_HSA_ID)

    with pytest.raises(refusal):
        ways_in.finish(answer | {"code": None, "error": error})


def test_a_state_is_used_once(ways_in):
    answer = ways_in.broker.identify(ways_in.at_broker(), DAVIDS_HSA_ID)
    ways_in.finish(answer)

    with pytest.raises(SignInExpired):
        ways_in.finish(answer)


@pytest.mark.parametrize("state", ["", "another", "x" * 200])
def test_a_state_that_we_did_not_give_opens_nothing(ways_in, state):
    answer = ways_in.broker.identify(ways_in.at_broker(), DAVIDS_HSA_ID)

    with pytest.raises(SignInExpired):
        ways_in.finish(answer | {"state": state})
    assert ways_in.broker.token_request is None


def test_another_browser_does_not_finish_what_this_one_began(ways_in):
    answer = ways_in.broker.identify(ways_in.at_broker(), DAVIDS_HSA_ID)

    with pytest.raises(SignInExpired):
        ways_in.finish(answer, browser=ANOTHER)


def test_anothers_code_does_not_fit_ones_own_visit(ways_in):
    """An injected code: the broker wants the verifier of the browser that began."""
    theirs = ways_in.broker.identify(ways_in.at_broker(ANOTHER), DAVIDS_HSA_ID)
    mine = ways_in.broker.identify(ways_in.at_broker(), DAVIDS_HSA_ID)

    with pytest.raises(OidcFailed):
        ways_in.finish(mine | {"code": theirs["code"]})


def test_a_visit_at_the_broker_ends_after_a_while(ways_in):
    answer = ways_in.broker.identify(ways_in.at_broker(), DAVIDS_HSA_ID)

    with pytest.raises(SignInExpired):
        ways_in.finish(answer, now=NOW + BROKER_VISIT_LIVES)


def test_an_order_of_bankid_is_not_finished_by_a_broker(ways_in):
    ways_in.begin()

    with pytest.raises(SignInExpired):
        ways_in.finish({"state": "s", "code": "c", "iss": ISSUER, "error": None})


@pytest.mark.parametrize("hsa_id", ["SE2321000016-9999", "' OR 1=1", DAVIDS_HSA_ID + "0"])
def test_an_id_that_nobody_here_holds_gets_the_one_answer(ways_in, hsa_id):
    with pytest.raises(NoAccess):
        ways_in.identified(hsa_id)


@pytest.mark.parametrize("status", ["inactive", "removed"])
def test_inactive_and_removed_colleagues_get_the_same_answer(ways_in, status):  # STA-2
    set_status(ways_in, status)

    with pytest.raises(NoAccess):
        ways_in.identified()


def test_small_letters_and_spaces_in_an_id_are_the_brokers_manner_not_another_person(ways_in):
    assert ways_in.identified(f" {DAVIDS_HSA_ID.lower()} ").token


def test_an_index_that_is_late_does_not_let_the_former_holder_in(ways_in):
    ways_in.staff_ids.late["SE2321000016-0007"] = [DAVID]

    with pytest.raises(NoAccess):
        ways_in.identified("SE2321000016-0007")


def test_an_id_that_two_people_hold_opens_for_neither(ways_in):
    ways_in.staff_ids.late[DAVIDS_HSA_ID] = [DAVID, ANNA]

    with pytest.raises(NoAccess):
        ways_in.identified()


def by_number(tmp_path) -> Doors:
    return doors(tmp_path, proves="personnummer")


def test_a_broker_may_vouch_for_a_personnummer(tmp_path):  # AUT-1
    ways_in = by_number(tmp_path)

    for spelling in (DAVIDS_NUMBER, f"{DAVIDS_NUMBER[:8]}-{DAVIDS_NUMBER[8:]}"):
        assert ways_in.session_of(ways_in.identified(spelling).token).person.id == DAVID


def test_patients_do_not_come_in_through_their_caregivers_broker(tmp_path):
    ways_in = by_number(tmp_path)
    assert ways_in.care.provider.persons.read(CECILIA).roles == ["patient"]

    with pytest.raises(NoAccess):
        ways_in.identified(NUMBERS[2])


def test_a_method_that_is_switched_off_begins_and_finishes_nothing(tmp_path):
    with pytest.raises(SignInUnavailable):
        doors(tmp_path, methods=("bankid",)).at_broker()
