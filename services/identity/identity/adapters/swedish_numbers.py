"""Personnummer and samordningsnummer, checked by the `personnummer` package and indexed by key."""

import hashlib
import hmac
from datetime import date
from uuid import UUID

from personnummer import personnummer

from identity.domain.refusals import PersonnummerInvalid

OLDEST_YEARS = 125


class SwedishNumbers:
    """Numbers as twelve digits. The index id says nothing of the number to one who lacks the key."""

    def __init__(self, index_key: bytes) -> None:
        self._index_key = index_key

    def normalised(self, written: str, today: date) -> str:
        text = written.strip()
        # The package's digits include every script's: two spellings of one number would count as two.
        if not text.isascii():
            raise PersonnummerInvalid
        try:
            number = personnummer.parse(text)
            born = number.get_date()
        except (personnummer.PersonnummerException, ValueError):
            raise PersonnummerInvalid from None
        if born > today or today.year - born.year > OLDEST_YEARS:
            raise PersonnummerInvalid
        digits: str = number.format(long_format=True)
        return digits

    def index_id(self, number: str) -> UUID:
        return UUID(bytes=hmac.digest(self._index_key, number.encode(), hashlib.sha256)[:16])
