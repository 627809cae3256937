"""From what happened to a visit to its notices: first the notices, then what is known, so that nothing is lost."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from chassis.store import Delivery, finish_together
from notifications.application.notices import Notices, Wanted
from notifications.domain.audience import (
    Change,
    Told,
    Visit,
    on_booking,
    on_cancelling,
    on_change,
    on_taking_out,
    ways_to,
)
from notifications.domain.back_off import useful_until
from notifications.domain.refusals import NotHeardYet
from notifications.domain.reminders import Reminders


class Known(Protocol):
    def hear_after(self, first: Callable[[], None], delivery: Delivery, fields: Mapping[str, Any]) -> bool: ...
    def visit(self, visit_id: UUID) -> Visit | None: ...
    def count_together(self, together_id: UUID, event: str) -> int: ...
    def visits_together(self, together_id: UUID, event: str) -> list[Visit]: ...
    def not_active(self, person_ids: Collection[UUID]) -> set[UUID]: ...
    def reminders(self) -> Reminders: ...


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is to be told what because of one event."""

    told: Collection[Told]
    cause: str
    together_id: UUID | None
    now: datetime


class Hearing:
    """An event that is heard again, or was heard in part before a crash, asks for the same notices by the same ids."""

    def __init__(self, notices: Notices, known: Known) -> None:
        self._notices, self._known = notices, known

    def hear(self, delivery: Delivery, fields: Mapping[str, Any], now: datetime) -> None:
        """What was heard before is passed over; of what is heard at once, all notices are asked for at once."""

        def first() -> None:
            told, together_id = self._told(delivery, fields)
            if told:
                cause = str(together_id or delivery.message_id)
                finish_together(self._ask, Telling(told, cause, together_id, now))

        self._known.hear_after(first, delivery, fields)

    def _ask(self, tellings: list[Telling]) -> None:
        if wanted := list(self._wanted(tellings)):
            self._notices.ask(wanted, max(each.now for each in tellings))

    def _wanted(self, tellings: Collection[Telling]) -> Iterable[Wanted]:
        """Nobody who is known not to be active, and nothing of what is over."""
        ways = self._known.reminders()
        silent = self._known.not_active({each.person_id for telling in tellings for each in telling.told})
        for telling in tellings:
            for each in telling.told:
                is_over = telling.now >= useful_until(each.kind, each.starts_at, each.length_minutes)
                if each.person_id in silent or is_over:
                    continue
                for channel in ways_to(each, by_sms=ways.by_sms, by_email=ways.by_email):
                    yield Wanted(telling.cause, channel, each, telling.together_id)

    def _told(self, delivery: Delivery, fields: Mapping[str, Any]) -> tuple[list[Told], UUID | None]:
        match delivery.event:
            case "visit_booked":
                visits, together_id = self._all_of(delivery, fields, _booked(delivery, fields))
                return on_booking(visits, fields["booked_by"]), together_id
            case "visit_cancelled":
                cancelled = replace(self._before(fields), state="cancelled", **_now(delivery, fields))
                visits, together_id = self._all_of(delivery, fields, cancelled)
                return on_cancelling(visits, fields["cancelled_by"]), together_id
            case "visit_changed":
                return self._of_change(delivery, fields), None
            case "visit_participants_changed" if fields["taken_out_id"] is not None:
                before, person_id = self._before(fields), fields["taken_out_id"]
                now = replace(before, state=fields["state"], **_now(delivery, fields))
                return on_taking_out(now, person_id, person_id in before.staff_ids, fields["changed_by"]), None
            case _:
                return [], None

    def _of_change(self, delivery: Delivery, fields: Mapping[str, Any]) -> list[Told]:
        before = self._known.visit(fields["visit_id"])
        visit = replace(
            _booked(delivery, fields),
            state=fields["state"],
            origin_cause=before.origin_cause if before is not None else None,
        )
        change = Change(
            previous_starts_at=fields["previous_starts_at"],
            previous_length_minutes=fields["previous_length_minutes"],
            previous_staff_ids=before.staff_ids if before is not None else frozenset(),
            brought_in_ids=frozenset(fields["brought_in_ids"]),
            taken_out_ids=frozenset(fields["taken_out_ids"]),
        )
        return on_change(visit, change, fields["changed_by"])

    def _all_of(self, delivery: Delivery, fields: Mapping[str, Any], visit: Visit) -> tuple[list[Visit], UUID | None]:
        """All visits of one command once the last one of them is heard, none before; what is alone is all there is."""
        together_id, size = fields["together_id"], fields["together_size"]
        if together_id is None or size <= 1:
            return [visit], None
        if self._known.count_together(together_id, delivery.event) + 1 < size:
            return [], together_id
        heard = {each.id: each for each in self._known.visits_together(together_id, delivery.event)}
        heard[visit.id] = visit
        return (list(heard.values()) if len(heard) >= size else []), together_id

    def _before(self, fields: Mapping[str, Any]) -> Visit:
        known = self._known.visit(fields["visit_id"])
        if known is None:
            raise NotHeardYet
        return known


def _booked(delivery: Delivery, fields: Mapping[str, Any]) -> Visit:
    return Visit(
        id=fields["visit_id"],
        state="booked",
        starts_at=fields["starts_at"],
        length_minutes=fields["length_minutes"],
        origin_cause=fields.get("origin_cause"),
        **_now(delivery, fields),
    )


def _now(delivery: Delivery, fields: Mapping[str, Any]) -> dict[str, Any]:
    people = {name: frozenset(fields[name]) for name in ("staff_ids", "patient_ids")}
    return {"version": delivery.aggregate_version, **people}
