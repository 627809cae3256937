"""What notifications has heard of visits, people and settings, and which visits are still to be reminded of."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Integer,
    Row,
    String,
    Uuid,
    and_,
    bindparam,
    func,
    select,
    update,
)

from chassis.store import Delivery, HeardView, Moment
from notifications.domain.audience import Visit
from notifications.domain.reminders import Reminded, Reminders

STATES = {
    "visit_booked": "booked",
    "visit_started": "started",
    "visit_ended": "ended",
    "visit_cancelled": "cancelled",
    "visit_missed": "missed",
    "visit_miss_taken_back": "booked",
}
OF_VISITS = (*STATES, "visit_changed", "visit_participants_changed")
OF_PEOPLE = ("user_registered", "user_status_changed", "user_roles_changed")
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
PROVIDER = 1
MADE_OF_TIME = "look_at"
"""What is still to be done is no part of what was heard, and is not compared when the view is rebuilt."""


class Known(HeardView):
    """Not every event of a visit tells its time, so what is known of one stands in several tables: each takes in the
    newest event that tells of it, in whatever order they come."""

    NAME = "known"
    SOURCES = ("booking", "identity")

    def define(self) -> None:
        self._define_visits()
        self._define_reminders()
        self.people = self.table(
            "people_to_tell",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("status", String(20), nullable=False),
        )
        self.provider = self.table(
            "provider_ways",
            Column("id", Integer, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("sends_sms", Boolean, nullable=False),
            Column("sends_email", Boolean, nullable=False),
            Column("reminder_minutes", JSON, nullable=False),
            Column("reminds_so_since", Moment, nullable=False),
        )
        # Made once, not for each event: to make one takes longer than to carry it out.
        people = self.people.c
        these = people.id.in_(bindparam("ids", expanding=True))
        self._not_active = select(people.id).where(these, people.status != "active")
        self._provider = select(self.provider)
        self._begin = self.database.insert(self.beginnings).on_conflict_do_nothing()

    def _define_visits(self) -> None:
        self.beginnings = self.table(
            "visit_beginnings",
            Column("id", Uuid, primary_key=True),
            Column("origin_cause", String(20)),
        )
        self.times = self.table(
            "visit_times",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("starts_at", Moment, nullable=False, index=True),
            Column("length_minutes", Integer, nullable=False),
            Column("set_at", Moment, nullable=False),
        )
        self.members = self.table(
            "visit_members",
            Column("id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("state", String(20), nullable=False),
            Column("staff_ids", JSON, nullable=False),
            Column("patient_ids", JSON, nullable=False),
        )
        self.together = self.table(
            "visits_together",
            Column("together_id", Uuid, primary_key=True),
            Column("event", String(40), primary_key=True),
            Column("visit_id", Uuid, primary_key=True),
        )

    def _define_reminders(self) -> None:
        self.arrivals = self.table(
            "visit_arrivals",
            Column("visit_id", Uuid, primary_key=True),
            Column("person_id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("arrived_at", Moment, nullable=False),
        )
        self.looks = self.table(
            "visits_to_remind_of",
            Column("visit_id", Uuid, primary_key=True),
            Column("version", Integer, nullable=False),
            Column(MADE_OF_TIME, Moment, index=True),  # NULL: nothing more
        )
        looks = self.looks.c
        this = and_(looks.visit_id == bindparam("visit"), looks.version == bindparam("seen_version"))
        self._look = update(self.looks).where(this, looks.look_at == bindparam("seen_at"))

    def hear_after(self, first: Callable[[], None], delivery: Delivery, fields: Mapping[str, Any]) -> bool:
        """Take in one event, once what comes first was done by what was known before; nothing if it is heard again."""

        def effect(connection: Connection) -> None:
            first()
            self.effect(connection, delivery, fields)

        return self.apply_once(delivery, effect)

    def visit(self, visit_id: UUID) -> Visit | None:
        found = self._visits([visit_id])
        return found[0] if found else None

    def count_together(self, together_id: UUID, event: str) -> int:
        """How many of the visits that one command booked or cancelled this was heard of."""
        mine = self.together.c
        counted = select(func.count()).where(mine.together_id == together_id, mine.event == event)
        with self.database.reading() as connection:
            return int(connection.execute(counted).scalar_one())

    def visits_together(self, together_id: UUID, event: str) -> list[Visit]:
        """The same visits, as they are known now."""
        mine = self.together.c
        wanted = select(mine.visit_id).where(mine.together_id == together_id, mine.event == event)
        with self.database.reading() as connection:
            visit_ids = list(connection.execute(wanted).scalars())
        return self._visits(visit_ids)

    def not_active(self, person_ids: Collection[UUID]) -> set[UUID]:
        """Who is known not to be active; of one nobody has heard of yet, the moment of sending tells."""
        self.seen()
        with self.database.reading() as connection:
            return set(connection.execute(self._not_active, {"ids": list(person_ids)}).scalars())

    def reminders(self) -> Reminders:
        """What the provider has chosen, and its ways."""
        with self.database.reading() as connection:
            row = connection.execute(self._provider).first()
        if row is None:
            return Reminders()
        return Reminders(row.sends_sms, row.sends_email, tuple(row.reminder_minutes), row.reminds_so_since)

    def to_remind_of(self, now: datetime, limit: int) -> list[Reminded]:
        """The visits whose next reminder may be due, those that wait longest first."""
        looks, times = self.looks.c, self.times.c
        wanted = (
            select(looks.visit_id, looks.version, looks.look_at, times.set_at)
            .join_from(self.looks, self.times, looks.visit_id == times.id)
            .where(looks.look_at <= now)
            .order_by(looks.look_at, looks.visit_id)
            .limit(limit)
        )
        with self.database.reading() as connection:
            rows = {row.visit_id: row for row in connection.execute(wanted)}
            arrivals = self._arrivals(connection, rows)
        visits = {visit.id: visit for visit in self._visits(list(rows))}
        return [
            Reminded(visits.get(each), row.visit_id, row.version, row.look_at, row.set_at, arrivals.get(each, {}))
            for each, row in rows.items()
        ]

    def look_again(self, seen: Sequence[tuple[Reminded, datetime | None]]) -> None:
        """At which moment, unless something newer was heard of the visit, or of the settings, meanwhile."""
        rows = [
            {"visit": each.visit_id, "seen_version": each.version, "seen_at": each.look_at, "look_at": moment}
            for each, moment in seen
        ]
        if rows:
            with self.database.writing() as connection:
                connection.execute(self._look, rows)

    def opened(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name != MADE_OF_TIME}

    def effect(self, connection: Connection, delivery: Delivery, fields: Mapping[str, Any]) -> None:
        if delivery.event in OF_VISITS:
            self._of_visit(connection, delivery, fields)
        elif delivery.event in OF_PEOPLE:
            row = {"id": fields["user_id"], "version": delivery.aggregate_version, "status": fields["status"]}
            self.put_newer(connection, self.people, row)
        elif delivery.event == "provider_settings_changed":
            self._of_settings(connection, delivery, fields)

    def _of_visit(self, connection: Connection, delivery: Delivery, visit: Mapping[str, Any]) -> None:
        visit_id, version = visit["visit_id"], delivery.aggregate_version
        members = {
            "id": visit_id,
            "version": version,
            "state": STATES.get(delivery.event) or visit["state"],
            "staff_ids": sorted(map(str, visit["staff_ids"])),
            "patient_ids": sorted(map(str, visit["patient_ids"])),
        }
        self.put_newer(connection, self.members, members)
        if delivery.event == "visit_booked":
            begun = {"id": visit_id, "origin_cause": visit["origin_cause"]}
            self.write(connection, self._begin, begun)
            self._of_time(connection, version, visit, visit["booked_at"])
        elif delivery.event == "visit_changed":
            self._of_change(connection, version, visit)
        if visit.get("together_id") is not None:
            row = {"together_id": visit["together_id"], "event": delivery.event, "visit_id": visit_id}
            connection.execute(self.database.insert(self.together).values(row).on_conflict_do_nothing())

    def _of_change(self, connection: Connection, version: int, visit: Mapping[str, Any]) -> None:
        before = (visit["previous_starts_at"], visit["previous_length_minutes"])
        if before != (visit["starts_at"], visit["length_minutes"]):
            self._of_time(connection, version, visit, visit["changed_at"])
        for person_id in visit["brought_in_ids"]:
            arrived = {"visit_id": visit["visit_id"], "person_id": person_id}
            arrived |= {"version": version, "arrived_at": visit["changed_at"]}
            self.put_newer(connection, self.arrivals, arrived)

    def _of_time(self, connection: Connection, version: int, visit: Mapping[str, Any], set_at: datetime) -> None:
        time = {"id": visit["visit_id"], "version": version, "set_at": set_at}
        time |= {name: visit[name] for name in ("starts_at", "length_minutes")}
        self.put_newer(connection, self.times, time)
        look = {"visit_id": visit["visit_id"], "version": version, MADE_OF_TIME: AT_ONCE}
        self.put_newer(connection, self.looks, look)

    def _of_settings(self, connection: Connection, delivery: Delivery, settings: Mapping[str, Any]) -> None:
        before = connection.execute(select(self.provider)).first()
        minutes = sorted(settings["reminder_minutes"])
        known = Reminders().minutes if before is None else tuple(before.reminder_minutes)
        since = Reminders().since if before is None else before.reminds_so_since
        if before is not None and before.version >= delivery.aggregate_version:
            return
        row = {
            "id": PROVIDER,
            "version": delivery.aggregate_version,
            "sends_sms": settings["sms"],
            "sends_email": settings["sends_email"],
            "reminder_minutes": minutes,
            "reminds_so_since": since if tuple(minutes) == tuple(sorted(known)) else settings["changed_at"],
        }
        self.database.put_newer(connection, self.provider, row)
        ahead = select(self.times.c.id).where(self.times.c.starts_at > settings["changed_at"])
        connection.execute(update(self.looks).where(self.looks.c.visit_id.in_(ahead)).values(look_at=AT_ONCE))

    def _visits(self, visit_ids: Collection[UUID]) -> list[Visit]:
        times, members, beginnings = self.times.c, self.members.c, self.beginnings.c
        wanted = (
            select(self.times, self.members, beginnings.origin_cause)
            .join_from(self.times, self.members, times.id == members.id)
            .join(self.beginnings, times.id == beginnings.id, isouter=True)
            .where(times.id.in_(list(visit_ids)))
        )
        self.seen()
        with self.database.reading() as connection:
            return [self._visit(row) for row in connection.execute(wanted)]

    def _visit(self, row: Row[Any]) -> Visit:
        told, times, members = row._mapping, self.times.c, self.members.c
        return Visit(
            id=told[times.id],
            version=max(told[times.version], told[members.version]),
            state=told[members.state],
            starts_at=told[times.starts_at],
            length_minutes=told[times.length_minutes],
            staff_ids=frozenset(map(UUID, told[members.staff_ids])),
            patient_ids=frozenset(map(UUID, told[members.patient_ids])),
            origin_cause=told[self.beginnings.c.origin_cause],
        )

    def _arrivals(self, connection: Connection, visit_ids: Collection[UUID]) -> dict[UUID, dict[UUID, datetime]]:
        mine, found = self.arrivals.c, dict[UUID, dict[UUID, datetime]]()
        for row in connection.execute(select(self.arrivals).where(mine.visit_id.in_(list(visit_ids)))):
            found.setdefault(row.visit_id, {})[row.person_id] = row.arrived_at
        return found
