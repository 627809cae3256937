"""Where a client is reached: who may say so, and how that changes."""

import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.visit_media.checks import check, read
from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport.paths import CONSENT_SECONDS, MOST_ADDRESSES, QUIET_SECONDS, Credentials, Paths
from visit_media.sfu.transport.stun import read_binding_request

HOME: Address = ("192.0.2.7", 5000)
ROAD: Address = ("2001:db8::7", 6000)


@pytest.fixture
def paths() -> Paths:
    return Paths()


def send(
    paths: Paths,
    address: Address = HOME,
    *,
    by: Credentials | None = None,
    nominates: bool = False,
    leads: bool = True,
    now: float = 0.0,
) -> bytes | None:
    known = by or paths.credentials
    request = read(check(known.ufrag, known.password, nominates=nominates, leads=leads))
    return paths.check(request, address, now, address)


@pytest.mark.parametrize("address", [HOME, ROAD])
def test_a_signed_check_is_answered_and_tells_where_it_came_from(paths: Paths, address: Address) -> None:
    answer = send(paths, address)

    assert answer is not None
    response = stun.parse_message(answer)
    assert response.message_class == stun.Class.RESPONSE
    assert response.attributes["XOR-MAPPED-ADDRESS"] == address
    assert response.check_message_integrity(paths.credentials.password.encode())
    assert "FINGERPRINT" in response.attributes


def test_a_check_with_a_wrong_signature_gets_no_answer_and_teaches_us_nothing(paths: Paths) -> None:
    assert send(paths, by=Credentials(paths.credentials.ufrag, "guess")) is None
    assert (paths.address, paths.addresses) == (None, frozenset())


def test_a_check_without_signature_or_fingerprint_is_none() -> None:
    attributes: dict[str, object] = {"USERNAME": "ours:theirs", "PRIORITY": 1}
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, attributes=attributes)
    assert read_binding_request(bytes(message)) is None

    message.add_fingerprint()
    unsigned = read_binding_request(bytes(message))
    assert unsigned is not None
    assert not unsigned.is_signed_with("anything")
    assert read_binding_request(bytes(message)[:-1] + b"x") is None


def test_an_answer_is_never_longer_than_what_it_answers(paths: Paths) -> None:
    known = paths.credentials
    for nominates in (False, True):
        for leads in (False, True):
            asked = check(known.ufrag, known.password, nominates=nominates, leads=leads)
            answer = paths.check(read(asked), ROAD, 0.0, ROAD)
            assert answer is not None
            assert len(answer) <= len(asked)


def test_a_client_that_would_let_us_lead_is_told_to_lead_itself(paths: Paths) -> None:
    answer = send(paths, leads=False, nominates=True)

    assert answer is not None
    response = stun.parse_message(answer)
    assert response.error_code == 487
    assert response.check_message_integrity(paths.credentials.password.encode())
    assert paths.address is None


def test_the_latest_nominated_address_is_the_one_used(paths: Paths) -> None:
    send(paths, HOME)
    send(paths, ROAD)
    assert paths.address == HOME

    send(paths, ROAD, nominates=True)
    assert paths.address == ROAD

    send(paths, HOME, nominates=True)
    assert paths.address == HOME
    assert paths.addresses == {HOME, ROAD}


def test_after_a_restart_the_old_path_counts_until_the_client_nominates_a_new_one(paths: Paths) -> None:
    before = paths.credentials
    send(paths, HOME, nominates=True)

    paths.restart()

    after = paths.credentials
    assert (before.ufrag != after.ufrag, before.password != after.password) == (True, True)
    assert send(paths, HOME, by=before, now=5.0) is not None
    assert send(paths, ROAD, by=after, now=5.0) is not None
    assert paths.address == HOME

    send(paths, ROAD, by=after, nominates=True, now=6.0)

    assert paths.address == ROAD
    assert send(paths, HOME, by=before, now=7.0) is None
    assert paths.credentials == after


def test_a_second_restart_before_the_first_is_done_replaces_it(paths: Paths) -> None:
    send(paths, HOME, nominates=True)
    paths.restart()
    first = paths.credentials
    paths.restart()

    assert send(paths, ROAD, by=first, nominates=True) is None
    assert send(paths, ROAD, nominates=True) is not None
    assert paths.address == ROAD


def test_every_generation_of_credentials_begins_with_the_same_key(paths: Paths) -> None:
    ufrags = {paths.credentials.ufrag}
    for _ in range(3):
        paths.restart()
        ufrags.add(paths.credentials.ufrag)

    assert len(ufrags) == 4
    assert all(ufrag.startswith(paths.key) for ufrag in ufrags)


def test_consent_ends_half_a_minute_after_the_last_check_on_the_chosen_path(paths: Paths) -> None:
    assert not paths.has_consent(0.0)
    send(paths, HOME, now=1.0)

    assert paths.has_consent(1.0 + CONSENT_SECONDS)
    assert not paths.has_consent(1.1 + CONSENT_SECONDS)


def test_a_path_that_fell_silent_is_left_for_one_that_lives(paths: Paths) -> None:
    send(paths, HOME, nominates=True, now=0.0)
    send(paths, ROAD, now=QUIET_SECONDS)

    paths.tend(QUIET_SECONDS)
    assert paths.address == HOME

    paths.tend(QUIET_SECONDS + 0.1)
    assert paths.address == ROAD

    paths.tend(CONSENT_SECONDS + 0.1)
    assert paths.addresses == {ROAD}


def test_a_path_that_is_gone_leaves_the_liveliest_other_one(paths: Paths) -> None:
    send(paths, HOME, nominates=True, now=0.0)
    send(paths, ROAD, now=1.0)

    paths.forget(HOME)
    assert paths.address == ROAD

    paths.forget(ROAD)
    assert not paths.addresses
    assert not paths.has_consent(1.0)


def test_one_client_cannot_fill_our_memory_with_addresses(paths: Paths) -> None:
    send(paths, HOME, nominates=True)
    for port in range(1, MOST_ADDRESSES + 5):
        send(paths, ("192.0.2.2", port), now=float(port))

    assert len(paths.addresses) == MOST_ADDRESSES
    assert HOME in paths.addresses
    assert ("192.0.2.2", 1) not in paths.addresses


@given(st.binary(max_size=80))
def test_any_bytes_are_a_check_or_nothing(raw: bytes) -> None:
    read_binding_request(raw)
    read_binding_request(b"\x00\x01" + raw)
    read_binding_request(check("a", "b")[: len(raw)] + raw)
