"""Reminders follow the visit, come once, and survive our own pauses and a clock that jumps (NOT-2)."""

from datetime import timedelta

import pytest

from tests.unit.notifications.house import ANNA, BO, CECILIA, DAVID, EVA, NINE, House, sms_to

IN_THREE_DAYS = NINE + timedelta(days=3)


def reminded(house: House) -> list[tuple[str, str]]:
    """The moments and the persons of all reminders by SMS."""
    return [
        (f"{each.asked_at:%d %H:%M}", str(each.person_id.int))
        for each in house.all()
        if each.kind == "reminder" and each.channel == "sms"
    ]


def hours_pass(house: House, hours: float, *, step_minutes: float = 60) -> None:
    """The loop looks this often; the last time when the hours are over."""
    left = hours * 60
    while left > 0:
        house.passes(minutes=min(step_minutes, left))
        house.reminding.step()
        left -= step_minutes


def test_patients_are_reminded_as_long_before_as_the_provider_has_chosen(house: House) -> None:  # NOT-2
    house.book(staff_ids=[ANNA, BO], patient_ids=[CECILIA, DAVID], starts_at=IN_THREE_DAYS)

    hours_pass(house, 80)

    moments = ("04 09:00", "05 08:00")
    assert sorted(reminded(house)) == [(moment, person) for moment in moments for person in ("3", "4")]
    assert {each.person_id for each in house.all() if each.kind == "reminder"} == {CECILIA, DAVID}


def test_a_reminder_follows_the_visit_to_another_time_and_is_never_sent_twice_for_one(house: House) -> None:
    visit_id = house.book(starts_at=IN_THREE_DAYS)
    hours_pass(house, 50)
    moved = IN_THREE_DAYS + timedelta(days=2)
    house.change(visit_id, 2, starts_at=moved, previous_starts_at=IN_THREE_DAYS)
    house.change(visit_id, 3, starts_at=IN_THREE_DAYS, previous_starts_at=moved)
    house.change(visit_id, 4, starts_at=moved, previous_starts_at=IN_THREE_DAYS)

    hours_pass(house, 80)

    assert reminded(house) == [("04 09:00", "3"), ("06 09:00", "3"), ("07 08:00", "3")]


def test_a_visit_booked_or_moved_a_moment_before_its_reminder_is_not_reminded_of(house: House) -> None:
    house.book(starts_at=NINE + timedelta(minutes=61))
    house.book(starts_at=NINE + timedelta(minutes=40))

    hours_pass(house, 1.5, step_minutes=1)

    assert reminded(house) == []


def test_one_who_came_into_the_visit_after_the_reminder_was_due_gets_the_next_one(house: House) -> None:
    visit_id = house.book(starts_at=IN_THREE_DAYS)
    hours_pass(house, 49)
    house.change(
        visit_id,
        patient_ids=[CECILIA, EVA],
        brought_in_ids=[EVA],
        starts_at=IN_THREE_DAYS,
        previous_starts_at=IN_THREE_DAYS,
    )

    hours_pass(house, 24)

    assert sorted(reminded(house)) == [("04 09:00", "3"), ("05 08:00", "3"), ("05 08:00", "5")]


def test_after_a_pause_of_ours_only_the_nearest_reminder_is_sent(house: House) -> None:
    house.book(starts_at=IN_THREE_DAYS)

    house.passes(hours=71.5)
    house.reminding.step()
    house.passes(minutes=5)
    house.reminding.step()

    assert reminded(house) == [("05 08:30", "3")]


def test_after_the_start_nobody_is_reminded(house: House) -> None:
    house.book(starts_at=IN_THREE_DAYS)

    house.passes(hours=73)
    house.reminding.step()

    assert reminded(house) == []


@pytest.mark.parametrize("ending", ["cancelled", "taken_out", "inactive"])
def test_nobody_is_reminded_of_a_visit_they_are_not_going_to(house: House, ending: str) -> None:  # NOT-3
    visit_id = house.book(starts_at=IN_THREE_DAYS)
    if ending == "cancelled":
        house.cancel(visit_id)
    elif ending == "taken_out":
        same_time = {"starts_at": IN_THREE_DAYS, "previous_starts_at": IN_THREE_DAYS}
        house.change(visit_id, patient_ids=[DAVID], brought_in_ids=[DAVID], taken_out_ids=[CECILIA], **same_time)
    else:
        house.make("inactive", CECILIA)

    hours_pass(house, 73)

    assert "3" not in {person for _, person in reminded(house)}


def test_a_visit_that_was_started_early_is_not_reminded_of_any_more(house: House) -> None:
    visit_id = house.book(starts_at=IN_THREE_DAYS)
    hours_pass(house, 70.9)
    house.reminding.step()
    house.passes(hours=0.2)
    same_time = {"starts_at": IN_THREE_DAYS, "previous_starts_at": IN_THREE_DAYS}
    house.change(visit_id, state="started", is_renamed=True, **same_time)

    house.reminding.step()

    assert reminded(house) == [("04 09:00", "3")]


def test_a_reminder_that_waited_until_the_visit_began_is_held_back(house: House) -> None:
    house.book(starts_at=IN_THREE_DAYS)
    hours_pass(house, 71.5)

    house.passes(hours=1)
    house.send()

    assert {(each.state, each.code) for each in house.all() if each.kind == "reminder" and each.channel == "sms"} == {
        ("suppressed", "too_late")
    }
    assert all(not text.startswith("reminder") for text in sms_to(house, CECILIA))


def test_what_the_provider_decides_anew_counts_from_then_on(house: House) -> None:
    house.book(starts_at=IN_THREE_DAYS)
    hours_pass(house, 60)
    house.decide(3, reminder_minutes=[2880, 120])

    hours_pass(house, 13)

    assert reminded(house) == [("04 09:00", "3"), ("05 07:00", "3")]


def test_a_decision_about_something_else_loses_no_reminder(house: House) -> None:
    house.book(starts_at=IN_THREE_DAYS)
    house.passes(hours=48.5)
    house.decide(3, idle_logout_minutes=30)

    house.reminding.step()

    assert reminded(house) == [("04 09:30", "3")]


def test_without_reminders_chosen_nobody_is_reminded(house: House) -> None:
    house.decide(3, reminder_minutes=[])
    house.book(starts_at=IN_THREE_DAYS)

    hours_pass(house, 73)

    assert reminded(house) == []


def test_a_clock_that_jumps_ahead_and_back_reminds_nobody_too_early(house: House) -> None:
    house.book(starts_at=IN_THREE_DAYS)
    hours_pass(house, 1)

    house.now += timedelta(hours=60)
    house.reminding.step()
    house.seconds += 20
    house.now += timedelta(seconds=20) - timedelta(hours=60)
    house.reminding.step()
    too_early = reminded(house)
    hours_pass(house, 73)

    assert too_early == []
    assert reminded(house) == [("04 09:00", "3"), ("05 08:00", "3")]


def test_a_clock_that_was_wrong_and_put_right_is_believed_after_a_minute(house: House) -> None:
    house.book(starts_at=IN_THREE_DAYS)
    hours_pass(house, 1)

    house.now += timedelta(hours=70.5)
    house.reminding.step()
    house.passes(seconds=61)
    house.reminding.step()

    assert len(reminded(house)) == 1


def test_a_clock_that_is_put_back_reminds_nobody_again(house: House) -> None:
    house.book(starts_at=IN_THREE_DAYS)
    hours_pass(house, 71.5)
    before = reminded(house)

    house.now -= timedelta(hours=24)
    hours_pass(house, 30)

    assert reminded(house) == before
    assert len(before) == 2
