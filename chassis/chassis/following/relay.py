"""The relay: what the log says is told on the bus, in order, at least once, and never less."""

import logging
import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from typing import Any

import pika
from eventsourcing.application import Application
from pika.exceptions import AMQPError

from chassis import telling
from chassis.envelope import CONTENT_TYPE, body_of, headers_of
from chassis.following.confirming import ConfirmedPublisher, NotConfirmed, Sending
from chassis.following.looking import MUCH, OLDEST_LOOK_SECONDS, RESTING_SECONDS, looking_at
from chassis.following.topology import declare, parameters
from chassis.outbox import Outgoing, Publishing, log_messages, messages_of
from chassis.store import Bookmarks
from chassis.topology import HearingPlan, exchange_of, plans_of_source
from contracts.readers import READERS

BATCH = 200
GATHERING_SECONDS = 0.1  # after much: what comes meanwhile is the next batch
READ = frozenset(chain.from_iterable(READERS.values()))
LONGEST_BACK_OFF_SECONDS = 5.0


class Relay:
    """Follows one service's log from a stored position, which moves only past what the broker has taken.

    A crash between the two sends some events twice, never none: hearing is repeatable.
    """

    def __init__(
        self,
        application: Application[Any],
        published: Publishing,
        source: str,
        bookmarks: Bookmarks,
        amqp_url: str,
    ) -> None:
        self.name = "relay"
        self.is_ready = False
        self._application = application
        self._looking = looking_at(application)
        self._published = published
        self._source = source
        self._bookmarks = bookmarks
        self._amqp_url = amqp_url
        self._relayed = telling.counter(source, "events_relayed", "Events the broker has taken", ("event",))
        self._faults = telling.counter(source, "relay_faults", "Times the relay lost the broker")
        self._lag = telling.gauge(source, "relay_lag_positions", "Log positions not yet relayed")

    def run(self, stop: threading.Event) -> None:
        """Until told to stop; a broker that is away is waited for."""
        faults_in_a_row = 0
        while not stop.is_set():
            try:
                with self._connected(stop) as publisher:
                    faults_in_a_row = 0
                    self._follow(publisher, stop)
            except (AMQPError, NotConfirmed, OSError) as error:
                self.is_ready = False
                faults_in_a_row += 1
                self._faults.inc()
                self._measure(self._bookmarks.get(self.name))
                telling.tell(
                    "relay_lost_the_broker",
                    level=logging.WARNING,
                    source=self._source,
                    error=str(error) if isinstance(error, NotConfirmed) else type(error).__name__,
                )
                stop.wait(back_off_seconds(faults_in_a_row))
        self.is_ready = False

    @contextmanager
    def _connected(self, stop: threading.Event) -> Iterator[ConfirmedPublisher]:
        # Declared at every connection: a broker that came back empty gets its queues before its events.
        with closing(pika.BlockingConnection(parameters(self._amqp_url))) as once:
            declare(once.channel(), self._source, plans_of_source(self._source))
        with closing(ConfirmedPublisher(self._amqp_url, stop)) as publisher:
            telling.tell("relay_connected", source=self._source)
            self.is_ready = True
            yield publisher

    def _follow(self, publisher: ConfirmedPublisher, stop: threading.Event) -> None:
        position = self._bookmarks.get(self.name)
        while not stop.is_set():
            found = self._looking.beyond(position, BATCH, OLDEST_LOOK_SECONDS)
            if not found:
                self._lag.set(0)
                publisher.idle(RESTING_SECONDS)
                continue
            messages = messages_of(self._published, found)
            publisher.publish([_to_everyone(outgoing) for outgoing in messages])
            position = found[-1].position
            self._bookmarks.set(self.name, position)
            self._count(messages)
            if len(found) < BATCH:
                self._lag.set(0)
                publisher.idle(RESTING_SECONDS if len(found) < MUCH else GATHERING_SECONDS)
            else:
                self._measure(position)
                publisher.idle(0)

    def _count(self, messages: Sequence[Outgoing]) -> None:
        for name, count in Counter(outgoing.contract.NAME for outgoing in messages).items():
            self._relayed.labels(name).inc(count)

    def _measure(self, position: int) -> None:
        head = self._application.recorder.max_notification_id() or 0
        self._lag.set(max(0, head - position))


def send_again(
    application: Application[Any],
    published: Publishing,
    plan: HearingPlan,
    after: int,
    amqp_url: str,
) -> int:
    """For a brand-new reader: everything from a log position on, to its queue alone. Returns how many were sent."""
    sent, position = 0, after
    with closing(pika.BlockingConnection(parameters(amqp_url))) as once:
        declare(once.channel(), plan.source, [plan])
    with closing(ConfirmedPublisher(amqp_url)) as publisher:
        while True:
            page = log_messages(application, published, position, BATCH)
            if page.position == position:
                return sent
            batch = [
                _sending(outgoing, exchange="", routing_key=plan.live, must_arrive=True)
                for outgoing in page.messages
                if outgoing.contract.NAME in plan.events
            ]
            publisher.publish(batch)
            sent, position = sent + len(batch), page.position


def back_off_seconds(faults_in_a_row: int) -> float:
    """Longer each time, never in step with the others who wait for the same broker."""
    longest = min(LONGEST_BACK_OFF_SECONDS, 0.2 * 2 ** min(faults_in_a_row, 10))
    return random.uniform(longest / 2, longest)


def _to_everyone(outgoing: Outgoing) -> Sending:
    # An event nobody keeps a queue for may go nowhere; one that has readers must not.
    return _sending(
        outgoing,
        exchange=exchange_of(outgoing.source),
        routing_key=outgoing.contract.NAME,
        must_arrive=outgoing.contract in READ,
    )


def _sending(outgoing: Outgoing, *, exchange: str, routing_key: str, must_arrive: bool) -> Sending:
    properties = pika.BasicProperties(
        content_type=CONTENT_TYPE,
        delivery_mode=pika.DeliveryMode.Persistent.value,
        message_id=str(outgoing.message_id),
        headers=headers_of(outgoing),
    )
    return Sending(exchange, routing_key, properties, body_of(outgoing), must_arrive)
