"""Notices to one person go one after the other, in one follower and in several."""

import pytest

from notifications.adapters.turns import Turns
from notifications.application.attempting import NotItsTurn
from notifications.domain.outgoing import SmsMessage
from tests.unit.notifications.house import CECILIA, DAVID, NINE, PATIENCE, House


def test_notices_to_one_person_go_one_after_the_other(house: House) -> None:
    """Else the one that is looked for in the operator's history would be found in the other's message."""
    house.book()
    house.book(patient_ids=[CECILIA, DAVID])
    one, other, someone_else = sorted(house.due("sms"), key=lambda each: house.notices.read(each).person_id != CECILIA)

    def the_other_has_to_wait(message: SmsMessage) -> None:
        if message.notice_id == one:
            with pytest.raises(NotItsTurn):
                house.attempting["sms"].attempt(other)

    house.phones.before_it_answers = the_other_has_to_wait

    house.attempting["sms"].attempt(one)
    house.attempting["sms"].attempt(other)
    house.attempting["sms"].attempt(someone_else)

    assert [message.notice_id for message in house.phones.taken] == [one, other, someone_else]


def test_the_turn_of_one_who_died_is_over_after_a_while(house: House) -> None:
    turns = Turns(house.database, 2 * PATIENCE)
    given = turns.take(CECILIA, "sms", NINE)

    assert given is not None
    assert turns.take(CECILIA, "sms", NINE + PATIENCE) is None
    assert turns.take(CECILIA, "email", NINE) is not None
    later = turns.take(CECILIA, "sms", NINE + 2 * PATIENCE)
    turns.give_back(given)
    assert turns.take(CECILIA, "sms", NINE + 2 * PATIENCE) is None
    assert later is not None
    turns.give_back(later)
    assert turns.take(CECILIA, "sms", NINE + 2 * PATIENCE) is not None
