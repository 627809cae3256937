"""Read models kept up with their log: events and bookmarks in one transaction, again and again."""

from collections.abc import Sequence
from threading import Event

from sqlalchemy import Connection

from chassis.following.looking import MUCH, OLDEST_LOOK_SECONDS, RESTING_SECONDS, looking_at
from chassis.reading import Found, read_on
from chassis.store import EventLog, Projection
from chassis.telling import gauge

BATCH = 50  # one transaction: whoever writes to the same file waits for it
GATHERING_SECONDS = 0.2  # after much: what comes meanwhile is the next batch
GIVE_WAY_SECONDS = 0.02  # between full batches: whoever waits for the file only looks in now and then


class ProjectionLoop:
    """A follower's loop: polls the log every 50 ms, and every 200 ms while there is much; a full batch is followed by
    the next one sooner.

    The read models of one database are brought up to date together; one that is far behind, for it is new, goes by
    itself until it has come near, so that the others need not wait for it.
    """

    def __init__(self, application: EventLog, *projections: Projection) -> None:
        self.application = application
        self.projections = projections
        self.name = f"projections {', '.join(each.NAME for each in projections)}"
        self.is_ready = False  # until it has once caught up
        self._looking = looking_at(application)
        self._bookmarks, self._database = projections[0].bookmarks, projections[0].database
        self._seen: dict[str, int] = {}
        service = self._database.place.service
        followed = gauge(
            service, "projection_position_events", "Log position a read model has reached", ("read_model",)
        )
        self._followed = {each.NAME: followed.labels(each.NAME) for each in projections}

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            taken_in = self.follow_once(OLDEST_LOOK_SECONDS)
            self.is_ready |= taken_in == 0
            stop.wait(_pause_after(taken_in))

    def follow_once(self, oldest_look_seconds: float = 0.0) -> int:
        """Take in the next batch: how far that went in the log, 0 when there was nothing new.

        Where the bookmarks stand is remembered; another process may have moved them on, which the next batch sees.
        """
        if not self._seen:
            self._seen = {each.NAME: each.position() for each in self.projections}
        return max(self._take_in(group, oldest_look_seconds) for group in self._groups())

    def _groups(self) -> list[list[Projection]]:
        """Those that go together, then each that is too far behind."""
        near = max(self._seen.values()) - BATCH
        together = [each for each in self.projections if self._seen[each.NAME] >= near]
        return [together, *([each] for each in self.projections if self._seen[each.NAME] < near)]

    def _take_in(self, group: Sequence[Projection], oldest_look_seconds: float) -> int:
        seen = min(self._seen[each.NAME] for each in group)
        found = self._looking.beyond(seen, BATCH, oldest_look_seconds)
        if not found:
            return 0
        with self._database.writing() as connection:
            before = self._bookmarks.lock_all([each.NAME for each in group], connection, is_made_again=True)
            lowest = min(before.values())
            if lowest != seen:
                found = self._looking.beyond(lowest, BATCH)
            after = _applied(connection, group, before, found)
            self._bookmarks.set_all(after, connection)
        for name, position in after.items():
            self._followed[name].set(position)
        self._seen |= after
        return min(after.values()) - lowest


def _pause_after(taken_in: int) -> float:
    if taken_in < MUCH:
        return RESTING_SECONDS
    return GATHERING_SECONDS if taken_in < BATCH else GIVE_WAY_SECONDS


def _applied(
    connection: Connection, group: Sequence[Projection], before: dict[str, int], found: Sequence[Found]
) -> dict[str, int]:
    """To each what it has not seen; the positions they come to."""
    last = found[-1].position if found else 0
    for projection in group:
        known = before[projection.NAME]
        new = [each.event for each in found if each.position > known]
        if new:
            projection.apply_all(connection, new)
    return {name: max(position, last) for name, position in before.items()}


def advance(
    application: EventLog,
    projection: Projection,
    connection: Connection,
    after: int,
    stop: int | None = None,
    limit: int = BATCH,
) -> int:
    """Apply one batch of the log after a position, not beyond `stop`; the position that was reached."""
    found = read_on(application, after, limit, stop)
    if found:
        projection.apply_all(connection, [each.event for each in found])
    return found[-1].position if found else after
