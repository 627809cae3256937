from datetime import date
from uuid import UUID

import pytest

from identity.adapters.swedish_numbers import SwedishNumbers
from identity.domain.refusals import PersonnummerInvalid

TODAY = date(2026, 3, 2)
NUMBERS = SwedishNumbers(index_key=b"k" * 32)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("19850709-9805", "198507099805"),
        ("198507099805", "198507099805"),
        ("850709-9805", "198507099805"),
        (" 850709-9805 ", "198507099805"),
        ("19850769-9802", "198507699802"),  # samordningsnummer
        ("121212+1212", "191212121212"),
    ],
)
def test_a_number_is_kept_as_twelve_digits_however_it_is_written(written: str, digits: str) -> None:  # AUT-1
    assert NUMBERS.normalised(written, TODAY) == digits


@pytest.mark.parametrize(
    "written",
    [
        "",
        "hej",
        "19850709-9806",  # wrong check digit
        "19850732-9805",  # no such day
        "18121212-1212",  # nobody is that old
        "20991212-1212",  # not born yet
        "850709980",
        "1985-07-09-9805",
        "１９８５０７０９９８０５",
        "T850709-9805",
        "9" * 300,
    ],
)
def test_a_wrong_number_is_refused(written: str) -> None:  # AUT-1
    with pytest.raises(PersonnummerInvalid):
        NUMBERS.normalised(written, TODAY)


def test_the_index_tells_nothing_to_one_who_lacks_the_key() -> None:
    mine, same, other = (SwedishNumbers(key).index_id("198507099805") for key in (b"a" * 32, b"a" * 32, b"b" * 32))

    assert mine == same
    assert mine != other
    assert isinstance(mine, UUID)
