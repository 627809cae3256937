"""Notices on both stores: lists and pages, reading, receipts, the demo's outbox, replay, and rebuilding."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.sealing import KeyRing
from chassis.store import Place
from contracts.notifications.calls import ListNotices, ListOutbox, ListSentNotices, ReplayNotices
from notifications.adapters.outbox import MailOutbox, Outbox, SmsOutbox
from notifications.adapters.receipts import ReceiptAddresses
from notifications.application.asked import Receipts, Replays, outbox_page
from notifications.domain.outgoing import MailMessage, SmsMessage, TryLater
from notifications.domain.refusals import NoticeNotFound, OutboxNotKept, ReceiptNotAccepted
from tests.unit.notifications.house import CECILIA, DAVID, NINE, TOMORROW, House

KEY = bytes(range(32))


@pytest.fixture
def house(store: dict[str, str]) -> Iterator[House]:
    house = House(store)
    house.decide()
    yield house
    house.close()


def own(house: House, person_id: UUID = CECILIA, **asked: Any) -> dict[str, Any]:
    """As it is answered on the bus."""
    house.follow()
    request = ListNotices.read_request(ListNotices.request({"person_id": person_id, **asked}))
    told = house.own.of(person_id, request["after"], request["limit"])
    return ListNotices.read_reply(ListNotices.reply(told))


def sent(house: House, **asked: Any) -> dict[str, Any]:
    house.follow()
    request = ListSentNotices.read_request(ListSentNotices.request(asked))
    del request["at_least"]
    notices, has_more = house.sent.page(**request)
    return ListSentNotices.read_reply(ListSentNotices.reply({"notices": notices, "has_more": has_more}))


def test_ones_own_notices_come_latest_first_and_page_by_page(house: House) -> None:
    visit_ids = []
    for _ in range(5):
        house.passes(minutes=1)
        visit_ids.append(house.book())
    house.book(patient_ids=[DAVID])

    first = own(house, limit=3)
    rest = own(house, limit=3, after=first["notices"][-1]["id"])

    told = [each["visit_id"] for page in (first, rest) for each in page["notices"]]
    assert told == visit_ids[::-1]
    assert (first["has_more"], rest["has_more"], first["unread"]) == (True, False, 5)
    assert first["notices"][0] == {
        "id": first["notices"][0]["id"],
        "kind": "booked",
        "visit_id": visit_ids[-1],
        "posted_at": house.now,
        "starts_at": TOMORROW,
        "previous_starts_at": None,
        "visit_count": 1,
        "is_read": False,
    }


def test_what_was_read_stays_read_and_reading_never_goes_back(house: House) -> None:
    for _ in range(4):
        house.book()
    newest, second, third, _ = (each["id"] for each in own(house)["notices"])

    for up_to in (second, third):
        house.notices.read_up_to(person_id=CECILIA, up_to=up_to, now=house.now)

    page = own(house)
    assert [each["is_read"] for each in page["notices"]] == [False, True, True, True]
    assert page["unread"] == 1
    house.notices.read_up_to(person_id=CECILIA, up_to=newest, now=house.now)
    assert own(house)["unread"] == 0


def test_nobody_reads_anothers_notices(house: House) -> None:
    house.book()
    [notice] = own(house)["notices"]

    for person_id, up_to in ((DAVID, notice["id"]), (CECILIA, uuid4())):
        with pytest.raises(NoticeNotFound):
            house.notices.read_up_to(person_id=person_id, up_to=up_to, now=house.now)

    assert own(house, DAVID) == {"notices": [], "unread": 0, "has_more": False}


def test_what_went_out_is_told_with_what_became_of_it_and_never_what_stands_in_the_platform(house: House) -> None:
    house.phones.failures = [TryLater("operator_unreachable")]
    visit_id = house.book()

    house.send()

    by_channel = {each["channel"]: each for each in sent(house)["notices"]}
    assert set(by_channel) == {"sms", "email"}
    sms, email = by_channel["sms"], by_channel["email"]
    assert (sms["state"], sms["why"], sms["attempts"], sms["sent_at"]) == ("waiting", "operator_unreachable", 1, None)
    assert sms["next_attempt_at"] == NINE + timedelta(seconds=10)
    assert (email["state"], email["why"], email["sent_at"]) == ("sent", None, NINE)
    assert {each["visit_id"] for each in by_channel.values()} == {visit_id}


def test_what_went_out_is_found_by_state_way_person_and_visit_and_page_by_page(house: House) -> None:
    visit_ids = [house.book(patient_ids=[CECILIA, DAVID]) for _ in range(3)]
    house.directory.change(DAVID, phone=None)
    house.send()

    assert len(sent(house, states=["suppressed"])["notices"]) == 3
    assert {each["channel"] for each in sent(house, channel="sms")["notices"]} == {"sms"}
    assert {each["visit_id"] for each in sent(house, visit_id=visit_ids[1])["notices"]} == {visit_ids[1]}
    pages, after, has_more = [], None, True
    while has_more:
        page = sent(house, person_id=DAVID, after=after, limit=4)
        pages.append([each["id"] for each in page["notices"]])
        after, has_more = pages[-1][-1], page["has_more"]
    assert [len(page) for page in pages] == [4, 2]
    assert len({each for page in pages for each in page}) == 6


def test_only_whoever_was_given_the_address_may_tell_of_a_message(house: House) -> None:
    house.book()
    house.send()
    [sms] = sent(house, channel="sms")["notices"]
    addresses = ReceiptAddresses(KEY, "https://norrvik.test/")
    receipts = Receipts(house.notices, addresses)
    *_, notice_id, proof = addresses.address(sms["id"]).split("/")
    told = {"operator_id": "s1", "outcome": "delivered", "now": house.now}

    for wrong in ("", proof[:-1], ReceiptAddresses(bytes(32), "").address(sms["id"]).split("/")[-1], "å" * 64):
        with pytest.raises(ReceiptNotAccepted):
            receipts.record(notice_id=sms["id"], proof=wrong, **told)
    receipts.record(notice_id=UUID(notice_id), proof=proof, **told)

    [delivered] = sent(house, channel="sms")["notices"]
    assert (delivered["state"], delivered["delivered_at"]) == ("delivered", house.now)


def test_a_notice_that_never_was_has_no_receipt(house: House) -> None:
    nobody, addresses = uuid4(), ReceiptAddresses(KEY, "")
    proof = addresses.address(nobody).split("/")[-1]

    with pytest.raises(NoticeNotFound):
        Receipts(house.notices, addresses).record(
            notice_id=nobody, proof=proof, operator_id="s1", outcome="delivered", now=house.now
        )


@pytest.fixture
def keys(store: dict[str, str]) -> Iterator[KeyRing]:
    ring = KeyRing(Place.of("notifications", store), KEY)
    yield ring
    ring.database.close()


def test_the_demos_outbox_keeps_each_message_once_and_forgets_with_its_receiver(house: House, keys: KeyRing) -> None:
    outbox = Outbox(house.database, keys)
    sms = SmsMessage(notice_id=uuid4(), person_id=CECILIA, to="+46701740605", sender="", text="Hej", receipt_url="")
    mail = MailMessage(
        notice_id=uuid4(), person_id=DAVID, to="d@example.com", subject="Tid", text="Hej", calendar="BEGIN:VCALENDAR"
    )
    for _ in range(2):
        accepted = SmsOutbox(outbox).send(sms)
        MailOutbox(outbox).send(mail)

    messages, has_more = outbox_page(outbox, None, 10)
    told = ListOutbox.read_reply(ListOutbox.reply({"messages": messages, "has_more": has_more}))["messages"]
    keys.forget(CECILIA)
    after_forgetting, _ = outbox_page(outbox, None, 10)

    assert SmsOutbox(outbox).find(notice_id=sms.notice_id, to=sms.to, since=NINE) == accepted
    assert SmsOutbox(outbox).find(notice_id=uuid4(), to=sms.to, since=NINE) is None
    assert [(each["channel"], each["receiver"], each["subject"], each["calendar"]) for each in told] == [
        ("email", "d@example.com", "Tid", "BEGIN:VCALENDAR"),
        ("sms", "+46701740605", None, None),
    ]
    assert [each["person_id"] for each in after_forgetting] == [DAVID]
    assert outbox_page(outbox, mail.notice_id, 10) == ([], False)


def test_outside_the_demo_there_is_no_outbox() -> None:
    with pytest.raises(OutboxNotKept):
        outbox_page(None, None, 10)


def test_what_somebody_had_been_told_at_a_moment_can_be_replayed(house: House) -> None:
    visit_id = house.book()
    house.book(patient_ids=[DAVID])
    replays = Replays(house.notices, [house.own, house.sent])
    house.passes(minutes=1)
    house.send()
    house.passes(minutes=1)
    house.cancel(visit_id)
    house.follow()

    def told(**asked: Any) -> list[tuple[str, str, str]]:
        notices = replays.at(asked.get("person_id"), asked.get("visit_id"), asked.get("at"))
        answer = ReplayNotices.read_reply(ReplayNotices.reply({"notices": notices}))["notices"]
        return sorted((each["channel"], each["kind"], each["state"]) for each in answer)

    before, after = NINE + timedelta(seconds=30), NINE + timedelta(seconds=90)
    assert told(person_id=CECILIA, at=NINE - timedelta(seconds=1)) == []
    assert told(person_id=CECILIA, at=before) == [
        ("email", "booked", "waiting"), ("in_app", "booked", "delivered"), ("sms", "booked", "waiting"),
    ]  # fmt: skip
    assert told(visit_id=visit_id, at=after) == [
        ("email", "booked", "sent"), ("in_app", "booked", "delivered"), ("sms", "booked", "sent"),
    ]  # fmt: skip
    assert len(told(visit_id=visit_id)) == 6
    assert told() == []
