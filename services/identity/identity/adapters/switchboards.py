"""The number by which patients reach a provider, checked by `phonenumbers`."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from identity.domain.refusals import PhoneInvalid

HOME = "SE"


def switchboard_number(written: str) -> str:
    """In E.164. Unlike a person's it may be of any kind: many switchboards are shared-cost or free of charge."""
    try:
        number = phonenumbers.parse(written if written.isascii() else "", HOME)
    except NumberParseException:
        raise PhoneInvalid from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise PhoneInvalid
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
