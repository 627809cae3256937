"""Nothing that a broker signs is believed before all of it fits, and its keys may change."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import RSAKey

from identity.adapters.oidc import REFETCHED_EVERY
from identity.domain.refusals import OidcFailed
from tests.fakes.lying_broker import CLIENT, ISSUER, LOA3, elliptic_key, rsa_key, saying, seconds_from_now, without
from tests.unit.identity.doors import DAVIDS_HSA_ID, Doors, doors
from tests.unit.identity.people import NOW

MINUTE = timedelta(minutes=1)
JWKS = "/jwks"


@pytest.fixture
def ways_in(tmp_path: Path) -> Doors:
    return doors(tmp_path)


LIES = {
    "another issuer": saying(iss="https://evil.test"),
    "an issuer that begins like ours": saying(iss=ISSUER + ".evil.test"),
    "for another client": saying(aud="another"),
    "for others too, and not ours by name": saying(aud=[CLIENT, "another"]),
    "for others too, by the name of another": saying(aud=[CLIENT, "another"], azp="another"),
    "another's nonce": saying(nonce="another"),
    "an empty nonce": saying(nonce=""),
    "a nonce of another kind": saying(nonce=[]),
    "expired": seconds_from_now("exp", -61),
    "from the future": seconds_from_now("iat", 61),
    "not valid yet": seconds_from_now("nbf", 61),
    "an end that is no number": saying(exp="never"),
    "an end that never comes": saying(exp=float("nan")),
    "too weak": saying(acr="http://id.sambi.se/loa/loa2"),
    "several levels at once": saying(acr=[LOA3]),
    "a person of another kind": saying(employeeHsaId=[DAVIDS_HSA_ID]),
    "nobody": saying(employeeHsaId=""),
    "a subject of another kind": saying(sub=7),
    "an empty session": saying(sid=""),
    **{f"no {name}": without(name) for name in ("iss", "aud", "nonce", "exp", "iat", "sub", "acr", "employeeHsaId")},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_broker_that_lies_about_a_claim_lets_nobody_in(ways_in, lie):  # AUT-1
    with pytest.raises(OidcFailed):
        ways_in.identified(changed=lie)


@pytest.mark.parametrize("algorithm", ["none", "HS256", "HS512"])
def test_a_token_that_anyone_could_have_made_lets_nobody_in(ways_in, algorithm):
    ways_in.broker.header = {"alg": algorithm}

    with pytest.raises(OidcFailed):
        ways_in.identified()


def test_a_token_signed_by_a_stranger_under_the_brokers_key_name_lets_nobody_in(ways_in):
    ways_in.broker.key = RSAKey.import_key(rsa_key("stranger").as_dict(private=True) | {"kid": "first"})

    with pytest.raises(OidcFailed):
        ways_in.identified()


@pytest.mark.parametrize("claims", [{"jwk": True}, {"jku": "https://evil.test/jwks"}, {"x5u": "https://evil.test"}])
def test_a_key_that_a_token_brings_along_is_not_used(ways_in, claims):
    stranger = rsa_key("stranger")
    header = {"jwk": stranger.as_dict(private=False)} if claims == {"jwk": True} else claims
    ways_in.broker.key, ways_in.broker.header = stranger, {"alg": "RS256", **header}

    with pytest.raises(OidcFailed):
        ways_in.identified()


@pytest.mark.parametrize("changed", [seconds_from_now("exp", -55), seconds_from_now("iat", 55)])
def test_a_clock_that_differs_by_less_than_a_minute_shuts_nobody_out(ways_in, changed):
    assert ways_in.identified(changed=changed).token


def test_new_keys_are_fetched_when_a_token_is_signed_with_one(ways_in):
    ways_in.identified()
    ways_in.broker.rotate(elliptic_key())
    ways_in.broker.header = {"alg": "ES256"}

    assert ways_in.identified(now=NOW + MINUTE).token
    assert ways_in.broker.fetched.count(JWKS) == 2


def test_tokens_with_unknown_keys_do_not_make_us_fetch_without_end(ways_in):
    ways_in.identified()
    published = ways_in.broker.published
    ways_in.broker.rotate()
    ways_in.broker.published = published

    for second in range(20):
        with pytest.raises(OidcFailed):
            ways_in.identified(now=NOW + timedelta(seconds=second))
    assert ways_in.broker.fetched.count(JWKS) == 2

    with pytest.raises(OidcFailed):
        ways_in.identified(now=NOW + REFETCHED_EVERY)
    assert ways_in.broker.fetched.count(JWKS) == 3


def test_a_key_of_a_kind_we_do_not_use_is_left_out_not_stumbled_over(ways_in):
    keys = [key.as_dict(private=False) for key in ways_in.broker.published]
    odd = [
        {"kty": "oct", "k": "AAAA"},
        {"kty": "RSA", "n": "?"},
        {"kty": "new"},
        "no key",
        {"kty": "RSA", "use": "enc"},
    ]
    ways_in.broker.answers[JWKS] = httpx.Response(200, json={"keys": [*odd, *keys]})

    assert ways_in.identified().token
