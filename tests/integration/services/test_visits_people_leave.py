"""What the lists of booking say when people leave visits: on both stores, and the same when they are made anew."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from booking.application import Booking, Departures
from booking.domain.refusals import VisitNotFound
from booking.projections.contacts import Contacts
from booking.projections.lists import BookingLists
from booking.projections.my_bookings import MyBookings
from booking.projections.people import People
from booking.projections.visit_rows import described
from chassis.envelope import Heard
from chassis.following.projecting import ProjectionLoop
from chassis.following.rebuilding import rebuild
from chassis.sealing import KeyRing, sealed_by
from chassis.store import Database, Delivery, Place, open_application
from contracts.booking.calls import ListContacts, ListVisitsNeedingAction
from contracts.identity.events import SessionEnded, UserStatusChanged
from contracts.message import Event
from tests.unit.booking.visits import ADMINISTRATOR, COLLEAGUE, NOW, OTHER_PATIENT, PATIENT, STAFF, STARTS_AT

MANY = 300


class Identity:
    """What identity has told, as it answers when it is asked for all of it: more than booking hears."""

    def __init__(self) -> None:
        self.told: list[Heard] = []

    def tell(self, event: type[Event], delivery: Delivery, fields: dict[str, Any]) -> None:
        self.told.append(Heard(event, delivery, fields))

    def after(self, positions: Mapping[str, int]) -> tuple[list[Heard], dict[str, int]]:
        found = [each for each in self.told if each.delivery.position > positions["identity"]]
        return found, {"identity": len(self.told)}


class Parts:
    """Booking with its views, and its follower's loops run by hand."""

    def __init__(self, store: dict[str, str]) -> None:
        place = Place.of("booking", store)
        self.database = Database(place)
        self.keys = KeyRing(place, bytes(range(32)))
        self.people = People(self.database)
        self.identity = Identity()
        self.booking = open_application(Booking, place, sealed_by(self.keys), people=self.people)
        self.my_bookings = MyBookings(self.database, self.keys)
        self.lists = BookingLists(self.my_bookings)
        self.contacts = Contacts(self.my_bookings)
        self.loop = ProjectionLoop(self.booking, self.my_bookings)
        self.departures = Departures(self.booking, self.people, self.my_bookings)
        for person in (STAFF, COLLEAGUE, PATIENT, OTHER_PATIENT, ADMINISTRATOR):
            self.hear(person.id, 1, sorted(person.roles), "active", "user_registered")

    def hear(
        self, person_id: UUID, version: int, roles: list[str], status: str, event: str, *, is_missed: bool = False
    ) -> None:
        """Identity tells it, and booking hears it unless it is missed; besides, sessions end."""
        session = {"session_id": uuid4(), "user_id": person_id, "reason": "idle", "ended_at": NOW}
        self.identity.tell(SessionEnded, self._delivery("session_ended", 2, session["session_id"]), session)
        fields: dict[str, Any] = {"user_id": person_id, "roles": roles, "status": status}
        if event != "user_registered":
            fields["changed_by"] = ADMINISTRATOR.id
        delivery = self._delivery(event, version, person_id)
        self.identity.tell(UserStatusChanged, delivery, fields)
        if not is_missed:
            self.people.hear(delivery, fields)

    def _delivery(self, event: str, version: int, aggregate_id: Any) -> Delivery:
        position = len(self.identity.told) + 1
        return Delivery(uuid4(), "identity", event, position, aggregate_id, version, NOW)

    def book(self, hours: int = 0, patient_id: UUID = PATIENT.id, booked_by: UUID = STAFF.id) -> UUID:
        visit_id = uuid4()
        self.booking.book_visit(
            visit_id=visit_id,
            booked_by=booked_by,
            name="Samtal",
            starts_at=STARTS_AT + timedelta(hours=hours),
            length_minutes=30,
            staff_ids=[booked_by],
            patient_ids=[patient_id],
            now=NOW,
        )
        return visit_id

    def start(self, visit_id: UUID, at: datetime = STARTS_AT) -> None:
        self.booking.start_visit(visit_id=visit_id, started_by=STAFF.id, now=at)

    def follow(self) -> None:
        while self.loop.follow_once():
            pass

    def leave(self) -> int:
        """Let everyone leave who has to; how many steps it took."""
        steps = 0
        self.follow()
        while self.departures.step(datetime.now(NOW.tzinfo)):
            steps += 1
            self.follow()
        return steps

    def close(self) -> None:
        self.booking.close()
        self.database.close()
        self.keys.database.close()


