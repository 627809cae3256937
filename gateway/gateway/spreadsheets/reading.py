"""A file that someone sent → the rows of an import, or the reason why it is none."""

import re
from collections.abc import Iterator
from decimal import Decimal

from contracts.identity.calls import CELL_LENGTH_MAX, ROWS_MAX
from contracts.refusals import Refused
from gateway.spreadsheets.columns import Columns, columns_of
from gateway.spreadsheets.defusing import undone
from gateway.spreadsheets.texts import rows_of_text
from gateway.spreadsheets.workbooks import BEGINS_WITH, rows_of_workbook

SCIENTIFIC = re.compile(r"\d(?:[.,](\d+))?[eE]\+?(\d{1,2})")
WHOLE = re.compile(r"\d+[.,]0+")
NUMBER_DIGITS = 10

Row = dict[str, str | int]


def read_people(raw: bytes) -> list[Row]:
    """The rows below the heading, each with its number in the file; the content says what kind of file it is."""
    if not raw.strip():
        raise Refused("invalid", "import_empty")
    columns: Columns | None = None
    rows: list[Row] = []
    for number, cells in _numbered(raw):
        if columns is None:
            columns = columns_of(cells)
        elif len(rows) == ROWS_MAX:
            raise Refused("invalid", "import_too_many_rows", f"At most {ROWS_MAX} rows.")
        else:
            fields = {field: _tidy(field, text) for field, text in columns.fields_of(cells).items()}
            rows.append({"number": number, **fields})
    if not rows:
        raise Refused("invalid", "import_empty")
    return rows


def _numbered(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows in which anything stands, with their numbers."""
    rows = rows_of_workbook(raw) if raw.startswith(BEGINS_WITH) else rows_of_text(raw)
    for number, row in enumerate(rows, start=1):
        cells = [" ".join(undone(cell).split()) for cell in row]
        if any(cells):
            yield number, cells


def _tidy(field: str, text: str) -> str:
    """Numbers as they were typed, before a spreadsheet program took them for amounts."""
    if field in ("personnummer", "phone"):
        text = _in_digits(text)
    if field == "personnummer" and text.isascii() and text.isdecimal() and len(text) >= NUMBER_DIGITS - 3:
        text = text.zfill(NUMBER_DIGITS)  # leading zeros were dropped: born 2000 to 2009, without the century
    return text[:CELL_LENGTH_MAX]  # longer than anything that is allowed, so the row is still refused


def _in_digits(text: str) -> str:
    """«1,98507099805E+11» is a number that lost nothing; «1,99E+11» did lose its digits, and stays as it is."""
    written = SCIENTIFIC.fullmatch(text)
    if written is not None and len(written[1] or "") < int(written[2]):
        return text
    if written is None and WHOLE.fullmatch(text) is None:
        return text
    digits = Decimal(text.replace(",", "."))
    return str(int(digits)) if digits == digits.to_integral_value() else text
