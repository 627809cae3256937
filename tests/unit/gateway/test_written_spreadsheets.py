"""Lists of people are written so that they are harmless, and read back as they were."""

import io
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gateway.spreadsheets.defusing import defused, defused_as_text, undone
from gateway.spreadsheets.reading import read_people
from gateway.spreadsheets.writing import BYTE_ORDER_MARK, WorkbookFile, csv_text, heading, row_of

CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cs"), exclude_characters="\ufffe\uffff")
)


@given(CELLS)
@example("=HYPERLINK(1)")
@example("'=1")
@example("''+46")
@example("'t Hooft")
@example("-1")
@example("@SUM(A1)")
def test_what_could_be_a_formula_is_harmless_and_comes_back_as_it_was(text: str) -> None:
    assert defused(text)[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert (undone(defused(text)), undone(defused_as_text(text))) == (text, text)


def exported(**told: Any) -> dict[str, Any]:
    return {
        "personnummer": "198507099805",
        "number_kind": "personnummer",
        "name": "Åsa Öst",
        "phone": "+46701234567",
        "email": "asa@example.se",
        "hsa_id": None,
        "roles": ["staff", "administrator"],
        "language": "en",
        "status": "inactive",
        **told,
    }


def as_workbook(*rows: list[str]) -> bytes:
    file = WorkbookFile("List")
    file.add(rows)
    with file.finished() as finished:
        return finished.read()


@given(name=CELLS.map(lambda text: " ".join(text.split())).filter(bool))
@example(name="=cmd|' /C calc'!A0")
@settings(max_examples=50, deadline=None)
def test_an_export_is_read_back_as_it_was(name: str) -> None:
    name = name[:200].strip()
    rows = [heading("staff"), row_of(exported(name=name), "staff")]

    [from_text] = read_people((BYTE_ORDER_MARK + csv_text(rows)).encode())
    [from_excel] = read_people(as_workbook(*rows))

    assert from_text == from_excel
    assert from_text == {
        "number": 2,
        "personnummer": "19850709-9805",
        "name": name,
        "phone": "+46701234567",
        "email": "asa@example.se",
        "hsa_id": "",
        "roles": "vårdpersonal, administratör",
        "language": "engelska",
        "status": "Inaktiv",
    }


def test_no_cell_of_an_exported_workbook_is_a_formula() -> None:
    raw = as_workbook(heading("patients"), row_of(exported(name="=1+1"), "patients"))

    cells = [cell for row in load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows() for cell in row if cell.value]

    assert {cell.data_type for cell in cells} == {"s"}
    assert "=1+1" in [cell.value for cell in cells]