@pytest.fixture
def parts(store: dict[str, str]) -> Iterator[Parts]:
    parts = Parts(store)
    yield parts
    parts.close()


def test_one_who_becomes_inactive_leaves_every_visit_that_is_not_over(parts: Parts) -> None:  # Q7, STA-2
    booked, started, ended, others = parts.book(1), parts.book(2), parts.book(3), parts.book(4, OTHER_PATIENT.id)
    for visit_id in (started, ended):
        parts.start(visit_id)
    parts.booking.end_visit(visit_id=ended, ended_by=STAFF.id, now=STARTS_AT)
    parts.hear(PATIENT.id, 2, ["patient"], "inactive", "user_status_changed")

    parts.leave()

    assert [visit["id"] for visit in parts.lists.latest(PATIENT.id)] == [ended]
    needing = parts.lists.needing_action(10)
    assert [(visit["id"], visit["needs_action"], visit["patient_ids"]) for visit in needing] == [
        (booked, True, []),
        (started, True, []),
    ]
    assert ListVisitsNeedingAction.reply({"visits": needing})["visits"][0]["state"] == "booked"
    assert parts.booking.visit(others, OTHER_PATIENT.id).version == 1
    with pytest.raises(VisitNotFound):
        parts.booking.visit(started, PATIENT.id)


def test_someone_with_three_hundred_visits_ahead_leaves_them_all_in_steps(parts: Parts) -> None:  # Q7
    for number in range(MANY):
        parts.book(number)
    parts.follow()
    before = parts.my_bookings.count_open(PATIENT.id)
    parts.hear(PATIENT.id, 2, ["patient"], "removed", "user_status_changed")

    steps = parts.leave()

    assert (before, parts.my_bookings.count_open(PATIENT.id), parts.booking.head) == (MANY, 0, 2 * MANY)
    assert steps > 10
    assert len(parts.lists.needing_action(500)) == MANY


def test_news_that_are_overtaken_take_nobody_out(parts: Parts) -> None:  # Q7
    parts.book()
    parts.hear(PATIENT.id, 3, ["patient"], "active", "user_status_changed")
    parts.hear(PATIENT.id, 2, ["patient"], "inactive", "user_status_changed")

    parts.leave()

    assert parts.my_bookings.count_open(PATIENT.id) == 1
    assert parts.booking.head == 1


def test_becoming_active_again_brings_nobody_back(parts: Parts) -> None:  # Q7
    parts.book()
    parts.hear(PATIENT.id, 2, ["patient"], "inactive", "user_status_changed")
    parts.leave()

    parts.hear(PATIENT.id, 3, ["patient"], "active", "user_status_changed")
    parts.leave()

    assert parts.lists.latest(PATIENT.id) == []


def test_staff_who_lose_the_right_leave_their_visits(parts: Parts) -> None:  # Q7, ROL-1
    visit_id = parts.book()
    parts.hear(STAFF.id, 2, ["administrator"], "active", "user_roles_changed")

    parts.leave()

    [visit] = parts.lists.needing_action(10)
    assert (visit["id"], visit["staff_ids"], visit["patient_ids"]) == (visit_id, [], [PATIENT.id])


def test_a_visit_that_needed_action_needs_none_once_an_administrator_cancelled_it(parts: Parts) -> None:  # Q7, BOK-3
    visit_id = parts.book()
    parts.hear(STAFF.id, 2, ["staff"], "inactive", "user_status_changed")
    parts.leave()

    parts.booking.cancel_visit(visit_id=visit_id, cancelled_by=ADMINISTRATOR.id, reason=None, now=NOW)
    parts.follow()

    assert parts.lists.needing_action(10) == []
    [visit] = parts.lists.latest(PATIENT.id)
    assert visit == described(parts.booking.visit(visit_id, PATIENT.id))
    assert (visit["state"], visit["needs_action"]) == ("cancelled", False)


