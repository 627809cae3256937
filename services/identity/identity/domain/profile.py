"""What may be changed of a person: the name, the ways to be reached, the language."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from identity.domain.refusals import HsaIdInvalid, NameMissing

Language = Literal["sv", "en"]

# SE, the organisation's number of ten digits, a hyphen, and what the organisation gave out: 31 characters at most.
HSA_ID = re.compile(r"SE\d{10}-[A-Z0-9]{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything already as it is kept: phone in E.164, e-mail and HSA-id in their normal form."""

    name: str
    phone: str | None = None
    email: str | None = None
    hsa_id: str | None = None
    language: str = "sv"


def checked_name(written: str) -> str:
    """A name with single spaces between its words; a person has one."""
    name = " ".join(unicodedata.normalize("NFC", written).split())
    if not name or not name.isprintable():
        raise NameMissing
    return name


def checked_hsa_id(written: str | None) -> str | None:
    """An id of the HSA directory in capitals, or None where nothing was written."""
    text = (written or "").strip().upper()
    if not text:
        return None
    if HSA_ID.fullmatch(text) is None:
        raise HsaIdInvalid
    return text
