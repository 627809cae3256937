"""Each SMS exactly once, though messages repeat, processes die in the middle and the operator misbehaves (NOT-1)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pika
import pytest

from chassis.aio import Caller
from chassis.envelope import body_of, headers_of
from chassis.following.confirming import ConfirmedPublisher, Sending
from chassis.outbox import Outgoing
from chassis.topology import exchange_of
from contracts.booking.events import VisitBooked
from contracts.identity.calls import ChangeSettings, ReadSettings, RegisterPerson
from contracts.notifications.calls import ListNotices, ListSentNotices
from tests.fakes.sms_operator import PASSWORD, USER, SmsOperator
from tests.fixtures.broker import TestBroker
from tests.integration.services.processes import NOTIFYING, Services, becomes_true

ANNA, CECILIA = UUID(int=1), UUID(int=3)
PHONE = "+46701740605"
MANY = 12
SERVICE, FOLLOWER = NOTIFYING


@pytest.fixture(scope="module")
def operator() -> Iterator[SmsOperator]:
    running = SmsOperator()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def services(
    tmp_path_factory: pytest.TempPathFactory, shared_broker: TestBroker, operator: SmsOperator
) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("notices")
    store = {"CARE_STORE": "sqlite", "CARE_DATA_DIR": str(folder / "data")}
    services = Services(folder, store, shared_broker.fresh_vhost())
    (folder / "secrets" / "sms_password").write_text(PASSWORD)
    services.environment |= {
        "CARE_PUBLIC_URL": "http://127.0.0.1:9",
        "CARE_SMS_URL": operator.url,
        "CARE_SMS_USER": USER,
        "CARE_SMS_SENDER": "Norrvik",
        "CARE_SENDING_PATIENCE_SECONDS": "2",
        "CARE_RETRY_SECONDS": "0.1,0.5,1",
    }
    try:
        services.start("identity.service", "identity.follower", *NOTIFYING)
        asyncio.run(prepare(services.amqp_url))
        yield services
    finally:
        operator.release()
        services.stop()


@pytest.fixture
async def caller(services: Services, operator: SmsOperator) -> AsyncIterator[Caller]:
    operator.begin_anew()
    async with Caller(services.amqp_url, "test") as caller:
        yield caller


async def prepare(amqp_url: str) -> None:
    """A provider that sends SMS, and a patient with a phone."""
    async with Caller(amqp_url, "test") as caller:
        for person_id, number, roles, phone in (
            (ANNA, "191212121212", ["administrator", "staff"], None),
            (CECILIA, "199001012385", ["patient"], PHONE),
        ):
            person = {"person_id": person_id, "registered_by": ANNA, "personnummer": number, "roles": roles}
            await caller.call(RegisterPerson, **person, name="Någon Annan", phone=phone)
        settings = (await caller.call(ReadSettings))["settings"]
        decided = {name: settings[name] for name in ChangeSettings.Request().fields if name in settings}
        decided |= {"sms": True, "sms_decision": "Beslut 2026-03-01", "changed_by": ANNA}
        await caller.call(ChangeSettings, **decided)
        await becomes_true(lambda: sms_is_known_to_be_on(caller, amqp_url), timeout_seconds=20)


async def sms_is_known_to_be_on(caller: Caller, amqp_url: str) -> bool:
    """A visit of another patient, until the provider's decision has been heard."""
    publish_all(amqp_url, booked(uuid4(), patient_id=uuid4()))
    return len((await caller.call(ListSentNotices, channel="sms"))["notices"]) > 0


def booked(visit_id: UUID, patient_id: UUID = CECILIA) -> Outgoing:
    now = datetime.now(UTC)
    fields: dict[str, Any] = {"visit_id": visit_id, "staff_ids": [ANNA], "patient_ids": [patient_id]}
    published = VisitBooked.of(
        **fields, booked_by=ANNA, booked_at=now, starts_at=now + timedelta(days=2), length_minutes=30
    )
    return Outgoing(VisitBooked, published.body, uuid4(), 1, visit_id, 1, now)


def publish_all(amqp_url: str, *told: Outgoing) -> None:
    """As booking's relay does it."""
    with closing(ConfirmedPublisher(amqp_url)) as publisher:
        for each in told:
            properties = pika.BasicProperties(
                content_type="application/json",
                delivery_mode=2,
                message_id=str(each.message_id),
                headers=headers_of(each),
            )
            where = {"exchange": exchange_of("booking"), "routing_key": each.contract.NAME}
            publisher.publish([Sending(**where, properties=properties, body=body_of(each), must_arrive=True)])


async def sms_states(caller: Caller, *visit_ids: UUID) -> Counter[str]:
    sent = (await caller.call(ListSentNotices, person_id=CECILIA, channel="sms", limit=200))["notices"]
    return Counter(each["state"] for each in sent if each["visit_id"] in visit_ids)


async def test_a_follower_killed_between_an_attempt_and_its_answer_leaves_exactly_one_sms(
    services: Services, operator: SmsOperator, caller: Caller
) -> None:
    taken, not_taken = uuid4(), uuid4()
    operator.mood = "hang_after_taking"
    publish_all(services.amqp_url, booked(taken))
    await becomes_true(lambda: has_taken(operator, 1))
    operator.mood = "hang"
    publish_all(services.amqp_url, booked(not_taken))
    await becomes_true(lambda: states_are(caller, {"sending": 2}, taken, not_taken))

    services.kill(FOLLOWER)
    operator.mood = "well"
    operator.release()
    services.start(FOLLOWER)

    await becomes_true(lambda: states_are(caller, {"sent": 2}, taken, not_taken), timeout_seconds=40)
    assert len(operator.texts_to(PHONE)) == 2


async def test_what_is_heard_twice_while_the_service_dies_is_told_once(
    services: Services, operator: SmsOperator, caller: Caller
) -> None:
    told = [booked(uuid4()) for _ in range(MANY)]
    visit_ids = [each.aggregate_id for each in told]

    publish_all(services.amqp_url, *told[: MANY // 2])
    services.kill(SERVICE)
    publish_all(services.amqp_url, *told, *told)
    services.start(SERVICE)

    await becomes_true(lambda: states_are(caller, {"sent": MANY}, *visit_ids), timeout_seconds=40)
    own = (await caller.call(ListNotices, person_id=CECILIA, limit=100))["notices"]
    assert Counter(each["visit_id"] for each in own if each["visit_id"] in visit_ids) == Counter(visit_ids)
    assert len(operator.texts_to(PHONE)) == MANY


async def states_are(caller: Caller, expected: dict[str, int], *visit_ids: UUID) -> bool:
    return await sms_states(caller, *visit_ids) == Counter(expected)


async def has_taken(operator: SmsOperator, count: int) -> bool:
    return len(operator.taken) == count


async def test_nobodys_number_stands_in_a_log(services: Services) -> None:
    assert PHONE not in services.output()
    assert PHONE[3:] not in services.output()
