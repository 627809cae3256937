import pytest

from notifications.adapters.phone_numbers import is_sender, takes_sms


@pytest.mark.parametrize("number", ["+46701234567", "+46766861004", "+4791234567", "+12025550123"])
def test_a_mobile_number_takes_sms(number: str) -> None:
    assert takes_sms(number)


@pytest.mark.parametrize(
    "number",
    [
        "+4687123456",
        "0701234567",
        "+46 70 123 45 67",
        "+467",
        "+46771112020",
        "+46701234567;ext=1",
        "",
        "karl",
        "+999123456",
    ],
)
def test_what_is_no_mobile_number_in_e_164_does_not(number: str) -> None:
    assert not takes_sms(number)


@pytest.mark.parametrize("sender", ["Norrvik", "ABC", "Vard1177", "ABCDEFGHIJK", "+46766861004"])
def test_a_name_or_a_number_can_be_what_sms_come_from(sender: str) -> None:
    assert is_sender(sender)


@pytest.mark.parametrize("sender", ["", "AB", "ABCDEFGHIJKL", "1177", "Nörrvik", "Norr vik", "Norrvik-1", "Norrvik\n"])
def test_what_operators_would_change_or_refuse_cannot(sender: str) -> None:
    assert not is_sender(sender)
