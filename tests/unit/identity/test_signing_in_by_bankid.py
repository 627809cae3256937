"""One live order for each browser, finished once by that browser; one answer for all who have no way in."""

from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from uuid import UUID

import pytest

from identity.application.sign_in.by_bankid import Progress
from identity.domain.person import Person
from identity.domain.personnummer_claim import PersonnummerClaim
from identity.domain.refusals import BankIdUnavailable, SignInExpired, SignInUnavailable
from identity.domain.signing_in import ORDER_LIVES, Order
from tests.unit.identity.doors import ANOTHER, BROWSER, CECILIAS_NUMBER, DAVIDS_NUMBER, Doors, doors
from tests.unit.identity.people import ANNA, CECILIA, NOW, add
from tests.unit.identity.signing import WINDOW


@pytest.fixture
def ways_in(tmp_path: Path) -> Doors:
    return doors(tmp_path)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def collect(ways_in: Doors, attempt_id, seconds: float = 0, browser: str = BROWSER) -> Progress:
    return ways_in.by_bank_id.collect(browser=browser, attempt_id=attempt_id, nonce=None, now=after(seconds))


def identified(ways_in: Doors, number: str) -> Progress:
    attempt_id, token = ways_in.begin()
    ways_in.bank_id.identify(token, number)
    return collect(ways_in, attempt_id)


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (0, "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"),
        (1, "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2"),
        (2, "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3"),
    ],
)
def test_the_qr_code_is_the_one_that_bankid_publishes(second, code):  # AUT-1
    token, secret = "67df3917-fa0d-44e5-b327-edcc928297f8", "d28db9a7-4cde-429e-a983-359be676944c"
    order = Order("ref", "start", token, secret)

    assert order.qr(NOW, after(second + 0.9)) == f"bankid.{token}.{second}.{code}"


def test_a_clock_that_goes_backwards_shows_the_first_second():
    order = Order("ref", "start", "token", "secret")

    assert order.qr(NOW, after(-5)) == order.qr(NOW, NOW)


def test_who_is_identified_is_signed_in_with_the_strength_of_bankid(ways_in):  # AUT-1
    progress = identified(ways_in, CECILIAS_NUMBER)

    assert progress.state == "complete"
    assert progress.token is not None
    signed_in = ways_in.care.sessions.read(token=progress.token, clicked=False, now=NOW)
    assert signed_in.person.id == CECILIA
    assert (signed_in.session.method, signed_in.session.strength) == ("bankid", "loa3")


def test_colleagues_may_use_bankid_too(ways_in):  # AUT-1
    assert identified(ways_in, DAVIDS_NUMBER).state == "complete"


def test_the_code_changes_each_second_and_is_gone_once_the_app_was_started(ways_in):  # AUT-1
    attempt_id, token = ways_in.begin()

    codes = [collect(ways_in, attempt_id, second).qr for second in (0, 1, 2)]
    ways_in.bank_id.open(token)
    started = collect(ways_in, attempt_id, 5)

    assert len(set(codes)) == 3
    assert (started.hint, started.qr) == ("userSign", None)


def test_bankid_is_asked_every_other_second_however_often_the_page_asks(ways_in):
    attempt_id, _ = ways_in.begin()

    hints = [collect(ways_in, attempt_id, tenths / 10).hint for tenths in range(60)]

    assert len(ways_in.bank_id.asked) == 3
    assert set(hints) == {"outstandingTransaction"}


def test_what_bankid_said_last_is_told_between_two_askings(ways_in):
    attempt_id, token = ways_in.begin()
    ways_in.bank_id.open(token)
    collect(ways_in, attempt_id, 0)

    assert collect(ways_in, attempt_id, 1).hint == "userSign"
    assert len(ways_in.bank_id.asked) == 1


@pytest.mark.parametrize("hint", ["userCancel", "expiredTransaction", "somethingNew"])
def test_a_failed_order_says_why_and_is_over(ways_in, hint):
    attempt_id, token = ways_in.begin()
    ways_in.bank_id.fail(token, hint)

    failed = collect(ways_in, attempt_id)

    assert failed == Progress("failed", hint=hint)
    with pytest.raises(SignInExpired):
        collect(ways_in, attempt_id, 3)


def test_a_new_order_ends_the_one_the_browser_had(ways_in):
    first, _ = ways_in.begin()
    ways_in.begin()

    with pytest.raises(SignInExpired):
        collect(ways_in, first)
    assert ways_in.bank_id.cancelled == [ways_in.bank_id.begun[0].order_ref]


def test_other_browsers_orders_go_on(ways_in):
    attempt_id, _ = ways_in.begin()
    ways_in.begin(ANOTHER)

    assert collect(ways_in, attempt_id).state == "pending"
    assert ways_in.bank_id.cancelled == []


