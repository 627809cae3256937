"""46elks as its documentation says, and everything that can go wrong with it: never one SMS too many."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from notifications.adapters import sms_46elks
from notifications.adapters.sms_46elks import Sms46elks, SmsSettings, sms_client
from notifications.domain.outgoing import Accepted, Failure, NotTaken, OutcomeUnknown, SmsMessage, TryLater
from tests.fakes.sms_operator import PASSWORD, USER, SmsOperator

KARL, MARIA = "+46701234567", "+46702345678"
TEXT = "Norrviks vårdcentral: Du har ett nytt videobesök måndag 23 november 2026 kl. 10:30."
RECEIPTS = "https://norrvik.test/api/receipts/sms/1/proof"

Opened = Callable[..., Sms46elks]


@pytest.fixture
def opened(sms_operator: SmsOperator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """What sends, with less patience than in production."""
    monkeypatch.setattr(sms_46elks, "TIMEOUT", httpx.Timeout(0.4))
    clients = []

    def open_one(
        *,
        password: str = PASSWORD,
        url: str = sms_operator.url,
        known: frozenset[str] = frozenset(),
        patience: timedelta = timedelta(),
    ) -> Sms46elks:
        sms = Sms46elks(
            sms_client(SmsSettings(url=url, user=USER, password=password, sender="CarePlatfrm")),
            sender="CarePlatfrm",
            is_known=lambda operator_id: operator_id in known,
            patience=patience,
            clock=lambda: datetime.now(UTC),
        )
        clients.append(sms)
        return sms

    yield open_one
    for client in clients:
        client.close()


def message(to: str = KARL, sender: str = "Norrvik", notice_id: UUID | None = None, text: str = TEXT) -> SmsMessage:
    return SmsMessage(
        notice_id=notice_id or uuid4(), person_id=uuid4(), to=to, sender=sender, text=text, receipt_url=RECEIPTS
    )


def test_an_sms_reaches_its_receiver_and_its_text_is_not_kept_by_the_operator(
    opened: Opened, sms_operator: SmsOperator
) -> None:  # NOT-1, BOK-7
    accepted = opened().send(message())

    [sms] = sms_operator.taken
    [asked] = sms_operator.asked
    assert (accepted, sms_operator.texts_to(KARL)) == (Accepted(sms.id), [TEXT])
    assert asked == {
        "from": "Norrvik",
        "to": KARL,
        "message": TEXT,
        "whendelivered": RECEIPTS,
        "dontlog": "message",
    }
    assert "message" not in sms.told()


def test_a_provider_without_a_sender_of_its_own_sends_from_the_deployment_s(
    opened: Opened, sms_operator: SmsOperator
) -> None:
    opened().send(message(sender=""))

    assert [sms.sender for sms in sms_operator.taken] == ["CarePlatfrm"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"to": "0701234567"}, "number_takes_no_sms"),
        ({"to": "+4687123456"}, "number_takes_no_sms"),
        ({"sender": "1177"}, "sender_wrong"),
        ({"sender": "Norrviks vårdcentral"}, "sender_wrong"),
        ({"text": ""}, "refused_by_operator"),
    ],
)
def test_what_can_never_be_sent_is_refused_for_good(
    opened: Opened, sms_operator: SmsOperator, wrong: dict[str, str], code: str
) -> None:
    with pytest.raises(NotTaken) as refused:
        opened().send(message(**wrong))  # type: ignore[arg-type]

    assert (refused.value.code, sms_operator.taken) == (code, [])


def test_without_credits_or_with_a_wrong_password_nothing_is_sent_until_that_is_mended(
    opened: Opened, sms_operator: SmsOperator
) -> None:
    sms_operator.credits = 0
    for sms, code in ((opened(), "no_credits"), (opened(password="wrong"), "credentials_refused")):
        with pytest.raises(TryLater) as refused:
            sms.send(message())
        assert refused.value.code == code

    sms_operator.credits = 10
    opened().send(message())

    assert len(sms_operator.taken) == 1


def test_an_operator_who_cannot_be_reached_or_has_too_much_to_do_has_certainly_not_taken_it(
    opened: Opened, sms_operator: SmsOperator
) -> None:
    with pytest.raises(TryLater) as unreachable:
        opened(url="http://127.0.0.1:9/a1").send(message())
    sms_operator.mood = "busy"
    with pytest.raises(TryLater) as busy:
        opened().send(message())

    assert (unreachable.value.code, busy.value.code) == ("operator_unreachable", "too_many")


@pytest.mark.parametrize(
    ("mood", "code", "was_taken"),
    [
        ("fault", "operator_fault", False),
        ("fault_after_taking", "operator_fault", True),
        ("hang", "answer_lost", False),
        ("hang_after_taking", "answer_lost", True),
        ("not_json", "answer_not_understood", True),
    ],
)
def test_whether_it_was_sent_is_unknown_until_the_operator_is_asked(
    opened: Opened, sms_operator: SmsOperator, mood: str, code: str, was_taken: bool
) -> None:
    sms_operator.mood, began = mood, datetime.now(UTC)  # type: ignore[assignment]
    sent = message()
    with pytest.raises(OutcomeUnknown) as unknown:
        opened().send(sent)
    sms_operator.mood = "well"

    found = opened().find(notice_id=sent.notice_id, to=KARL, since=began)

    assert unknown.value.code == code
    assert found == (Accepted(sms_operator.taken[0].id) if was_taken else None)


def test_an_sms_of_another_notice_or_number_or_time_is_not_taken_for_it(
    opened: Opened, sms_operator: SmsOperator
) -> None:
    began, opening = datetime.now(UTC), opened()
    another = opening.send(message())
    opening.send(message(to=MARIA))
    sms_operator.clock_is_off = timedelta(minutes=-5)
    opening.send(message(text="earlier"))
    sms_operator.clock_is_off = timedelta(minutes=5)
    opening.send(message(text="later"))

    found = opened(known=frozenset({another.operator_id})).find(notice_id=uuid4(), to=KARL, since=began)

    assert found is None


def test_an_operator_who_may_still_write_it_down_is_given_time(opened: Opened, sms_operator: SmsOperator) -> None:
    began, patient = datetime.now(UTC), opened(patience=timedelta(seconds=60))
    for since in (began, began - timedelta(seconds=50)):
        with pytest.raises(TryLater) as awaited:
            patient.find(notice_id=uuid4(), to=KARL, since=since)
        assert awaited.value.code == "answer_awaited"

    assert patient.find(notice_id=uuid4(), to=KARL, since=began - timedelta(seconds=61)) is None
    sent = patient.send(message())
    assert patient.find(notice_id=uuid4(), to=KARL, since=began) == sent


def test_an_operator_whose_clock_is_a_little_wrong_is_understood(opened: Opened, sms_operator: SmsOperator) -> None:
    began = datetime.now(UTC)
    for off in (-20, 20):
        sms_operator.begin_anew()
        sms_operator.clock_is_off = timedelta(seconds=off)
        sent = opened().send(message())

        assert opened().find(notice_id=uuid4(), to=KARL, since=began) == sent


def test_a_long_history_is_read_to_its_end(
    opened: Opened, sms_operator: SmsOperator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms_46elks, "PAGE", 2)
    began, opening = datetime.now(UTC), opened()
    sent = [opening.send(message()).operator_id for _ in range(5)]

    found = opened(known=frozenset(sent[1:])).find(notice_id=uuid4(), to=KARL, since=began)

    assert found == Accepted(sent[0])


def test_an_operator_who_cannot_say_is_asked_again_later(opened: Opened, sms_operator: SmsOperator) -> None:
    sms_operator.mood = "fault"
    for sms in (opened(), opened(password="wrong"), opened(url="http://127.0.0.1:9/a1")):
        with pytest.raises(TryLater):
            sms.find(notice_id=uuid4(), to=KARL, since=datetime.now(UTC))


def test_a_failure_says_neither_the_number_nor_the_text(
    opened: Opened, sms_operator: SmsOperator, caplog: pytest.LogCaptureFixture
) -> None:
    sms_operator.mood = "fault"
    with pytest.raises(Failure) as failed:
        opened().send(message())

    said = f"{failed.value!r} {failed.value.__cause__} {[vars(record) for record in caplog.records]}"
    assert KARL not in said
    assert TEXT not in said
    assert PASSWORD not in repr(SmsSettings(url="", user=USER, password=PASSWORD, sender=""))


def test_the_operator_can_be_asked_what_something_would_cost(sms_operator: SmsOperator) -> None:
    """The fake itself: a trial run sends nothing and has no id, and one SMS can be read by its id."""
    form = {"from": "Norrvik", "to": KARL, "message": "Hej 👌", "dryrun": "yes", "flashsms": "yes"}
    with httpx.Client(auth=(USER, PASSWORD), trust_env=False) as client:
        tried = client.post(f"{sms_operator.url}/sms", data=form).json()
        sent = client.post(f"{sms_operator.url}/sms", data=form | {"dryrun": "no"}).json()
        read = client.get(f"{sms_operator.url}/sms/{sent['id']}").json()

    assert (tried["estimated_cost"], tried["parts"], tried["status"], "id" in tried) == (5200, 1, "created", False)
    assert (read["id"], read["message"], len(sms_operator.taken)) == (sent["id"], "Hej 👌", 1)
