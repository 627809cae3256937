"""Lists of people → files that spreadsheet programs open, and that an import reads back."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from gateway.spreadsheets.columns import WRITTEN
from gateway.spreadsheets.defusing import defused, defused_as_text

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for Windows-1252
FIELDS_OF_GROUP = {
    "patients": ("personnummer", "name", "phone", "email", "language", "status"),
    "staff": ("personnummer", "name", "phone", "email", "hsa_id", "roles", "language", "status"),
}
ROLE_WORDS = {"staff": "vårdpersonal", "administrator": "administratör"}
STATUS_WORDS = {"active": "Aktiv", "inactive": "Inaktiv"}
LANGUAGE_WORDS = {"sv": "svenska", "en": "engelska"}
WIDTH = 24
KEPT_IN_MEMORY_BYTES = 1024 * 1024


def heading(group: str) -> list[str]:
    return [WRITTEN[field] for field in FIELDS_OF_GROUP[group]]


def template_heading(group: str) -> list[str]:
    """What whoever fills a list in is asked for; the rest is ours to say."""
    return [WRITTEN[field] for field in FIELDS_OF_GROUP[group] if field not in ("language", "status")]


def row_of(profile: Mapping[str, Any], group: str) -> list[str]:
    """One person as a row, in the words that an import understands."""
    told = {
        **{field: profile[field] or "" for field in ("name", "phone", "email", "hsa_id")},
        "personnummer": _number(profile["personnummer"], profile["number_kind"]),
        "roles": ", ".join(ROLE_WORDS[role] for role in profile["roles"] if role in ROLE_WORDS),
        "language": LANGUAGE_WORDS[profile["language"]],
        "status": STATUS_WORDS.get(profile["status"], ""),
    }
    return [_writable(told[field]) for field in FIELDS_OF_GROUP[group]]


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as Excel in Sweden expects them, without the mark that begins the file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([[defused(cell) for cell in row] for row in rows])
    return text.getvalue()


class WorkbookFile:
    """An Excel workbook written row by row, and read when it is done; on the disk once it is large."""

    def __init__(self, title: str) -> None:
        self._workbook = Workbook(write_only=True)
        self._sheet = self._workbook.create_sheet(title)
        for column in "ABCDEFGH":
            self._sheet.column_dimensions[column].width = WIDTH

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        for row in rows:
            self._sheet.append([self._as_text(text) for text in row])

    def finished(self) -> IO[bytes]:
        file = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY_BYTES)  # noqa: SIM115 - closed by whoever reads it
        self._workbook.save(file)
        file.seek(0)
        return file

    def _as_text(self, text: str) -> Any:
        cell = WriteOnlyCell(self._sheet, value=defused_as_text(text))
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.number_format = "@"
        return cell


def in_parts(file: IO[bytes], size: int = 64 * 1024) -> Iterator[bytes]:
    with file:
        while part := file.read(size):
            yield part


def _writable(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text).encode(errors="replace").decode()


def _number(digits: str, kind: str) -> str:
    """With its hyphen no program takes it for an amount; a reservnummer has its own form."""
    return digits if kind == "reservnummer" or len(digits) != 12 else f"{digits[:8]}-{digits[8:]}"
