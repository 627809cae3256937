import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.adapters.reaching import Reaching
from identity.domain.profile import checked_hsa_id, checked_name
from identity.domain.refusals import EmailInvalid, HsaIdInvalid, NameMissing, PhoneInvalid

REACHING = Reaching()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("070-174 06 05", "+46701740605"),
        ("0701740605", "+46701740605"),
        ("+46 70 174 06 05", "+46701740605"),
        ("0046701740605", "+46701740605"),
        ("08-465 004 00", "+46846500400"),
        ("+358 40 1234567", "+358401234567"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_a_phone_number_is_kept_as_the_world_dials_it(written: str | None, kept: str | None) -> None:  # USR-3
    assert REACHING.phone(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "hej",
        "112",
        "070-174 06",  # too short
        "0900-123 45 67",  # premium rate
        "020-174 06 05",  # free phone
        "+99 12345678",
        "070-174 06 05 ext. 7",
        "０７０１７４０６０５",
        "9" * 100,
    ],
)
def test_what_is_no_phone_that_can_be_called_is_refused(written: str) -> None:  # USR-3
    with pytest.raises(PhoneInvalid):
        REACHING.phone(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [(" Anna@Example.COM ", "Anna@example.com"), ("å@exempel.se", "å@exempel.se"), ("", None), (None, None)],
)
def test_an_address_is_kept_in_its_normal_form(written: str | None, kept: str | None) -> None:  # USR-3
    assert REACHING.email(written) == kept


@pytest.mark.parametrize(
    "written", ["anna", "anna@", "@example.com", "a@b", "a b@example.com", "a@example.com\nBcc: x", "a" * 300 + "@x.se"]
)
def test_what_is_no_address_is_refused(written: str) -> None:  # USR-3
    with pytest.raises(EmailInvalid):
        REACHING.email(written)


@given(st.text(max_size=60))
def test_whatever_is_written_is_kept_in_one_form_or_refused(written: str) -> None:
    for check, refused in ((REACHING.phone, PhoneInvalid), (REACHING.email, EmailInvalid)):
        try:
            kept = check(written)
        except refused:
            continue
        assert check(kept) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [("SE2321000016-1003", "SE2321000016-1003"), (" se5565594230-b8n ", "SE5565594230-B8N"), ("", None), (None, None)],
)
def test_an_hsa_id_is_kept_in_capitals(written: str | None, kept: str | None) -> None:
    assert checked_hsa_id(written) == kept


@pytest.mark.parametrize(
    "written", ["1003", "SE232100001-1003", "SE2321000016", "SE2321000016-", "NO2321000016-1", "SE2321000016-Å1"]
)
def test_what_is_no_hsa_id_is_refused(written: str) -> None:
    with pytest.raises(HsaIdInvalid):
        checked_hsa_id(written)


def test_a_name_has_single_spaces_and_one_spelling() -> None:
    assert checked_name("  A\u030asa   Ek ") == "Åsa Ek"


@pytest.mark.parametrize("written", ["", "   ", "\n", "Anna\x00Ek", "Anna\u202eEk"])
def test_a_person_has_a_name_that_can_be_read(written: str) -> None:
    with pytest.raises(NameMissing):
        checked_name(written)
