"""Whoever may no longer be in a room is sent out when it is told, and otherwise when the watch looks again."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.store import Delivery
from contracts.booking.events import VisitCancelled, VisitChanged, VisitEnded, VisitParticipantsChanged
from contracts.identity.events import SessionEnded, UserRolesChanged, UserStatusChanged
from contracts.message import Event
from visit_media.adapters.engine import Someone
from visit_media.media import HEARD, Watch
from visit_media.signalling.admission import Verdict
from visit_media.signalling.tokens import Grant

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
VISIT, OTHER_VISIT, ANNA, KARL = UUID(int=7), UUID(int=8), UUID(int=1), UUID(int=3)
THIS_SESSION, OTHER_SESSION = UUID(int=20), UUID(int=21)
ANNAS = Someone(VISIT, ANNA, "PA_anna", 2, is_staff=True, session_id=OTHER_SESSION)
KARLS = Someone(VISIT, KARL, "PA_karl", 2, is_staff=False, session_id=THIS_SESSION)


class Rooms:
    """The engine, as far as the watch commands it."""

    def __init__(self) -> None:
        self.orders: list[tuple[Any, ...]] = []

    async def everyone(self) -> list[Someone]:
        return [ANNAS, KARLS]

    async def close_room(self, visit_id: UUID, reason: str) -> None:
        self.orders.append(("close", visit_id, reason))

    async def remove_person(self, person_id: UUID, visit_id: UUID | None = None) -> None:
        self.orders.append(("remove", person_id, visit_id))

    async def end_sign_in(self, session_id: UUID) -> None:
        self.orders.append(("sign out", session_id))


class Door:
    """Knows nothing but what the test says of each person."""

    def __init__(self) -> None:
        self.verdicts: dict[UUID, Verdict] = {}
        self.written_down: list[str] = []
        self.is_broken = False

    async def admit(self, grant: Grant) -> Verdict:
        return self.verdicts.get(grant.person_id, Verdict.ADMITTED)

    async def heard(self, delivery: Delivery, fields: dict[str, Any]) -> None:
        if self.is_broken:
            raise ConnectionError
        self.written_down.append(delivery.event)


class Parts:
    def __init__(self) -> None:
        self.rooms, self.door = Rooms(), Door()
        self.watch = Watch(self.rooms, self.door)  # type: ignore[arg-type]

    async def tell(self, event: type[Event], **fields: Any) -> None:
        delivery = Delivery(uuid4(), event.SERVICE, event.NAME, 3, uuid4(), 3, NOON)
        await self.watch.on_event(event, delivery, fields)


@pytest.fixture
def parts() -> Parts:
    return Parts()


async def test_a_sign_in_that_ended_is_written_down_and_its_connections_go(parts: Parts) -> None:  # SES-3
    await parts.tell(SessionEnded, session_id=THIS_SESSION, user_id=KARL)

    assert parts.door.written_down == ["session_ended"]
    assert parts.rooms.orders == [("sign out", THIS_SESSION)]


async def test_one_who_was_taken_out_of_a_visit_leaves_its_room_and_no_other(parts: Parts) -> None:  # Q7
    await parts.tell(VisitParticipantsChanged, visit_id=VISIT, taken_out_id=KARL)
    await parts.tell(VisitParticipantsChanged, visit_id=OTHER_VISIT, taken_out_id=None)

    assert parts.rooms.orders == [("remove", KARL, VISIT)]


async def test_those_who_were_replaced_leave_the_room_and_whoever_was_brought_in_finds_it_open(  # BOK-6
    parts: Parts,
) -> None:
    await parts.tell(VisitChanged, visit_id=VISIT, taken_out_ids=[ANNA, KARL], brought_in_ids=[UUID(int=9)])
    await parts.tell(VisitChanged, visit_id=OTHER_VISIT, taken_out_ids=[], brought_in_ids=[])

    assert parts.door.written_down == ["visit_changed", "visit_changed"]
    assert parts.rooms.orders == [("remove", ANNA, VISIT), ("remove", KARL, VISIT)]


async def test_staff_who_lost_the_right_are_asked_about_at_once(parts: Parts) -> None:  # ROL-1
    parts.door.verdicts = {ANNA: Verdict.NO_LONGER_STAFF, KARL: Verdict.NOT_IN_THE_VISIT}

    await parts.tell(UserRolesChanged, user_id=ANNA, status="active", roles=["administrator"])

    assert parts.rooms.orders == [("remove", ANNA, VISIT)]


@pytest.mark.parametrize("status", ["inactive", "removed"])
async def test_one_who_is_no_longer_active_leaves_every_room(parts: Parts, status: str) -> None:  # STA-2, STA-3
    await parts.tell(UserStatusChanged, user_id=KARL, status=status)

    assert parts.rooms.orders == [("remove", KARL, None)]


async def test_nobody_stays_because_it_could_not_be_written_down(parts: Parts) -> None:
    parts.door.is_broken = True

    for event, fields in (
        (SessionEnded, {"session_id": THIS_SESSION}),
        (VisitEnded, {"visit_id": VISIT}),
        (VisitCancelled, {"visit_id": OTHER_VISIT}),
    ):
        with pytest.raises(ConnectionError):
            await parts.tell(event, **fields)

    assert parts.rooms.orders == [
        ("sign out", THIS_SESSION),
        ("close", VISIT, "ended"),
        ("close", OTHER_VISIT, "cancelled"),
    ]


@pytest.mark.parametrize(
    ("verdict", "order"),
    [
        (Verdict.SESSION_OVER, ("sign out", THIS_SESSION)),
        (Verdict.NOT_ACTIVE, ("remove", KARL, VISIT)),
        (Verdict.NOT_IN_THE_VISIT, ("remove", KARL, VISIT)),
        (Verdict.ENDED, ("close", VISIT, "ended")),
    ],
)
async def test_what_was_told_while_nobody_listened_counts_at_the_next_look(  # SES-3, STA-2, Q7
    parts: Parts, verdict: Verdict, order: tuple[Any, ...]
) -> None:
    parts.door.verdicts = {KARL: verdict}

    await parts.watch.look_again()

    assert parts.rooms.orders == [order]


def test_the_watch_hears_of_everything_by_which_somebody_has_to_go() -> None:
    of_visits = {VisitEnded, VisitCancelled, VisitChanged, VisitParticipantsChanged}

    assert set(HEARD) == of_visits | {UserStatusChanged, UserRolesChanged, SessionEnded}
