"""Excel workbooks as rows of text: the first sheet only, with every size limited before anything is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from contracts.refusals import Refused

BEGINS_WITH = b"PK\x03\x04"
FILES_MAX = 200
UNPACKED_BYTES_MAX = 50 * 1024 * 1024
SHARED_TEXT_BYTES_MAX = 20 * 1024 * 1024  # held in memory as a whole
COLUMNS_READ = 40
ROWS_READ = 50_000  # formatted, empty rows below the list count too

UNREADABLE = (
    zipfile.BadZipFile,
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    EOFError,
    NotImplementedError,
    RuntimeError,  # an encrypted part
    zlib.error,
)
"""What openpyxl and what it stands on raise for files that are not what they say."""


def rows_of_workbook(raw: bytes) -> Iterator[list[str]]:
    """Every row of the first sheet, empty ones too, so that their numbers are those that Excel shows."""
    try:
        _check_sizes(raw)
        workbook = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = workbook.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its own size is not believed
            for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS_READ, values_only=True), start=1):
                if number > ROWS_READ:
                    raise Refused("invalid", "import_too_many_rows")
                yield [_text(value) for value in row]
        finally:
            workbook.close()
    except UNREADABLE:
        raise Refused("invalid", "import_unreadable") from None


def _check_sizes(raw: bytes) -> None:
    """The sizes in the directory bind: the library unpacks no more of a part than stands there."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = packed.infolist()
    shared = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > FILES_MAX or unpacked > UNPACKED_BYTES_MAX or shared > SHARED_TEXT_BYTES_MAX:
        raise Refused("invalid", "import_unreadable", "Unpacked, the file is too large.")


def _text(value: Any) -> str:
    """A cell as it was meant: Excel keeps long numbers as floating-point ones."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
