"""Read models made anew from the logs beside the live ones, and compared with them row by row."""

import asyncio
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace

from sqlalchemy import Connection, Table, delete, insert, select

from chassis.aio import Caller
from chassis.envelope import Heard, heard
from chassis.following.projecting import advance
from chassis.reading import read_on
from chassis.store import EventLog, HeardView, Projection, ReadModel
from contracts.message import EventsSince

PAGE = 500
STEP = 200  # one transaction: whoever writes to the same file waits for it
DIFFERENCES_SHOWN = 20

Digests = dict[str, bytes]
Positions = dict[str, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a read model says what its log says, or its sources' logs: `position` is how far, all of them together.

    `differing` names rows by table and key, never their contents.
    """

    read_model: str
    position: int
    rows: int
    equal: bool
    differing: list[str] = field(default_factory=list)
    replaced: bool = False


class SourceEvents:
    """Other services' published events, asked for page by page."""

    def __init__(self, amqp_url: str, calls: Sequence[type[EventsSince]]) -> None:
        self._amqp_url = amqp_url
        self._calls = {call.SERVICE: call for call in calls}

    def after(self, positions: Mapping[str, int]) -> tuple[list[Heard], Positions]:
        """All events of these sources after these positions, and the positions they reach to."""
        return asyncio.run(self._after(positions))

    async def _after(self, positions: Mapping[str, int]) -> tuple[list[Heard], Positions]:
        found: list[Heard] = []
        reached = dict(positions)
        async with Caller(self._amqp_url, "rebuilding") as caller:
            for source, after in positions.items():
                events, reached[source] = await self._all_pages(caller, source, after)
                found += events
        return found, reached

    async def _all_pages(self, caller: Caller, source: str, after: int) -> tuple[list[Heard], int]:
        found: list[Heard] = []
        while True:
            page = await caller.call(self._calls[source], after=after, limit=PAGE)
            found += [event for told in page["events"] if (event := heard(source, told)) is not None]
            after = page["position"]
            if after >= page["head"]:
                return found, after


def rebuild(
    application: EventLog, models: Sequence[ReadModel], events: SourceEvents | None = None, *, put_right: bool = False
) -> int:
    """Write one JSON line for each read model; 0 when all are equal or were put right, 1 when one is not."""
    verdicts = []
    with ExitStack() as made:
        makings: list[_Making] = []
        for model in models:
            makings.append(making := _making(model, application, events))
            made.callback(making.fresh.drop)
        _approach(application, [each for each in makings if isinstance(each, _FromOwnLog)])
        for making in makings:
            verdicts.append(verdict := _rebuilt(making, put_right=put_right))
            sys.stdout.write(json.dumps(asdict(verdict)) + "\n")
    return 0 if all(verdict.equal or verdict.replaced for verdict in verdicts) else 1


def brought_up(application: EventLog, projections: Sequence[Projection], stop: int) -> int:
    """Several read models of one database from nothing to a position, in small steps that hold nobody up; the log is
    read once for all. Returns the position that was reached.
    """
    position = 0
    while found := read_on(application, position, STEP, stop):
        with projections[0].database.writing() as connection:
            for projection in projections:
                projection.apply_all(connection, [each.event for each in found])
        position = found[-1].position
    return position


def _making(model: ReadModel, application: EventLog, events: SourceEvents | None) -> "_Making":
    if isinstance(model, Projection):
        return _FromOwnLog(model, application)
    if isinstance(model, HeardView) and events is not None:
        return _FromOthersEvents(model, events)
    raise TypeError(f"nothing to rebuild {model.NAME} from")


def _approach(application: EventLog, makings: "Sequence[_FromOwnLog]") -> None:
    """As near to the live ones as all of them have come; the rest is the way of each."""
    if makings:
        nearest = min(making.live.position() for making in makings)
        reached = brought_up(application, [making.fresh for making in makings], nearest)
        for making in makings:
            making.position = reached


def _rebuilt(making: "_Making", *, put_right: bool) -> Verdict:
    live, positions = _as_seen_at_one_moment(making.live)
    making.reach(positions)
    with making.fresh.database.reading() as connection:
        fresh = _digests(making.fresh, connection)
    verdict = _compared(making.live, live, fresh, sum(positions.values()))
    if put_right and not verdict.equal:
        making.replace()
        verdict = replace(verdict, replaced=True)
    return verdict


class _Making:
    """A read model on its way from nothing to where the live one is."""

    def __init__(self, live: ReadModel) -> None:
        self.live = live
        self.fresh = live.beside()

    def reach(self, positions: Positions) -> None:
        """Come exactly to these positions."""
        raise NotImplementedError

    def replace(self) -> None:
        """Put the rebuilt rows in the place of the live ones, in one transaction."""
        with self.live.database.writing() as connection:
            self.finish(connection)
            for old, new in _pairs(self.live, self.fresh):
                connection.execute(delete(old))
                connection.execute(insert(old).from_select([c.name for c in new.c], select(new)))

    def finish(self, connection: Connection) -> None:
        """Come to where the live one is now, and hold it there."""
        raise NotImplementedError


class _FromOwnLog(_Making):
    live: Projection
    fresh: Projection

    def __init__(self, live: Projection, application: EventLog) -> None:
        super().__init__(live)
        self.application = application
        self.position = 0

    def reach(self, positions: Positions) -> None:
        is_there = False
        while not is_there:
            with self.fresh.database.writing() as connection:
                is_there = self._step(connection, positions[self.live.NAME])

    def finish(self, connection: Connection) -> None:
        position = self.live.bookmarks.lock(self.live.NAME, connection)
        while not self._step(connection, position):
            pass

    def _step(self, connection: Connection, stop: int) -> bool:
        before = self.position
        self.position = advance(self.application, self.fresh, connection, before, stop, STEP)
        return self.position == before


class _FromOthersEvents(_Making):
    def __init__(self, live: HeardView, events: SourceEvents) -> None:
        super().__init__(live)
        self.events = events
        self.applied: Positions = dict.fromkeys(live.SOURCES, 0)
        self.fetched: Positions = dict.fromkeys(live.SOURCES, 0)
        self.waiting: list[Heard] = []

    def reach(self, positions: Positions) -> None:
        wanted = {source: positions[f"{self.live.NAME}/{source}"] for source in self.applied}
        if any(self.fetched[source] < wanted[source] for source in wanted):
            self._fetch()
        with self.fresh.database.writing() as connection:
            self._apply(connection, wanted)

    def finish(self, connection: Connection) -> None:
        """To the sources' newest events: what is still on its way to the live one is older, and will be ignored."""
        for name in self.live.bookmark_names():
            self.live.bookmarks.lock(name, connection)
        self._fetch()
        self._apply(connection, self.fetched)
        for source, position in self.fetched.items():
            self.live.bookmarks.set(f"{self.live.NAME}/{source}", position, connection)

    def _fetch(self) -> None:
        found, self.fetched = self.events.after(self.fetched)
        self.waiting += found

    def _apply(self, connection: Connection, wanted: Positions) -> None:
        assert isinstance(self.fresh, HeardView)
        later = []
        for event in self.waiting:
            if event.delivery.position <= wanted[event.delivery.source]:
                self.fresh.effect(connection, event.delivery, event.fields)
            else:
                later.append(event)
        self.waiting, self.applied = later, dict(wanted)


def _as_seen_at_one_moment(live: ReadModel) -> tuple[Digests, Positions]:
    with live.database.reading() as connection:
        positions = {name: live.bookmarks.get(name, connection) for name in live.bookmark_names()}
        return _digests(live, connection), positions


def _digests(model: ReadModel, connection: Connection) -> Digests:
    digests = {}
    for name, table in model.content().items():
        for row in connection.execute(select(table)).mappings():
            key = "/".join(str(row[column.name]) for column in table.primary_key)
            told = json.dumps(model.opened(dict(row)), default=str, sort_keys=True)
            digests[f"{name}/{key}"] = hashlib.sha256(told.encode()).digest()
    return digests


def _compared(live: ReadModel, seen: Digests, made: Digests, position: int) -> Verdict:
    differing = sorted(key for key in seen.keys() | made.keys() if seen.get(key) != made.get(key))
    return Verdict(live.NAME, position, len(seen), not differing, differing[:DIFFERENCES_SHOWN])


def _pairs(live: ReadModel, fresh: ReadModel) -> Iterator[tuple[Table, Table]]:
    return zip(live.content().values(), fresh.content().values(), strict=True)
