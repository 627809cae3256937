from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.adapters.swedish_numbers import SwedishNumbers
from identity.domain.number_kind import number_kind
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


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("22950606-FH20", "22950606FH20"),  # national: known birthday, known sex
        ("25780404khd5", "25780404KHD5"),  # known birthday in the second series, unknown sex
        ("00342145BZ31", "00342145BZ31"),  # unknown birthday
        ("00749852-BZK0", "00749852BZK0"),
        ("991981000010", "991981000010"),  # Stockholm
        ("991945000023", None),  # Stockholm began in 1980
        ("991993000032", "991993000032"),
        ("19810829M071", "19810829M071"),  # Västra Götaland
        ("19450829K088", "19450829K088"),
        ("19930829-X802", "19930829X802"),
        ("19810829SU3A", "19810829SU3A"),  # Värmland
        ("19450829SF2B", "19450829SF2B"),
        ("19930829SX0C", "19930829SX0C"),
    ],
)
def test_a_reserve_number_is_kept_as_twelve_signs(written: str, kept: str | None) -> None:  # USR-1
    if kept is None:
        with pytest.raises(PersonnummerInvalid):
            NUMBERS.normalised(written, TODAY)
        return

    assert NUMBERS.normalised(written, TODAY) == kept
    assert number_kind(kept) == "reservnummer"


@pytest.mark.parametrize(
    "written",
    [
        "22950606FH21",  # wrong check digit
        "22950606FI20",  # I is not used
        "21950606FH20",  # no such series
        "22951306FH20",  # no such day
        "23990606FH20",  # not born yet
        "00342135BZ31",  # neither a birthday nor a serial number
        "991981000011",
        "19810829M072",
        "19810829K071",  # odd serials are men's
        "19811329M071",
        "19810829SU3V",
        "19810829SU31",  # for tests only
        "2295-0606FH20",
        "229506-06FH20",
        "22950606FH20 1",
        "２２950606FH20",
    ],
)
def test_a_wrong_reserve_number_is_refused(written: str) -> None:  # USR-1
    with pytest.raises(PersonnummerInvalid):
        NUMBERS.normalised(written, TODAY)


@pytest.mark.parametrize(
    ("number", "kind"),
    [("198507099805", "personnummer"), ("198507699802", "samordningsnummer"), ("22950606FH20", "reservnummer")],
)
def test_each_number_tells_its_kind(number: str, kind: str) -> None:
    assert number_kind(number) == kind


@given(st.text(max_size=16) | st.from_regex(r"[0-9A-Za-z]{8}-?[0-9A-Za-z]{4}", fullmatch=True))
def test_whatever_is_written_is_a_number_or_refused_and_a_number_stays_itself(written: str) -> None:
    try:
        kept = NUMBERS.normalised(written, TODAY)
    except PersonnummerInvalid:
        return

    assert NUMBERS.normalised(kept, TODAY) == kept
    assert len(kept) == 12


@pytest.mark.parametrize("number", ["22950606FH20", "991981000010", "19810829M071", "198507099805"])
def test_any_other_check_digit_is_noticed(number: str) -> None:
    for digit in set("0123456789") - {number[-1]}:
        with pytest.raises(PersonnummerInvalid):
            NUMBERS.normalised(number[:-1] + digit, TODAY)
