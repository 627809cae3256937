"""A read model kept up with its log: events and bookmark in one transaction, again and again."""

from threading import Event

from sqlalchemy import Connection

from chassis.following.looking import looking_at
from chassis.sealing import opened_events
from chassis.store import EventLog, Projection
from chassis.telling import gauge

BATCH = 50  # one transaction: whoever writes to the same file waits for it
GIVE_WAY_SECONDS = 0.02  # between full batches: whoever waits for the file only looks in now and then
SHORTEST_PAUSE_SECONDS = 0.005
LONGEST_PAUSE_SECONDS = 0.05
OLDEST_LOOK_SECONDS = 0.02  # a look of another loop at the same log will do


class ProjectionLoop:
    """A follower's loop: polls the log, fast while there is something and at most every 50 ms when not."""

    def __init__(self, application: EventLog, projection: Projection) -> None:
        self.application = application
        self.projection = projection
        self.name = f"projection {projection.NAME}"
        self.is_ready = False  # until it has once caught up
        self._looking = looking_at(application)
        self._seen: int | None = None
        service = projection.database.place.service
        self._followed = gauge(
            service, "projection_position_events", "Log position a read model has reached", ("read_model",)
        ).labels(projection.NAME)

    def run(self, stop: Event) -> None:
        pause = SHORTEST_PAUSE_SECONDS
        while not stop.is_set():
            if taken_in := self.follow_once(min(pause, OLDEST_LOOK_SECONDS)):
                pause = SHORTEST_PAUSE_SECONDS
                if taken_in >= BATCH:
                    stop.wait(GIVE_WAY_SECONDS)
                continue
            self.is_ready = True
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def follow_once(self, oldest_look_seconds: float = 0.0) -> int:
        """Take in the next batch: how far it went in the log, 0 when there was nothing new.

        Where the bookmark stands is remembered; another process may have moved it on, which the next batch sees.
        """
        if self._seen is None:
            self._seen = self.projection.position()
        if not self._looking.is_beyond(self._seen, oldest_look_seconds):
            return 0
        with self.projection.database.writing() as connection:
            bookmarks, name = self.projection.bookmarks, self.projection.NAME
            before = bookmarks.lock(name, connection)
            after = advance(self.application, self.projection, connection, before)
            bookmarks.set(name, after, connection)
        self._followed.set(after)
        self._seen = after
        return after - before


def advance(
    application: EventLog,
    projection: Projection,
    connection: Connection,
    after: int,
    stop: int | None = None,
    limit: int = BATCH,
) -> int:
    """Apply one batch of the log after a position, not beyond `stop`; the position that was reached."""
    notifications = application.recorder.select_notifications(after, limit, stop, inclusive_of_start=False)
    for notification, event in zip(notifications, opened_events(application, notifications), strict=True):
        projection.apply(connection, event)
        after = notification.id
    return after
