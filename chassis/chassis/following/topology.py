"""Declaring the plan of exchanges and queues with pika; safe to do again at every start."""

from collections.abc import Iterable

import pika
from pika.adapters.blocking_connection import BlockingChannel

from chassis.topology import HearingPlan, exchange_of


def declare(channel: BlockingChannel, source: str, plans: Iterable[HearingPlan]) -> None:
    """The source's exchange, and every queue that hears it."""
    channel.exchange_declare(exchange_of(source), "topic", durable=True)
    for plan in plans:
        for queue in plan.queues():
            channel.queue_declare(queue.name, durable=True, arguments=queue.arguments)
        for event in plan.events:
            channel.queue_bind(plan.live, plan.exchange, routing_key=event)


def parameters(amqp_url: str) -> pika.URLParameters:
    """Connection parameters that notice a dead or blocked broker instead of waiting for ever."""
    chosen = pika.URLParameters(amqp_url)
    chosen.heartbeat = 20
    chosen.blocked_connection_timeout = 30
    chosen.socket_timeout = 5
    chosen.stack_timeout = 10
    chosen.connection_attempts = 1
    return chosen
