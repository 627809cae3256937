"""Who is told what, by which way (NOT-1, NOT-2, NOT-3)."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.store import finish_together, together
from contracts.booking import events as booking
from notifications.domain.refusals import NotHeardYet
from tests.unit.notifications.house import ANNA, BO, CECILIA, DAVID, EVA, NINE, TOMORROW, House

PATIENTS_WAYS = ("in_app", "email", "sms")
LATER = TOMORROW + timedelta(hours=3)


def every_way(person_id, kind, ways=PATIENTS_WAYS):
    return {(person_id, way, kind) for way in ways}


def test_everyone_is_told_of_a_booking_but_the_one_who_booked(house: House) -> None:  # NOT-2
    house.book(staff_ids=[ANNA, BO], patient_ids=[CECILIA, DAVID])

    by_bo = every_way(BO, "booked", ("in_app", "email"))
    assert house.asked() == by_bo | every_way(CECILIA, "booked") | every_way(DAVID, "booked")


def test_without_sms_and_email_everything_stands_in_the_platform(house: House) -> None:  # NOT-1
    house.decide(3, sms=False, sends_email=False)

    house.book()

    assert house.asked() == {(CECILIA, "in_app", "booked")}


def test_another_time_is_told_to_all_who_stay_with_the_time_before(house: House) -> None:  # NOT-1
    visit_id = house.book(staff_ids=[ANNA, BO])

    house.change(visit_id, staff_ids=[ANNA, BO], starts_at=LATER)

    changed = [each for each in house.all() if each.kind == "changed"]
    assert {each.person_id for each in changed} == {BO, CECILIA}
    assert {(each.starts_at, each.previous_starts_at) for each in changed} == {(LATER, TOMORROW)}
    assert ("sms", BO) not in {(each.channel, each.person_id) for each in changed}


def test_whoever_is_brought_in_or_taken_out_is_told_so_and_nobody_else(house: House) -> None:  # NOT-1
    visit_id = house.book(patient_ids=[CECILIA, DAVID])
    before = house.asked()

    house.change(visit_id, patient_ids=[CECILIA, EVA], brought_in_ids=[EVA], taken_out_ids=[DAVID])

    assert house.asked() - before == every_way(EVA, "brought_in") | every_way(DAVID, "taken_out")


def test_another_colleague_is_a_change_to_the_patients_and_to_nobody_else(house: House) -> None:  # NOT-1
    visit_id = house.book(staff_ids=[BO], patient_ids=[CECILIA])
    before = house.asked()

    house.change(visit_id, staff_ids=[ANNA], brought_in_ids=[ANNA], taken_out_ids=[BO])

    told = every_way(CECILIA, "changed") | every_way(BO, "taken_out", ("in_app", "email"))
    assert house.asked() - before == told
    assert {each.previous_starts_at for each in house.all() if each.kind == "changed"} == {None}


def test_one_who_is_taken_out_while_the_time_moves_reads_the_time_he_knew(house: House) -> None:
    visit_id = house.book(patient_ids=[CECILIA, DAVID])

    house.change(visit_id, patient_ids=[CECILIA], taken_out_ids=[DAVID], starts_at=LATER)

    assert {each.starts_at for each in house.all() if each.kind == "taken_out"} == {TOMORROW}


def test_another_name_is_told_to_nobody(house: House) -> None:  # BOK-7
    visit_id = house.book()
    before = house.asked()

    house.change(visit_id, is_renamed=True)

    assert house.asked() == before


def test_a_cancelled_visit_is_told_to_everyone_but_the_one_who_cancelled(house: House) -> None:  # NOT-1
    visit_id = house.book(staff_ids=[ANNA, BO], booked_by=BO)
    before = house.asked()

    house.cancel(visit_id, staff_ids=[ANNA, BO])

    assert house.asked() - before == every_way(CECILIA, "cancelled") | every_way(BO, "cancelled", ("in_app", "email"))


def test_whoever_is_invited_again_is_told_at_once(house: House) -> None:  # LIF-9
    house.book(starts_at=house.now, origin_id=uuid4(), origin_cause="invited_again")

    house.send()

    assert house.asked() == every_way(CECILIA, "invited_again")
    assert [each.state for each in house.all() if each.channel == "sms"] == ["sent"]


def test_of_a_small_group_nobodys_phone_rings(house: House) -> None:  # GRP-4
    visit_id = house.book(starts_at=house.now, origin_id=uuid4(), origin_cause="small_group", patient_ids=[CECILIA])

    moved = {"starts_at": house.now, "previous_starts_at": house.now, "state": "started"}
    house.change(visit_id, **moved, patient_ids=[CECILIA, DAVID], brought_in_ids=[DAVID])

    assert house.asked() == {(CECILIA, "in_app", "booked"), (DAVID, "in_app", "brought_in")}


def test_a_time_that_moves_while_the_visit_goes_on_is_seen_there_and_rings_nobodys_phone(
    house: House,
) -> None:  # LIF-10
    visit_id = house.book(starts_at=house.now)
    before = house.asked()

    at_once = {"starts_at": house.now, "previous_starts_at": house.now}
    house.change(visit_id, state="started", length_minutes=45, **at_once)

    assert house.asked() - before == {(CECILIA, "in_app", "changed")}


@pytest.mark.parametrize("status", ["inactive", "removed"])
def test_whoever_is_not_active_is_told_nothing(house: House, status: str) -> None:  # NOT-3, STA-2
    house.make(status, CECILIA)

    house.book(patient_ids=[CECILIA, DAVID])

    assert {person_id for person_id, *_ in house.asked()} == {DAVID}


def test_one_who_lost_a_right_is_told_of_leaving_the_visit_but_not_one_who_was_shut_out(house: House) -> None:  # BOK-10
    visit_id = house.book(staff_ids=[ANNA, BO], booked_by=BO)
    house.make("inactive", CECILIA)
    before = house.asked()
    left = {"visit_id": visit_id, "state": "booked", "needs_action": True, "changed_by": EVA, "changed_at": NINE}

    both = booking.VisitParticipantsChanged
    house.hears(both, 2, visit_id, staff_ids=[ANNA, BO], patient_ids=[], taken_out_id=CECILIA, **left)
    house.hears(both, 3, visit_id, staff_ids=[BO], patient_ids=[], taken_out_id=ANNA, **left)

    assert house.asked() - before == every_way(ANNA, "taken_out", ("in_app", "email"))


def test_a_series_is_told_once_with_the_number_of_visits(house: House) -> None:
    together_id = uuid4()
    weeks = [TOMORROW + timedelta(weeks=number) for number in range(200)]
    for place, starts_at in enumerate(weeks, start=1):
        before_the_last = house.notices.head
        together = {"together_id": together_id, "together_place": place, "together_size": 200}
        house.book(starts_at=starts_at, series_id=together_id, **together)

    told = house.all()
    assert before_the_last == 0
    assert {each.channel for each in told} == set(PATIENTS_WAYS)
    assert len(told) == 3
    assert {(each.visit_count, each.starts_at) for each in told} == {(200, TOMORROW)}


def test_visits_cancelled_together_are_counted_for_each_person(house: House) -> None:
    together_id, size = uuid4(), 3
    patients = [[CECILIA, DAVID], [CECILIA], [CECILIA]]
    visit_ids = [
        house.book(patient_ids=theirs, starts_at=TOMORROW + timedelta(weeks=number))
        for number, theirs in enumerate(patients)
    ]

    for place, (visit_id, theirs) in enumerate(zip(visit_ids, patients, strict=True), start=1):
        together = {"together_id": together_id, "together_place": place, "together_size": size}
        house.cancel(visit_id, patient_ids=theirs, **together)

    counts = {(each.person_id, each.visit_count) for each in house.all() if each.kind == "cancelled"}
    assert counts == {(CECILIA, 3), (DAVID, 1)}


def test_what_is_heard_again_is_told_once(house: House) -> None:
    visit_id = uuid4()
    booked = {"staff_ids": [ANNA], "patient_ids": [CECILIA], "booked_by": ANNA, "booked_at": NINE}
    told = house.told(
        booking.VisitBooked, 1, visit_id, visit_id=visit_id, starts_at=TOMORROW, length_minutes=30, **booked
    )

    house.hearing.hear(*told, house.now)
    first = house.notices.head
    house.hearing.hear(*told, house.now)

    assert house.notices.head == first == 3


def test_an_event_that_was_told_but_not_noted_before_a_crash_is_told_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id = house.book()
    cancelled = {"staff_ids": [ANNA], "patient_ids": [CECILIA], "cancelled_by": ANNA, "cancelled_at": NINE}
    told = house.told(booking.VisitCancelled, 2, visit_id, visit_id=visit_id, **cancelled)
    with monkeypatch.context() as crash:
        crash.setattr(house.known.bookmarks, "move_on", lambda *_: (_ for _ in ()).throw(OSError))
        with pytest.raises(OSError):  # noqa: PT011 - whatever it says
            house.hearing.hear(*told, house.now)
    first = house.notices.head
    assert {each.kind for each in house.all()} == {"booked", "cancelled"}

    house.hearing.hear(*told, house.now)

    assert house.notices.head == first


def test_visits_heard_of_at_once_are_told_of_at_once_each_by_what_was_known_before_it(house: House) -> None:
    visit_id, other_visit_id = uuid4(), uuid4()

    with together():
        house.book(visit_id)
        house.book(other_visit_id, patient_ids=[DAVID])
        house.cancel(visit_id)
        assert house.all() == []

    kinds = [(each.person_id, each.kind) for each in house.all() if each.channel == "in_app"]
    assert kinds == [(CECILIA, "booked"), (DAVID, "booked"), (CECILIA, "cancelled")]
    assert house.known.heard_from("booking") == 3


def test_of_what_is_heard_at_once_only_the_new_is_asked_for(house: House) -> None:
    visit_id = house.book()
    cancelled = {"staff_ids": [ANNA], "patient_ids": [CECILIA], "cancelled_by": ANNA, "cancelled_at": NINE}
    told = house.told(booking.VisitCancelled, 2, visit_id, visit_id=visit_id, **cancelled)
    with suppress(KeyboardInterrupt), together():
        house.hearing.hear(*told, house.now)
        finish_together(stop, None)
    before = house.notices.head

    with together():
        house.hearing.hear(*told, house.now)
        house.book(patient_ids=[DAVID])

    assert house.notices.head == before + 3
    assert len(house.all()) == house.notices.head


def stop(_: list[None]) -> None:
    raise KeyboardInterrupt


def test_a_cancelling_that_overtook_its_booking_on_the_way_waits_for_it(house: House) -> None:
    visit_id = uuid4()

    with pytest.raises(NotHeardYet):
        house.cancel(visit_id)
    house.book(visit_id)
    house.cancel(visit_id)

    assert {each.kind for each in house.all()} == {"booked", "cancelled"}


def test_what_is_over_is_told_to_nobody(house: House) -> None:
    house.book(starts_at=NINE - timedelta(hours=2))

    assert house.asked() == set()