def test_another_browser_neither_collects_nor_cancels_an_order(ways_in):
    """Swapped orders: whoever makes a victim identify himself for the attacker's order gets nothing by it."""
    attempt_id, token = ways_in.begin()
    ways_in.begin(ANOTHER)
    ways_in.bank_id.identify(token, CECILIAS_NUMBER)

    ways_in.by_bank_id.cancel(browser=ANOTHER, attempt_id=attempt_id, now=NOW)
    with pytest.raises(SignInExpired):
        collect(ways_in, attempt_id, browser=ANOTHER)
    assert collect(ways_in, attempt_id).state == "complete"


def test_a_finished_order_opens_nothing_more(ways_in):
    attempt_id, token = ways_in.begin()
    ways_in.bank_id.identify(token, CECILIAS_NUMBER)
    collect(ways_in, attempt_id)

    with pytest.raises(SignInExpired):
        collect(ways_in, attempt_id, 3)


def test_an_order_is_forgotten_after_its_time(ways_in):
    attempt_id, token = ways_in.begin()
    ways_in.bank_id.identify(token, CECILIAS_NUMBER)

    with pytest.raises(SignInExpired):
        collect(ways_in, attempt_id, ORDER_LIVES.total_seconds())


def test_a_given_up_order_is_cancelled_at_bankid_and_may_be_given_up_twice(ways_in):
    attempt_id, _ = ways_in.begin()

    for _ in range(2):
        ways_in.by_bank_id.cancel(browser=BROWSER, attempt_id=attempt_id, now=NOW)

    assert len(ways_in.bank_id.cancelled) == 1
    with pytest.raises(SignInExpired):
        collect(ways_in, attempt_id)


def test_of_many_who_collect_at_once_one_gets_the_session(ways_in):
    attempt_id, token = ways_in.begin()
    ways_in.bank_id.identify(token, CECILIAS_NUMBER)
    told: list[object] = []
    barrier = Barrier(8)

    def one(seconds: float) -> None:
        barrier.wait()
        try:
            told.append(collect(ways_in, attempt_id, seconds))
        except SignInExpired:
            told.append(None)

    threads = [Thread(target=one, args=(2.0 * number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(1 for each in told if isinstance(each, Progress) and each.token) == 1


def inactive(ways_in: Doors) -> None:
    ways_in.care.provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status="inactive", now=NOW)


def removed(ways_in: Doors) -> None:
    ways_in.care.provider.persons.change_status(person_id=CECILIA, changed_by=ANNA, status="removed", now=NOW)


@pytest.mark.parametrize(
    ("made", "number"),
    [(lambda _: None, "199912312384"), (inactive, CECILIAS_NUMBER), (removed, CECILIAS_NUMBER)],
    ids=["unknown", "inactive", "removed"],
)
def test_unknown_inactive_and_removed_people_get_one_answer(ways_in, made, number):  # STA-2
    made(ways_in)

    assert identified(ways_in, number) == Progress("failed", hint="no_access")


def test_the_answer_takes_the_same_work_whoever_it_is(ways_in, monkeypatch):  # STA-2
    """Nobody learns from the time it takes who is known here."""
    log, sought = ways_in.care.provider.log, []
    find = log.find
    monkeypatch.setattr(log, "find", lambda kind, known_by: sought.append(kind) or find(kind, known_by))

    def work(number: str) -> list[type]:
        sought.clear()
        identified(ways_in, number)
        return [kind for kind in sought if kind in (PersonnummerClaim, Person)]

    unknown = work("199912312384")
    inactive(ways_in)
    for_inactive = work(CECILIAS_NUMBER)
    removed(ways_in)

    assert unknown == for_inactive == work(CECILIAS_NUMBER) == [PersonnummerClaim, Person, Person]


def test_support_enters_only_while_a_window_is_open(ways_in):
    helper, number = UUID(int=92), "201002032380"
    add(ways_in.care.provider, helper, number, ["support"], by=ANNA)

    closed = identified(ways_in, number)
    ways_in.care.support.open(window_id=WINDOW, opened_by=ANNA, hours=1, reason="Felsökning", now=NOW)
    opened = identified(ways_in, number)

    assert (closed.hint, opened.state) == ("no_access", "complete")


def test_a_method_that_is_not_configured_or_switched_off_begins_nothing(tmp_path):
    ways_in = doors(tmp_path, methods=("oidc",))

    with pytest.raises(SignInUnavailable):
        ways_in.begin()
    assert ways_in.bank_id.begun == []


def test_while_bankid_is_down_an_order_waits(ways_in):
    attempt_id, token = ways_in.begin()
    ways_in.bank_id.is_down = True
    with pytest.raises(BankIdUnavailable):
        collect(ways_in, attempt_id)

    ways_in.bank_id.is_down = False
    ways_in.bank_id.identify(token, CECILIAS_NUMBER)

    assert collect(ways_in, attempt_id, 2).state == "complete"


def test_the_secret_of_the_qr_code_stands_nowhere_in_the_open(ways_in, tmp_path):
    ways_in.begin()
    (order,) = ways_in.bank_id.begun

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert order.qr_start_secret.encode() not in kept
    assert order.order_ref.encode() not in kept
    assert BROWSER.encode() not in kept
