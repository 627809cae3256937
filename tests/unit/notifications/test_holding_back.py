"""What is not sent: to whom it may not go, and what is no longer so (NOT-1, NOT-3)."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from notifications.domain.outgoing import TryLater
from tests.unit.notifications.house import CECILIA, DAVID, TOMORROW, House, mail_to, sms_to

LATER, LATER_STILL = TOMORROW + timedelta(hours=3), TOMORROW + timedelta(hours=5)


def test_one_who_is_no_longer_active_at_the_moment_of_sending_is_sent_nothing(house: House) -> None:  # NOT-3, STA-2
    house.book()
    house.directory.change(CECILIA, is_active=False)

    house.send()

    assert house.states("sms") == house.states("email") == [("suppressed", "not_active")]
    assert house.phones.taken == house.mailboxes.taken == []


def test_one_whom_identity_has_forgotten_is_sent_nothing(house: House) -> None:
    house.book()
    del house.directory.people[CECILIA]

    house.send()

    assert house.states("sms") == [("suppressed", "not_active")]


def test_without_a_number_or_an_address_it_is_held_back(house: House) -> None:
    house.book()
    house.directory.change(CECILIA, phone=None, email=None)

    house.send()

    assert (house.states("sms"), house.states("email")) == ([("suppressed", "no_phone")], [("suppressed", "no_email")])


def test_what_the_provider_has_switched_off_meanwhile_is_held_back(house: House) -> None:  # NOT-1
    house.book()
    house.directory.decided = replace(house.directory.decided, sends_sms=False)

    house.send()

    assert house.states("sms") == [("suppressed", "switched_off")]


def test_a_change_that_a_newer_one_overtook_is_not_sent_and_the_newer_one_names_the_time_last_told(
    house: House,
) -> None:  # NOT-1
    visit_id = house.book()
    house.send()
    house.phones.failures = [TryLater("operator_unreachable")]
    house.change(visit_id, 2, starts_at=LATER)
    house.send()
    house.change(visit_id, 3, starts_at=LATER_STILL, previous_starts_at=LATER)

    house.passes(minutes=1)
    house.send()

    assert house.states("sms") == [("sent", None), ("suppressed", "overtaken"), ("sent", None)]
    assert sms_to(house, CECILIA)[-1] == f"changed 03 14:00 was {TOMORROW} × 1"


def test_a_booking_that_was_cancelled_before_it_was_told_is_not_told(house: House) -> None:
    visit_id = house.book()
    house.cancel(visit_id)

    house.send()

    assert [text.split()[0] for text in sms_to(house, CECILIA)] == ["cancelled"]
    assert [each.calendar_method for each in mail_to(house, CECILIA)] == ["CANCEL"]


def test_one_taken_out_before_the_booking_was_told_hears_only_that(house: House) -> None:
    visit_id = house.book(patient_ids=[CECILIA, DAVID])
    house.change(visit_id, patient_ids=[CECILIA], taken_out_ids=[DAVID])

    house.send()

    assert [text.split()[0] for text in sms_to(house, DAVID)] == ["taken_out"]
    assert [text.split()[0] for text in sms_to(house, CECILIA)] == ["booked"]


def test_what_waited_until_it_was_over_is_not_sent(house: House) -> None:
    house.book()

    house.passes(hours=25)
    house.send()

    assert house.states("sms") == [("suppressed", "too_late")]


def test_a_series_is_told_as_it_is_when_it_is_sent(house: House) -> None:
    together_id = uuid4()
    visit_ids = [
        house.book(
            starts_at=TOMORROW + timedelta(weeks=number),
            together_id=together_id,
            together_place=number + 1,
            together_size=4,
        )
        for number in range(4)
    ]
    house.cancel(visit_ids[0])

    house.send()

    assert sms_to(house, CECILIA)[0] == f"booked {TOMORROW + timedelta(weeks=1):%d %H:%M} was None × 3"
    assert mail_to(house, CECILIA)[0].calendar == "[1, 1, 1]"
