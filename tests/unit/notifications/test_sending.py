"""Each notice exactly once, whatever the operator answers, and never what is no longer so (NOT-1, NOT-3)."""

from datetime import timedelta
from uuid import UUID

import pytest

from notifications.application.attempting import NotItsTurn
from notifications.domain.notice import Notice
from notifications.domain.outgoing import IdentityUnavailable, NotTaken, OutcomeUnknown, TryLater
from notifications.domain.refusals import NoticeNotFailed, TooLate
from tests.unit.notifications.house import ANNA, CECILIA, PATIENCE, TOMORROW, House, mail_to, sms_to

LATER, LATER_STILL = TOMORROW + timedelta(hours=3), TOMORROW + timedelta(hours=5)


def the_sms(house: House) -> Notice:
    [sms] = [each for each in house.all() if each.channel == "sms"]
    return sms


def test_an_sms_and_an_email_are_sent_once(house: House) -> None:  # NOT-2
    house.book()

    house.send()
    house.send()

    assert sms_to(house, CECILIA) == ["booked 03 09:00 was None × 1"]
    assert [each.calendar_method for each in mail_to(house, CECILIA)] == ["REQUEST"]
    assert house.states("sms") == house.states("email") == [("sent", None)]


def test_the_attempt_is_written_before_the_operator_is_called(house: House) -> None:
    seen: list[str] = []
    house.phones.before_it_answers = lambda message: seen.append(house.notices.read(message.notice_id).state)
    house.book()

    house.send()

    assert seen == ["sending"]


def test_what_the_operator_did_not_take_is_tried_again_after_longer_and_longer_pauses(house: House) -> None:
    house.phones.failures = [TryLater("operator_unreachable")] * 12
    house.book(starts_at=TOMORROW + timedelta(days=3))
    pauses = []
    house.send()

    while the_sms(house).state == "waiting":
        next_attempt_at = the_sms(house).next_attempt_at
        assert next_attempt_at is not None
        pauses.append((next_attempt_at - house.now).total_seconds())
        house.passes(seconds=pauses[-1] - 1)
        house.send()
        assert len(house.phones.failures) == 12 - len(pauses)
        house.passes(seconds=1)
        house.send()

    assert pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600]
    assert (the_sms(house).state, len(house.phones.taken)) == ("sent", 1)


def test_after_a_day_without_an_operator_it_has_failed(house: House) -> None:
    house.phones.failures = [TryLater("operator_unreachable")] * 1000
    house.book(starts_at=TOMORROW + timedelta(days=3))

    for _ in range(26):
        house.send()
        house.passes(hours=1)

    assert house.states("sms") == [("failed", "operator_unreachable")]


def test_when_the_visit_has_begun_no_attempt_is_repeated(house: House) -> None:
    house.phones.failures = [TryLater("operator_unreachable")] * 1000
    house.book(starts_at=house.now + timedelta(minutes=12))

    for _ in range(20):
        house.send()
        house.passes(minutes=1)

    assert house.states("sms") == [("failed", "operator_unreachable")]
    assert len(house.phones.failures) > 990


def test_what_the_operator_refuses_is_not_tried_again(house: House) -> None:
    house.phones.failures = [NotTaken("number_takes_no_sms")]
    house.book()

    house.send()
    house.passes(days=1)
    house.send()

    assert house.states("sms") == [("failed", "number_takes_no_sms")]
    assert house.phones.taken == []


def test_an_sms_whose_answer_was_lost_is_not_sent_twice(house: House) -> None:
    house.phones.failures, house.phones.takes_all_the_same = [OutcomeUnknown("answer_lost")], True
    house.book()
    house.send()
    in_doubt = the_sms(house).state

    house.passes(minutes=1)
    house.send()

    assert (in_doubt, the_sms(house).state, len(house.phones.taken)) == ("uncertain", "sent", 1)


def test_an_sms_that_the_operator_never_had_is_sent_again(house: House) -> None:
    house.phones.failures = [OutcomeUnknown("answer_lost")]
    house.book()
    house.send()

    house.passes(minutes=1)
    house.send()

    assert (the_sms(house).state, len(house.phones.taken), house.phones.looks) == ("sent", 1, 1)


def test_while_the_operator_cannot_say_nothing_is_sent_again_and_at_last_nobody_knows(house: House) -> None:
    house.phones.failures = [OutcomeUnknown("answer_lost"), *[TryLater("history_not_told")] * 1000]
    house.phones.takes_all_the_same = True
    house.book()

    for _ in range(50):
        house.send()
        house.passes(minutes=30)

    assert house.states("sms") == [("failed", "unknown_outcome")]
    assert len(house.phones.taken) == 1


