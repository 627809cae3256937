"""The demo people can sign in, and belong to nobody."""

from datetime import UTC, datetime

import pytest
from personnummer import personnummer

from identity.adapters.reaching import Reaching
from tools.demo.__main__ import next_quarter
from tools.demo.people import PEOPLE


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_a_demo_person_has_a_valid_number_of_the_test_series(person):
    serial = person.personnummer.partition("-")[2]

    assert personnummer.valid(person.personnummer)
    assert serial.startswith(("238", "239"))


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_a_demo_person_is_reached_nowhere(person):
    series, _, last = person.phone.rpartition(" ")

    assert series == "070-174 06"
    assert 5 <= int(last) <= 99  # what PTS keeps free
    assert person.email.endswith("@example.com")
    assert Reaching().phone(person.phone) is not None
    assert Reaching().email(person.email) == person.email


def test_no_two_demo_people_share_an_id_or_a_number():
    assert len({person.id for person in PEOPLE}) == len({person.personnummer for person in PEOPLE}) == len(PEOPLE)


@pytest.mark.parametrize(
    ("minute", "second", "expected"), [(0, 0, (9, 0)), (0, 1, (9, 15)), (46, 0, (10, 0)), (59, 59, (10, 0))]
)
def test_a_demo_visit_starts_at_a_full_quarter(minute, second, expected):
    starts_at = next_quarter(datetime(2026, 3, 2, 9, minute, second, tzinfo=UTC))

    assert (starts_at.hour, starts_at.minute, starts_at.second) == (*expected, 0)
