"""Personnummer and samordningsnummer, checked by the `personnummer` package, reservnummer, and their keyed index."""

import hashlib
import hmac
from datetime import date
from uuid import UUID

from personnummer import personnummer

from identity.adapters.reserve_numbers import is_reserve_number
from identity.domain.refusals import PersonnummerInvalid

OLDEST_YEARS = 125


class SwedishNumbers:
    """Numbers as twelve signs. The index id says nothing of the number to one who lacks the key."""

    def __init__(self, index_key: bytes) -> None:
        self._index_key = index_key

    def normalised(self, written: str, today: date) -> str:
        text = written.strip()
        # The package's digits include every script's: two spellings of one number would count as two.
        if not text.isascii():
            raise PersonnummerInvalid

        def is_birthday(day: date) -> bool:
            return day <= today and today.year - day.year <= OLDEST_YEARS

        reserve = text.replace("-", "", 1).upper() if text[8:9] == "-" else text.upper()
        if is_reserve_number(reserve, is_birthday):
            return reserve
        try:
            number = personnummer.parse(text)
            born = number.get_date()
        except (personnummer.PersonnummerException, ValueError):
            raise PersonnummerInvalid from None
        if not is_birthday(born):
            raise PersonnummerInvalid
        digits: str = number.format(long_format=True)
        return digits

    def index_id(self, number: str) -> UUID:
        return UUID(bytes=hmac.digest(self._index_key, number.encode(), hashlib.sha256)[:16])
