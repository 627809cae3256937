"""Small groups beside a big visit: plain visits, made and started in one step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from booking.application import Booking, Offspring
from booking.domain.participant import Participant
from booking.domain.refusals import (
    IdTaken,
    ListLate,
    NotAGroup,
    NotInTheVisit,
    OnlyStaff,
    PersonNotActive,
    PersonTwice,
    VisitEnded,
    VisitNotFound,
    VisitNotStarted,
)
from booking.domain.visit import Visit
from booking.publishing import published
from chassis.domain import Refusal
from tests.unit.booking.visits import (
    ADMINISTRATOR,
    COLLEAGUE,
    EVERYONE,
    MANY_PATIENTS,
    STAFF,
    STARTS_AT,
    KnownPeople,
    asked,
    booking,
)

AT = STARTS_AT + timedelta(minutes=10)
VISIT_ID = UUID(int=800)
FOUR = [each.id for each in MANY_PATIENTS[:4]]
OUTSIDER = MANY_PATIENTS[10]


class Groups:
    """The list of visits, which may be late."""

    def __init__(self, application: Booking) -> None:
        self.application, self.is_late = application, False

    def catch_up(self, at_least: int | None) -> int:
        return 0 if self.is_late else at_least or 0

    def ids_of_small_groups(self, origin_id: UUID) -> Sequence[UUID]:
        notifications = self.application.recorder.select_notifications(0, 1000)
        events: list[Any] = [self.application.mapper.to_domain_event(each) for each in notifications]
        return [
            event.originator_id
            for event in events
            if isinstance(event, Visit.Booked) and (event.origin_id, event.origin_cause) == (origin_id, "small_group")
        ]


class BigRoom:
    """A started group visit of two staff and four patients, an hour long."""

    def __init__(self, state: str = "started", **changed: Any) -> None:
        self.people = KnownPeople(*EVERYONE, *MANY_PATIENTS)
        self.booking = booking(*self.people.people.values())
        self.booking._people = self.people
        self.groups = Groups(self.booking)
        self.offspring = Offspring(self.booking, self.groups)
        people = {"staff_ids": [STAFF.id, COLLEAGUE.id], "patient_ids": FOUR, "length_minutes": 60}
        self.booking.book_visit(**asked(visit_id=VISIT_ID, **(people | changed)))
        if state != "booked":
            self.booking.start_visit(visit_id=VISIT_ID, started_by=STAFF.id, now=STARTS_AT)
        if state == "ended":
            self.booking.end_visit(visit_id=VISIT_ID, ended_by=STAFF.id, now=STARTS_AT)

    def open(self, *groups: dict[str, Any], by: UUID = STAFF.id) -> list[Visit]:
        self.offspring.open_small_groups(visit_id=VISIT_ID, opened_by=by, groups=groups, now=AT)
        return [self.booking.existing(group["visit_id"]) for group in groups]

    def end(self, by: UUID = STAFF.id) -> int:
        return self.offspring.end_small_groups(visit_id=VISIT_ID, ended_by=by, now=AT).ended


def group(patient_ids: Sequence[UUID], staff_ids: Sequence[UUID] = (), name: str = "Grupp") -> dict[str, Any]:
    return {"visit_id": uuid4(), "name": name, "staff_ids": list(staff_ids), "patient_ids": list(patient_ids)}


def test_small_groups_are_started_group_visits_for_what_is_left_of_the_time() -> None:  # GRP-4
    room = BigRoom()

    first, second = room.open(group(FOUR[:2], [STAFF.id], "Grupp 1"), group(FOUR[2:], [STAFF.id, COLLEAGUE.id]))

    assert (first.state, first.is_group, first.name, first.starts_at, first.length_minutes) == (
        *("started", True, "Grupp 1"),
        *(AT, 50),
    )
    assert (first.staff_ids, first.patient_ids, first.started.by) == ([STAFF.id], FOUR[:2], STAFF.id)
    assert second.staff_ids == [STAFF.id, COLLEAGUE.id]  # GRP-5
    assert {each.lineage.origin_id for each in (first, second)} == {VISIT_ID}
    assert room.booking.existing(VISIT_ID).version == 2


def test_a_group_of_one_patient_is_a_group_visit() -> None:  # GRP-1, GRP-4
    [alone] = BigRoom().open(group(FOUR[:1]))

    assert alone.is_group


def test_a_group_without_staff_gets_the_one_who_opens_it() -> None:  # GRP-4
    [opened] = BigRoom().open(group(FOUR[:2]), by=COLLEAGUE.id)

    assert opened.staff_ids == [COLLEAGUE.id]


def test_staff_may_open_a_group_in_which_only_a_colleague_is() -> None:  # GRP-4
    [opened] = BigRoom().open(group(FOUR[:2], [COLLEAGUE.id]))

    assert (opened.state, opened.booked.by, opened.staff_ids) == ("started", STAFF.id, [COLLEAGUE.id])


def test_patients_belong_to_their_own_group_only() -> None:  # GRP-6
    first, second = BigRoom().open(group(FOUR[:2]), group(FOUR[2:]))

    second.details.check_belongs(FOUR[3])
    with pytest.raises(VisitNotFound):
        first.details.check_belongs(FOUR[3])


@pytest.mark.parametrize(
    ("groups", "refused"),
    [
        ([group([OUTSIDER.id])], NotInTheVisit),
        ([group(FOUR[:1], [ADMINISTRATOR.id])], NotInTheVisit),
        ([group(FOUR[:2]), group(FOUR[1:])], PersonTwice),
        ([group([FOUR[0], FOUR[0]])], PersonTwice),
        ([group([STAFF.id], [STAFF.id])], PersonTwice),
    ],
)
def test_all_of_the_groups_are_opened_or_none(groups: list[dict[str, Any]], refused: type[Refusal]) -> None:  # GRP-4
    room = BigRoom()

    with pytest.raises(refused):
        room.open(group(FOUR[3:]), *groups)

    assert room.booking.head == 2


def test_one_id_for_two_groups_is_refused() -> None:
    one = group(FOUR[:1])

    with pytest.raises(IdTaken):
        BigRoom().open(one, one | {"patient_ids": FOUR[1:2]})


def test_asking_twice_opens_once_and_other_groups_under_the_same_ids_are_refused() -> None:  # GRP-4
    room, one, two = BigRoom(), group(FOUR[:2]), group(FOUR[2:])
    room.open(one, two)
    head = room.booking.head

    room.open(one, two)

    assert room.booking.head == head
    for other in ([one | {"patient_ids": FOUR[:1]}, two], [one], [one, group(FOUR[3:])], [two, one]):
        with pytest.raises(IdTaken):
            room.open(*other)


@pytest.mark.parametrize(("state", "refused"), [("booked", VisitNotStarted), ("ended", VisitEnded)])
def test_groups_come_out_of_a_visit_that_is_under_way(state: str, refused: type[Refusal]) -> None:  # GRP-4
    with pytest.raises(refused):
        BigRoom(state).open(group(FOUR[:2]))


def test_groups_come_out_of_a_group_visit_only() -> None:  # GRP-4
    with pytest.raises(NotAGroup):
        BigRoom(patient_ids=FOUR[:1]).open(group(FOUR[:1]))


@pytest.mark.parametrize(
    ("person", "refused"),
    [(MANY_PATIENTS[0], OnlyStaff), (ADMINISTRATOR, VisitNotFound), (OUTSIDER, VisitNotFound)],
)
def test_only_staff_of_the_big_visit_open_and_end_groups(person: Participant, refused: type[Refusal]) -> None:  # GRP-6
    room = BigRoom()

    with pytest.raises(refused):
        room.open(group(FOUR[:2]), by=person.id)
    with pytest.raises(refused):
        room.end(by=person.id)


def test_one_who_became_inactive_a_moment_ago_gets_into_no_group() -> None:  # BOK-10, STA-2
    room = BigRoom()
    room.people.people[FOUR[0]] = replace(MANY_PATIENTS[0], status="inactive")

    with pytest.raises(PersonNotActive):
        room.open(group(FOUR[:2]))


def test_ending_the_groups_ends_them_all_and_the_big_visit_goes_on() -> None:  # GRP-4, LIF-4
    room = BigRoom()
    first, second, third = room.open(group(FOUR[:1]), group(FOUR[1:2], [COLLEAGUE.id]), group(FOUR[2:]))
    room.booking.end_visit(visit_id=third.id, ended_by=STAFF.id, now=AT)

    assert (room.end(), room.end()) == (2, 0)

    states = [room.booking.existing(each.id).state for each in (first, second, third)]
    assert (states, room.booking.existing(VISIT_ID).state) == (["ended"] * 3, "started")


def test_groups_are_ended_after_the_big_visit_too() -> None:  # GRP-4
    room = BigRoom()
    [opened] = room.open(group(FOUR[:2]))
    room.booking.end_visit(visit_id=VISIT_ID, ended_by=STAFF.id, now=AT)

    assert room.booking.existing(opened.id).state == "started"
    assert room.end() == 1


def test_no_group_is_overlooked_because_a_list_is_late() -> None:
    room = BigRoom()
    [opened] = room.open(group(FOUR[:2]))
    room.groups.is_late = True

    with pytest.raises(ListLate):
        room.end()
    room.groups.is_late = False

    assert room.end() == 1
    assert room.booking.existing(opened.id).state == "ended"


def test_twenty_five_groups_are_opened_at_once() -> None:  # GRP-4, GRP-7
    patients = [each.id for each in MANY_PATIENTS[:48]]
    room = BigRoom(patient_ids=patients)

    opened = room.open(*(group(patients[number : number + 1]) for number in range(25)))

    assert {each.state for each in opened} == {"started"}
    told = [published(event) for each in opened for event in room.booking.events.get(each.id)]
    booked = [each.body for each in told if each and "booked_by" in each.body]
    assert {body["origin_cause"] for body in booked} == {"small_group"}
    assert [body["together_place"] for body in booked] == list(range(1, 26))
