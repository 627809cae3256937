"""The plan of queues: nothing waits for ever, nothing grows for ever, nothing is dropped silently."""

import pytest

from chassis.topology import HearingPlan, QueuePlan, all_plans, own_headers, plans_of_reader, plans_of_source
from contracts.readers import READERS

QUEUES = [queue for plan in all_plans() for queue in plan.queues()]


def test_the_relay_and_the_reader_plan_the_same_queues() -> None:
    from_readers = [plan for reader in READERS for plan in plans_of_reader(reader)]
    sources = dict.fromkeys(plan.source for plan in from_readers)

    from_sources = [plan for source in sources for plan in plans_of_source(source)]

    assert {p.live: list(p.queues()) for p in from_sources} == {p.live: list(p.queues()) for p in from_readers}


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_every_queue_is_replicated_limited_and_refuses_what_it_cannot_hold(queue: QueuePlan) -> None:
    assert queue.arguments["x-queue-type"] == "quorum"
    assert queue.arguments["x-overflow"] == "reject-publish"
    assert 0 < queue.arguments["x-max-length"] <= 200_000


def test_a_live_queue_has_one_consumer_at_a_time_and_parks_what_kills_it() -> None:
    [plan] = plans_of_reader("booking")

    [live] = [queue for queue in plan.queues() if queue.name == plan.live]

    assert live.arguments["x-single-active-consumer"] is True
    assert live.arguments["x-delivery-limit"] == 5
    assert live.arguments["x-dead-letter-routing-key"] == "booking.hears.identity.v1.parked"


def test_retries_wait_and_return() -> None:
    plan = HearingPlan("identity", "booking", ("user_registered",), retry_seconds=(0.25, 1, 30))

    retries = {queue.name: queue.arguments for queue in plan.queues() if ".retry-" in queue.name}

    assert {name.rpartition("-")[2]: arguments["x-message-ttl"] for name, arguments in retries.items()} == {
        "250ms": 250,
        "1s": 1000,
        "30s": 30000,
    }
    assert {arguments["x-dead-letter-routing-key"] for arguments in retries.values()} == {plan.live}


def test_where_a_dead_letter_goes_is_declared_before_the_queue_it_comes_from() -> None:
    [plan] = plans_of_reader("booking")
    declared: set[str] = set()

    for queue in plan.queues():
        goes_to = queue.arguments.get("x-dead-letter-routing-key")
        assert goes_to is None or goes_to in declared
        declared.add(queue.name)


def test_a_message_sent_again_carries_only_what_its_sender_said() -> None:
    travelled = {
        "event": "user_registered",
        "position": 7,
        "x-attempt": 4,
        "x-reason": "RuntimeError",
        "x-parked-at": "2026-11-23T10:00:00+00:00",
        "x-death": [{}],
        "x-first-death-queue": "q",
        "x-delivery-count": 2,
    }

    assert own_headers(travelled) == {"event": "user_registered", "position": 7}