def test_an_email_whose_answer_was_lost_is_sent_again_under_the_same_id(house: House) -> None:
    house.mailboxes.failures, house.mailboxes.takes_all_the_same = [OutcomeUnknown("answer_lost")], True
    house.book()
    house.send()

    house.passes(minutes=1)
    house.send()

    first, second = mail_to(house, CECILIA)
    assert first.notice_id == second.notice_id
    assert house.states("email") == [("sent", None)]


@pytest.mark.parametrize("was_taken", [True, False])
def test_one_process_that_died_in_the_middle_leaves_exactly_one_sms(house: House, was_taken: bool) -> None:
    house.phones.takes_all_the_same = was_taken
    house.phones.failures = [] if was_taken else [OutcomeUnknown("never called")]
    house.phones.before_it_answers = lambda _: (_ for _ in ()).throw(KeyboardInterrupt)
    house.book()
    with pytest.raises(KeyboardInterrupt):
        house.send()
    house.phones.before_it_answers, house.phones.failures = (lambda _: None), []

    house.send()
    while_it_may_go_on = (the_sms(house).state, house.phones.looks)
    house.passes(seconds=PATIENCE.total_seconds())
    house.send()

    assert while_it_may_go_on == ("sending", 0)
    assert (the_sms(house).state, house.phones.looks, len(house.phones.taken)) == ("sent", 1, 1)


def test_of_two_followers_one_sends(house: House) -> None:
    house.book()
    [notice_id] = house.due("sms")
    house.phones.before_it_answers = lambda _: the_other_has_to_wait(house, notice_id)

    house.attempting["sms"].attempt(notice_id)

    assert len(house.phones.taken) == 1
    assert the_sms(house).attempts == 1


def the_other_has_to_wait(house: House, notice_id: UUID) -> None:
    with pytest.raises(NotItsTurn):
        house.attempting["sms"].attempt(notice_id)


def test_receipts_that_come_twice_or_out_of_order_or_before_the_answer_do_no_harm(house: House) -> None:
    def receipt(outcome: str, notice_id: UUID) -> None:
        house.notices.receive(notice_id=notice_id, operator_id="s1", outcome=outcome, now=house.now)  # type: ignore[arg-type]

    house.phones.before_it_answers = lambda message: receipt("delivered", message.notice_id)
    house.book()
    house.send()
    after_the_first = house.notices.head

    for outcome in ("delivered", "sent", "failed", "delivered"):
        receipt(outcome, the_sms(house).id)

    assert the_sms(house).state == "delivered"
    assert house.notices.head == after_the_first


def test_a_failing_receipt_that_was_wrong_gives_way_to_a_delivery(house: House) -> None:
    house.book()
    house.send()

    states = []
    for outcome in ("failed", "sent", "delivered"):
        house.notices.receive(notice_id=the_sms(house).id, operator_id="s1", outcome=outcome, now=house.now)  # type: ignore[arg-type]
        states.append(the_sms(house).state)

    assert states == ["failed", "failed", "delivered"]


def test_while_identity_is_away_nothing_is_begun(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: UUID) -> None:
        raise IdentityUnavailable

    house.book()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(house.directory, "find", away)
        with pytest.raises(IdentityUnavailable):
            house.send()
    before = the_sms(house).attempts

    house.send()

    assert (before, the_sms(house).state) == (0, "sent")


def test_a_clock_put_back_does_not_make_a_pause_longer_than_it_may_be(house: House) -> None:
    house.phones.failures = [TryLater("operator_unreachable")]
    house.book()
    house.send()

    house.now -= timedelta(hours=5)
    house.send()

    assert the_sms(house).state == "sent"


def test_an_attempt_in_the_future_of_a_clock_put_back_is_looked_into(house: House) -> None:
    house.book()
    [notice_id] = house.due("sms")
    house.notices.begin(notice_id, house.now)

    house.now -= timedelta(hours=5)

    assert house.due("sms") == [notice_id]


def test_what_failed_is_tried_again_when_an_administrator_asks(house: House) -> None:
    house.phones.failures = [NotTaken("number_takes_no_sms")]
    house.book()
    house.send()

    house.notices.ask_again(notice_id=the_sms(house).id, asked_by=ANNA, now=house.now)
    house.send()

    assert (the_sms(house).state, the_sms(house).attempts) == ("sent", 2)


def test_what_was_sent_or_is_over_is_not_sent_again(house: House) -> None:
    house.mailboxes.failures = [NotTaken("address_refused")]
    house.book()
    house.send()
    [email] = [each for each in house.all() if each.channel == "email"]

    with pytest.raises(NoticeNotFailed):
        house.notices.ask_again(notice_id=the_sms(house).id, asked_by=ANNA, now=house.now)
    house.passes(days=2)
    with pytest.raises(TooLate):
        house.notices.ask_again(notice_id=email.id, asked_by=ANNA, now=house.now)
