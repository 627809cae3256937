"""The columns of a list of people: their names in Swedish and English, and which there must be."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.refusals import Refused

SPELLINGS: dict[str, tuple[str, ...]] = {
    "personnummer": ("personnummer", "personnr", "pnr", "personalidentitynumber", "personalnumber", "nationalid"),
    "name": ("namn", "name", "fullname", "fullständigtnamn"),
    "first_name": ("förnamn", "firstname", "givenname"),
    "last_name": ("efternamn", "lastname", "surname", "familyname"),
    "phone": ("telefon", "telefonnummer", "mobil", "mobilnummer", "mobiltelefon", "phone", "phonenumber", "mobile"),
    "email": ("epost", "epostadress", "mejl", "email", "emailaddress", "mail"),
    "hsa_id": ("hsaid",),
    "roles": ("behörighet", "behörigheter", "roll", "roller", "role", "roles", "rights", "permissions"),
    "language": ("språk", "language"),
    "status": ("status",),
}
FIELDS = {spelling: field for field, spellings in SPELLINGS.items() for spelling in spellings}
WRITTEN = {
    "personnummer": "Personnummer",
    "name": "Namn",
    "phone": "Telefon",
    "email": "E-post",
    "hsa_id": "HSA-id",
    "roles": "Behörighet",
    "language": "Språk",
    "status": "Status",
}
"""The heading that our own files carry."""
IGNORED_IN_HEADINGS = str.maketrans("", "", " -_.:*\u00a0\u00ad")
NAME_COLUMNS = ("name", "first_name", "last_name")


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands in which place of every row; None where nothing does."""

    fields: tuple[str | None, ...]

    def fields_of(self, cells: Sequence[str]) -> dict[str, str]:
        """A row by its fields, the parts of a name put together; refused where a cell stands under no heading."""
        told: dict[str, str] = {}
        for place, text in enumerate(cells):
            field = self.fields[place] if place < len(self.fields) else None
            if field is not None:
                told[field] = text
            elif text:
                raise Refused("invalid", "import_columns_unknown", f"Column {place + 1}")
        parts = [told.pop(part) for part in NAME_COLUMNS if part in told]
        return told | {"name": " ".join(part for part in parts if part)}


def columns_of(heading: Sequence[str]) -> Columns:
    """The columns that a first row names, in whatever order; every doubt is a refusal."""
    fields = tuple(FIELDS.get(_plain(text)) for text in heading)
    known = [field for field in fields if field is not None]
    if not known:
        raise Refused("invalid", "import_no_header")
    unknown = [place for place, text in enumerate(heading) if text and fields[place] is None]
    if unknown:
        raise Refused("invalid", "import_columns_unknown", f"Column {unknown[0] + 1}")
    if len(set(known)) < len(known) or ("name" in known and {"first_name", "last_name"} & set(known)):
        raise Refused("invalid", "import_columns_twice")
    missing = _missing(set(known))
    if missing:
        raise Refused("invalid", "import_columns_missing", ", ".join(missing))
    return Columns(fields)


def known_columns(heading: Sequence[str]) -> int:
    """How many of the headings are ours: what tells one delimiter from another."""
    return sum(_plain(text) in FIELDS for text in heading)


def _missing(known: set[str]) -> list[str]:
    missing = [] if "personnummer" in known else ["Personnummer"]
    if "name" not in known and not {"first_name", "last_name"} <= known:
        missing.append("Namn")
    return missing


def _plain(heading: str) -> str:
    return heading.casefold().translate(IGNORED_IN_HEADINGS)
