"""Hearing what has come at once: all in one transaction, and as few as need be when one of them fails."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kombu.message import Message

from chassis import telling
from chassis.envelope import Heard, Unreadable, opened
from chassis.store import together
from chassis.topology import ATTEMPT_HEADER
from contracts.message import ContractBroken

Failures = list[BaseException | None]
Afterwards = Callable[[], None] | None
Methods = Mapping[str, Callable[..., Afterwards]]


class CannotBeHeard(Exception):
    """The message will never be understood, however often it is tried."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A message with the event in it: none when this release does not know it, or nobody can read it."""

    message: Message
    heard: Heard | None = None
    unreadable: CannotBeHeard | None = None


def listener(service: str, methods: Methods) -> Callable[..., tuple[list[Message], Failures]]:
    """The nameko method that hears one source: event name → the service's plain method.

    Returns what it was given by `take`, and what went wrong with each.
    """
    counted = telling.counter(service, "events_heard", "Events heard", ("source", "event", "outcome"))
    count = cache(counted.labels)

    def hear(self: Any, source: str, take: Callable[[], list[Message]]) -> tuple[list[Message], Failures]:
        messages = take()
        told = [_opened(message, methods) for message in messages]
        failures = _Batch(self, methods).heard(told)
        for one, failure in zip(told, failures, strict=True):
            count(source, "unknown" if one.heard is None else one.heard.event.NAME, _outcome(one, failure)).inc()
        return messages, failures

    return hear


class _Batch:
    """What came at once, for one service."""

    def __init__(self, service: Any, methods: Methods) -> None:
        self._service, self._methods = service, methods

    def heard(self, told: Sequence[Opened]) -> Failures:
        """In order; what failed for each, and nothing of that is kept."""
        failures: Failures = []
        while len(failures) < len(told):
            failures += self._until_one_fails(told[len(failures) :])
        return failures

    def _until_one_fails(self, told: Sequence[Opened]) -> Failures:
        """Those before the one that fails are heard again without it: what they wrote was taken back."""
        afterwards: list[Afterwards] = []
        try:
            with together([one.heard.delivery.message_id for one in told if one.heard is not None]):
                for one in told:
                    afterwards.append(self._taken_in(one))
        except Exception as failure:  # noqa: BLE001 - the outer loop of events
            if len(afterwards) < len(told):
                _tell(told[len(afterwards)], failure)
                return [*self.heard(told[: len(afterwards)]), failure]
            if len(told) == 1:
                _tell(told[0], failure)
                return [failure]
            telling.tell("heard_one_by_one", level=logging.WARNING, events=len(told), **telling.described(failure))
            return [failure for one in told for failure in self._until_one_fails([one])]
        return [self._ended(*each) for each in zip(told, afterwards, strict=True)]

    def _taken_in(self, one: Opened) -> Afterwards:
        if one.heard is None:
            return None
        return self._methods[one.heard.event.NAME](self._service, one.heard.delivery, **one.heard.fields)

    def _ended(self, one: Opened, afterwards: Afterwards) -> BaseException | None:
        try:
            if afterwards is not None:
                afterwards()
        except Exception as failure:  # noqa: BLE001 - the outer loop of an event
            _tell(one, failure)
            return failure
        return one.unreadable


def attempt_of(message: Message) -> int:
    attempt = message.headers.get(ATTEMPT_HEADER, 0)
    return attempt if isinstance(attempt, int) else 0


def _opened(message: Message, methods: Methods) -> Opened:
    try:
        heard = opened(message.headers, message.properties.get("message_id"), message.body)
    except (Unreadable, ContractBroken) as unreadable:
        return Opened(message, unreadable=CannotBeHeard(type(unreadable).__name__))
    return Opened(message, heard if heard is not None and heard.event.NAME in methods else None)


def _outcome(one: Opened, failure: BaseException | None) -> str:
    if one.unreadable is not None:
        return "unreadable"
    if failure is not None:
        return "failed"
    return "unknown" if one.heard is None else "handled"


def _tell(one: Opened, failure: BaseException) -> None:
    telling.tell_failure(
        "hearing_failed",
        failure,
        event="unknown" if one.heard is None else one.heard.event.NAME,
        message_id=one.message.properties.get("message_id"),
        attempt=attempt_of(one.message),
    )