def test_nobody_but_administrators_cancels_a_visit_of_others(parts: Parts) -> None:  # Q8, GRP-6
    visit_id = parts.book()

    for stranger in (COLLEAGUE.id, OTHER_PATIENT.id):
        with pytest.raises(VisitNotFound):
            parts.booking.cancel_visit(visit_id=visit_id, cancelled_by=stranger, reason=None, now=NOW)


def test_contacts_are_those_with_whom_one_has_or_had_visits(parts: Parts) -> None:  # CON-1
    had, ahead, passed, cancelled = parts.book(0), parts.book(48), parts.book(1), parts.book(2, OTHER_PATIENT.id)
    parts.start(had)
    parts.booking.cancel_visit(visit_id=cancelled, cancelled_by=STAFF.id, reason=None, now=NOW)
    parts.book(5, OTHER_PATIENT.id, COLLEAGUE.id)
    parts.follow()
    now = STARTS_AT + timedelta(hours=3)

    staffs, patients = parts.contacts.of(STAFF.id, now), parts.contacts.of(PATIENT.id, now)

    next_at = STARTS_AT + timedelta(hours=48)
    assert staffs == [{"person_id": PATIENT.id, "latest_visit_at": STARTS_AT, "next_visit_at": next_at}]
    assert patients == [{"person_id": STAFF.id, "latest_visit_at": STARTS_AT, "next_visit_at": next_at}]
    assert len({had, ahead, passed}) == 3
    assert ListContacts.reply({"contacts": staffs})["contacts"][0]["person_id"] == str(PATIENT.id)
    [colleagues] = parts.contacts.of(COLLEAGUE.id, now)
    assert colleagues["person_id"] == OTHER_PATIENT.id


def test_patients_who_met_in_a_group_are_no_contacts_of_each_other(parts: Parts) -> None:  # CON-1, X-1
    group: dict[str, Any] = {"name": "Grupp", "starts_at": STARTS_AT, "length_minutes": 30, "is_group": True}
    patient_ids = [PATIENT.id, OTHER_PATIENT.id]
    parts.booking.book_visit(
        visit_id=uuid4(), booked_by=STAFF.id, staff_ids=[STAFF.id], patient_ids=patient_ids, now=NOW, **group
    )
    parts.follow()

    met = {whose: {each["person_id"] for each in parts.contacts.of(whose, NOW)} for whose in (STAFF.id, *patient_ids)}

    assert met == {STAFF.id: set(patient_ids), PATIENT.id: {STAFF.id}, OTHER_PATIENT.id: {STAFF.id}}


def test_contacts_stand_with_the_newest_first_and_keep_visits_that_never_began(parts: Parts) -> None:  # CON-1
    parts.book(1)
    parts.book(90, OTHER_PATIENT.id)
    parts.follow()

    contacts = parts.contacts.of(STAFF.id, STARTS_AT + timedelta(hours=3))

    assert [each["person_id"] for each in contacts] == [OTHER_PATIENT.id, PATIENT.id]
    assert (contacts[1]["latest_visit_at"], contacts[1]["next_visit_at"]) == (None, None)


def test_the_lists_are_equal_when_they_are_made_anew(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    parts.start(parts.book(1))
    for _ in range(3):
        parts.book(2)
    parts.book(3, OTHER_PATIENT.id)
    parts.hear(PATIENT.id, 2, ["patient"], "removed", "user_status_changed")
    parts.leave()

    assert rebuild(parts.booking, [parts.my_bookings, parts.people], parts.identity) == 0  # type: ignore[arg-type]

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["read_model"], each["equal"]) for each in told] == [("my_bookings_v3", True), ("people", True)]


def test_what_is_made_anew_lets_those_leave_who_were_missed(parts: Parts) -> None:  # Q7
    parts.book()
    parts.hear(PATIENT.id, 2, ["patient"], "inactive", "user_status_changed", is_missed=True)
    parts.hear(OTHER_PATIENT.id, 2, ["patient"], "active", "user_status_changed")
    parts.leave()
    before = parts.my_bookings.count_open(PATIENT.id)

    models = [parts.people]
    assert rebuild(parts.booking, models, parts.identity, put_right=True) == 0  # type: ignore[arg-type]
    parts.leave()

    assert (before, parts.my_bookings.count_open(PATIENT.id)) == (1, 0)
