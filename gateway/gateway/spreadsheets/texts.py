"""CSV files as rows of text, whichever program wrote them."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from contracts.refusals import Refused
from gateway.spreadsheets.columns import known_columns

DELIMITERS = (";", ",", "\t")
SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=([;,\t])"?\r?\n', re.IGNORECASE)  # Excel's own way to name the delimiter


def rows_of_text(raw: bytes) -> Iterator[list[str]]:
    """Every row of a CSV file, empty ones too, so that their numbers are those that a spreadsheet program shows."""
    text = _decoded(raw)
    named = SEPARATOR_LINE.match(text)
    if named:
        text = text[named.end() :]
    try:
        delimiter = named[1] if named else _delimiter(text)
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        raise Refused("invalid", "import_unreadable") from None


def _decoded(raw: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what Windows programs in Sweden write."""
    utf_16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("invalid", "import_unreadable")


def _delimiter(text: str) -> str:
    """The one under which most headings are ours."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=lambda delimiter: known_columns(_split(first, delimiter)))


def _split(line: str, delimiter: str) -> list[str]:
    return next(iter(csv.reader([line], delimiter=delimiter)), [])
