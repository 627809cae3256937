"""The plan of exchanges and queues: for every reader of a source a live queue, its retries, and its parking."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.message import Event
from contracts.readers import READERS, readers_of

RETRY_SECONDS: tuple[float, ...] = (1, 5, 30)
"""How long a message that failed waits before it is tried again: once for each, then it is parked."""

CALLS_EXCHANGE = "nameko-rpc"
DEADLINE_HEADER = "nameko.deadline"
"""When the asker stops waiting, in seconds since 1970: later than that the service does nothing."""

ATTEMPT_HEADER = "x-attempt"
REASON_HEADER = "x-reason"
PARKED_AT_HEADER = "x-parked-at"

LIVE_LENGTH = 200_000
PARKED_LENGTH = 20_000
CRASHES_BEFORE_PARKING = 5


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """One durable queue. Arguments cannot change once declared: a change needs a new version in the name."""

    name: str
    arguments: dict[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class HearingPlan:
    """All that one reader needs to hear one source."""

    source: str
    reader: str
    events: tuple[str, ...]
    retry_seconds: tuple[float, ...] = RETRY_SECONDS

    @property
    def exchange(self) -> str:
        return exchange_of(self.source)

    @property
    def live(self) -> str:
        return f"{self.reader}.hears.{self.source}.v1"

    @property
    def parked(self) -> str:
        return f"{self.live}.parked"

    @property
    def retries(self) -> tuple[str, ...]:
        return tuple(f"{self.live}.retry-{_named(s)}" for s in self.retry_seconds)

    def queues(self) -> Iterator[QueuePlan]:
        # Where a dead letter goes stands before the queue it comes from.
        yield QueuePlan(self.parked, _kept() | {"x-max-length": PARKED_LENGTH})
        yield QueuePlan(
            self.live,
            _kept()
            | _dead_letters_to(self.parked)
            | {
                "x-single-active-consumer": True,
                "x-delivery-limit": CRASHES_BEFORE_PARKING,
                "x-max-length": LIVE_LENGTH,
            },
        )
        for name, seconds in zip(self.retries, self.retry_seconds, strict=True):
            waiting = {
                "x-message-ttl": int(seconds * 1000),
                "x-max-length": LIVE_LENGTH,
            }
            yield QueuePlan(name, _kept() | _dead_letters_to(self.live) | waiting)


def exchange_of(source: str) -> str:
    return f"{source}.events"


def plans_of_source(source: str) -> list[HearingPlan]:
    """The plans of everyone who hears a source: declared before its first event is sent."""
    return [HearingPlan(source, reader, _names(events)) for reader, events in readers_of(source).items()]


def plans_of_reader(reader: str, retry_seconds: Sequence[float] = RETRY_SECONDS) -> list[HearingPlan]:
    """The plans of one reader, one for each source it hears."""
    events = READERS.get(reader, ())
    sources = dict.fromkeys(event.SERVICE for event in events)
    return [
        HearingPlan(
            source,
            reader,
            _names([e for e in events if source == e.SERVICE]),
            tuple(retry_seconds),
        )
        for source in sources
    ]


def all_plans() -> list[HearingPlan]:
    return [plan for reader in READERS for plan in plans_of_reader(reader)]


def own_headers(headers: Mapping[str, Any]) -> dict[str, Any]:
    """What the sender said, without what the broker and the retries have written on the message since."""
    notes = ("x-death", "x-delivery-count", "x-first-death-", "x-last-death-", ATTEMPT_HEADER, REASON_HEADER)
    return {name: value for name, value in headers.items() if not name.startswith((*notes, PARKED_AT_HEADER))}


def _names(events: Sequence[type[Event]]) -> tuple[str, ...]:
    return tuple(event.NAME for event in events)


def _named(seconds: float) -> str:
    return f"{seconds:g}s" if seconds >= 1 else f"{seconds * 1000:g}ms"


def _kept() -> dict[str, Any]:
    return {"x-queue-type": "quorum", "x-overflow": "reject-publish"}


def _dead_letters_to(queue: str) -> dict[str, Any]:
    return {
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": queue,
        "x-dead-letter-strategy": "at-least-once",
    }
