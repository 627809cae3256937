"""An app that a link has opened lets nobody in but the browser that it leads back."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from identity.application.sign_in.by_bankid import Progress
from identity.domain.refusals import SignInExpired
from identity.domain.signing_in import ORDER_LIVES
from tests.unit.identity.doors import ANOTHER, BROWSER, CECILIAS_NUMBER, SIGN_IN_PAGE, Doors, doors
from tests.unit.identity.people import CECILIA, NOW

AWAITED = Progress("pending", hint="return_awaited")
VICTIM = ANOTHER


@pytest.fixture
def ways_in(tmp_path: Path) -> Doors:
    return doors(tmp_path)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def collect(ways_in: Doors, attempt_id: UUID, seconds: float = 0, **other: Any) -> Progress:
    asked: dict[str, Any] = {"browser": BROWSER, "nonce": None, **other}
    return ways_in.by_bank_id.collect(attempt_id=attempt_id, now=after(seconds), **asked)


def identified(ways_in: Doors, **asked: Any) -> tuple[UUID, str]:
    """An order of this device whose app has just led back: the attempt and the nonce it came with."""
    attempt_id, token = ways_in.begin_here(**asked)
    address = urlsplit(ways_in.bank_id.identify(token, CECILIAS_NUMBER))
    assert parse_qs(address.query) == {"bankid": [str(attempt_id)]}
    return attempt_id, address.fragment


def test_the_app_leads_back_to_the_sign_in_page_with_a_nonce_of_this_order(ways_in):  # AUT-1
    nonces = {identified(ways_in)[1] for _ in range(3)}

    assert len(nonces) == 3
    assert min(len(nonce) for nonce in nonces) >= 43
    assert all(str(url).startswith(f"{SIGN_IN_PAGE}?bankid=") for url in ways_in.bank_id.return_urls.values())


def test_who_comes_back_with_the_nonce_is_signed_in_where_one_was_going(ways_in):  # AUT-1, SES-4
    attempt_id, nonce = identified(ways_in, back="/visits/7")

    progress = collect(ways_in, attempt_id, nonce=nonce)

    assert (progress.state, progress.back) == ("complete", "/visits/7")
    assert ways_in.session_of(progress.token).person.id == CECILIA


def test_an_order_is_started_by_its_token_or_by_its_code_never_by_both(ways_in):
    here, elsewhere = ways_in.begin_bank_id(same_device=True), ways_in.begin_bank_id(ANOTHER)
    asked = collect(ways_in, here.attempt_id)

    assert (here.qr, asked.qr, elsewhere.auto_start_token) == (None, None, None)
    assert None not in (here.auto_start_token, elsewhere.qr)
    assert list(ways_in.bank_id.return_urls.values())[1] is None


def test_a_link_that_somebody_else_opened_signs_nobody_in(ways_in):
    """The attacker sends the link that starts his order; the victim identifies himself in his own app."""
    attempt_id, nonce = identified(ways_in)  # the nonce opens in the victim's browser

    attackers = [collect(ways_in, attempt_id, seconds) for seconds in range(0, 300, 7)]
    with pytest.raises(SignInExpired):
        collect(ways_in, attempt_id, browser=VICTIM, nonce=nonce)

    assert set(attackers) == {AWAITED}


def test_what_was_never_come_back_to_dies_with_its_time(ways_in):
    attempt_id, nonce = identified(ways_in)
    assert collect(ways_in, attempt_id) == AWAITED

    with pytest.raises(SignInExpired):
        collect(ways_in, attempt_id, ORDER_LIVES.total_seconds(), nonce=nonce)


def test_bankid_is_asked_no_more_once_it_has_told_who_it_was(ways_in):
    attempt_id, nonce = identified(ways_in)
    for seconds in range(10):
        collect(ways_in, attempt_id, seconds)

    assert collect(ways_in, attempt_id, 11, nonce=nonce).state == "complete"
    assert len(ways_in.bank_id.asked) == 1


@pytest.mark.parametrize("guess", ["", "guess", "å" * 43, "A" * 43])
@pytest.mark.parametrize("is_known", [True, False])
def test_a_wrong_nonce_ends_the_attempt_for_the_right_one_too(ways_in, guess, is_known):
    attempt_id, nonce = identified(ways_in)
    if is_known:
        collect(ways_in, attempt_id)

    for tried in (guess, nonce):
        with pytest.raises(SignInExpired):
            collect(ways_in, attempt_id, 3, nonce=tried)


def test_a_wrong_nonce_cancels_the_order_that_the_app_still_shows(ways_in):
    attempt_id, token = ways_in.begin_here()
    ways_in.bank_id.open(token)

    with pytest.raises(SignInExpired):
        collect(ways_in, attempt_id, nonce="guess")

    assert len(ways_in.bank_id.cancelled) == 1


def test_a_nonce_is_none_of_an_order_that_was_scanned(ways_in):
    attempt_id, token = ways_in.begin()
    ways_in.bank_id.identify(token, CECILIAS_NUMBER)

    with pytest.raises(SignInExpired):
        collect(ways_in, attempt_id, nonce="guess")


def test_a_nonce_of_another_order_opens_nothing(ways_in):
    _, others = identified(ways_in, browser=ANOTHER)
    attempt_id, _ = identified(ways_in)

    with pytest.raises(SignInExpired):
        collect(ways_in, attempt_id, nonce=others)


def test_a_nonce_is_used_once(ways_in):
    attempt_id, nonce = identified(ways_in)
    collect(ways_in, attempt_id, nonce=nonce)

    with pytest.raises(SignInExpired):
        collect(ways_in, attempt_id, 3, nonce=nonce)


def test_the_page_may_come_back_before_bankid_says_that_it_is_done(ways_in):
    attempt_id, token = ways_in.begin_here()
    ways_in.bank_id.open(token)
    nonce = urlsplit(ways_in.bank_id.return_urls[token]).fragment

    early = collect(ways_in, attempt_id, nonce=nonce)
    ways_in.bank_id.identify(token, CECILIAS_NUMBER)

    assert (early.state, early.hint) == ("pending", "userSign")
    assert collect(ways_in, attempt_id, 2, nonce=nonce).state == "complete"


def test_what_bankid_told_another_page_a_moment_ago_counts(ways_in, monkeypatch):
    """Both pages of the browser ask; the one where it began hears the end, the one that came back hears none."""
    attempt_id, nonce = identified(ways_in)
    ask = ways_in.bank_id.collect

    def told_to_the_other(order_ref: str):
        monkeypatch.setattr(ways_in.bank_id, "collect", ask)
        collect(ways_in, attempt_id, 2)
        return ask(order_ref)

    monkeypatch.setattr(ways_in.bank_id, "collect", told_to_the_other)

    assert collect(ways_in, attempt_id, 0, nonce=nonce).state == "complete"


def test_a_new_order_of_either_kind_ends_the_one_before(ways_in):
    first, _ = ways_in.begin_here()
    second, _ = ways_in.begin()
    ways_in.begin_here()

    assert len(ways_in.bank_id.cancelled) == 2
    for attempt_id in (first, second):
        with pytest.raises(SignInExpired):
            collect(ways_in, attempt_id)


def test_neither_nonce_nor_number_stands_in_the_open_while_the_return_is_awaited(ways_in, tmp_path):
    attempt_id, nonce = identified(ways_in)
    collect(ways_in, attempt_id)

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert nonce.encode() not in kept
    assert CECILIAS_NUMBER.encode() not in kept
