"""The event log of a service: the only thing its commands write."""

import functools
import random
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, ParamSpec, TypeVar
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import IntegrityError, Mapper, Transcoder
from sqlalchemy import MetaData

from chassis.domain import Aggregate, ChangedMeanwhile
from chassis.store.database import Database, alone
from chassis.store.place import Place

MapperOf = Callable[[Transcoder], Mapper[UUID]]

Command = ParamSpec("Command")
Answer = TypeVar("Answer")
Kept = TypeVar("Kept", bound=Aggregate)
Log = TypeVar("Log", bound="EventLog")

ATTEMPTS = 12
LONGEST_PAUSE_SECONDS = 0.2


class Recorded(NamedTuple):
    """The position that a reader must reach to see what was saved, and the ids of what that was."""

    position: int
    ids: tuple[UUID, ...]


def retrying(command: Callable[Command, Answer]) -> Callable[Command, Answer]:
    """Load, decide and save again when someone else changed the same thing in between."""

    @functools.wraps(command)
    def again(*args: Command.args, **kwargs: Command.kwargs) -> Answer:
        for attempt in range(ATTEMPTS):
            try:
                return command(*args, **kwargs)
            except IntegrityError:  # its text quotes the event: it ends here
                longest = min(LONGEST_PAUSE_SECONDS, 0.005 * 2**attempt)
                time.sleep(random.uniform(0, longest))
        raise ChangedMeanwhile from None

    return again


class EventLog(Application[UUID]):
    """The base of every service's application: one method for each command, one transaction for each method."""

    def __init__(self, env: dict[str, str], mapper_of: MapperOf) -> None:
        self._mapper_of = mapper_of
        super().__init__(env)

    def construct_mapper(self) -> Mapper[UUID]:
        return self._mapper_of(self.construct_transcoder())

    @property
    def head(self) -> int:
        """The position of the newest event."""
        return self.recorder.max_notification_id() or 0

    def find(self, kind: type[Kept], aggregate_id: UUID) -> Kept | None:
        """The aggregate as the log tells it now, or None when it was never created."""
        try:
            found: Any = self.repository.get(aggregate_id, projector_func=_replayed)
        except AggregateNotFoundError:
            return None
        return found if isinstance(found, kind) else None

    def record(self, *changed: Aggregate) -> int:
        """Save all changes in one transaction; the position that a reader must reach to see them."""
        events = [event for each in changed for event in each.collect_events()]
        return self.events.put(events)[-1].notification.id if events else self.head

    def record_new(self, kind: type[Kept], made: Mapping[UUID, Callable[[], Kept]]) -> Recorded:
        """Make and save all of these in one transaction, but those that are there already: they stay as they are."""
        try:
            return Recorded(self.record(*(make() for make in made.values())), tuple(made))
        except IntegrityError:  # which is rare, and so not looked for each time
            return self._record_the_rest(kind, made)

    @retrying
    def _record_the_rest(self, kind: type[Kept], made: Mapping[UUID, Callable[[], Kept]]) -> Recorded:
        new = {each: make for each, make in made.items() if self.find(kind, each) is None}
        return Recorded(self.record(*(make() for make in new.values())), tuple(new))


def _replayed(aggregate: Any, events: Iterable[Any]) -> Any:
    """The library's own way asks of each event whether it can be replayed, which takes longer than to replay it."""
    for event in events:
        aggregate = event.mutate(aggregate)
    return aggregate


def open_application(kind: type[Log], place: Place, mapper_of: MapperOf, **parts: Any) -> Log:
    """The application on its store, with its tables created."""
    if place.kind == "postgres":
        # the library creates tables, not schemas
        database = Database(place, "log")
        try:
            database.create(MetaData())
        finally:
            database.close()
    with alone(place):
        return kind(place.log_environment(), mapper_of, **parts)
