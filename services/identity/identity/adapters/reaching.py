"""How a person is reached: phone by `phonenumbers`, e-mail by `email-validator`, each in one normal form."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from identity.domain.refusals import EmailInvalid, PhoneInvalid

HOME = "SE"  # a number without its country is a Swedish one
REACHABLE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
EMAIL_LONGEST = 254


class Reaching:
    """Nothing is asked of the network: whether someone answers is found out when they are written to."""

    def phone(self, written: str | None) -> str | None:
        """The number in E.164, or None where nothing was written; a mobile or fixed line that exists in its plan."""
        text = (written or "").strip()
        if not text:
            return None
        if not text.isascii():
            raise PhoneInvalid
        try:
            number = phonenumbers.parse(text, HOME)
        except NumberParseException:
            raise PhoneInvalid from None
        if number.extension or not phonenumbers.is_valid_number(number):
            raise PhoneInvalid
        if phonenumbers.number_type(number) not in REACHABLE:
            raise PhoneInvalid
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)

    def email(self, written: str | None) -> str | None:
        """The address in its normal form, or None where nothing was written."""
        text = (written or "").strip()
        if not text:
            return None
        try:
            address = validate_email(text, check_deliverability=False)
        except EmailNotValidError:
            raise EmailInvalid from None
        if len(address.normalized) > EMAIL_LONGEST:
            raise EmailInvalid
        return address.normalized
