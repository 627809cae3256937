"""What a domain is written with: aggregates, their events, the refusals they answer."""

from typing import ClassVar, Literal

from eventsourcing.domain import Aggregate as LibraryAggregate
from eventsourcing.domain import event

__all__ = ["Aggregate", "ChangedMeanwhile", "Kind", "Refusal", "event"]

Kind = Literal["invalid", "forbidden", "not_found", "conflict", "busy", "unauthenticated", "too_many"]


class Aggregate(LibraryAggregate):
    """Something with an id and a history.

    Public methods decide, private `@event` methods apply. Every `@event` method takes the moment as `timestamp`,
    so that the stored time is the one the decision was made with. An event class that carries personal data names
    those fields in `personal = (…)`; they are sealed with the key of `subject` (a field of the event; its own
    aggregate's id when left out) and are None once that key is destroyed.
    """

    class Event(LibraryAggregate.Event):
        personal: ClassVar[tuple[str, ...]] = ()
        subject: ClassVar[str] = "originator_id"

    class Created(Event, LibraryAggregate.Created):
        pass


class Refusal(Exception):
    """A rule said no. The subclass is named for the broken rule; no text, hence no personal data."""

    kind: ClassVar[Kind] = "conflict"
    code: ClassVar[str]


class ChangedMeanwhile(Refusal):
    """Others kept changing the same thing; asking again may work."""

    code = "changed_meanwhile"
