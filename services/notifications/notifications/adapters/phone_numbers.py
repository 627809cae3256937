"""Whom an SMS can be sent to, and what it can come from."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

WITHOUT_SMS = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PAGER,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)
SENDER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{2,10}")
"""What every Swedish operator and telephone shows as it is."""


def takes_sms(number: str) -> bool:
    """Whether it is a number in E.164, exists in its country's plan, and is not one of those that only take calls."""
    try:
        known = phonenumbers.parse(number)
    except NumberParseException:
        return False
    is_normal = phonenumbers.format_number(known, PhoneNumberFormat.E164) == number
    is_whole = is_normal and phonenumbers.is_valid_number(known)
    return is_whole and phonenumbers.number_type(known) not in WITHOUT_SMS


def is_sender(text: str) -> bool:
    """A name of 3 to 11 letters and figures that begins with a letter, or a number that can be answered."""
    return SENDER_NAME.fullmatch(text) is not None or takes_sms(text)
