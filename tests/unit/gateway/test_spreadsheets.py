"""Lists of people as files are read whichever program wrote them, and with suspicion."""

import asyncio
import csv
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from contracts.refusals import Refused
from gateway.spreadsheets.reading import read_people

LIST = "Personnummer;Namn;Telefon;E-post\r\n19850709-9805;Åsa Öst;070-123 45 67;asa@example.se\r\n"


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refusal(raw: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_people(raw)
    assert refused.value.kind == "invalid"
    return refused.value.code


def is_read_or_refused(raw: bytes) -> bool:
    try:
        return all("personnummer" in row for row in read_people(raw))
    except Refused as refused:
        return refused.code.startswith("import_")


def repacked(raw: bytes, **changed: bytes) -> bytes:
    """A workbook with some of its parts replaced, by the end of their names."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = next((content for end, content in changed.items() if name.endswith(f"{end}.xml")), None)
            new.writestr(name, old.read(name) if part is None else part)
    return file.getvalue()


def with_part(raw: bytes, name: str, content: bytes) -> bytes:
    file = io.BytesIO(raw)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.encode("cp1252"),
        LIST.encode("utf-16"),
        LIST.replace(";", ",").encode(),
        LIST.replace(";", "\t").encode(),
        ("sep=;\r\n" + LIST).encode("cp1252"),
        LIST.replace("\r\n", "\n").encode(),
        workbook(*csv.reader(LIST.splitlines(), delimiter=";")),
    ],
    ids=["utf-8", "with a mark", "windows-1252", "utf-16", "commas", "tabs", "sep line", "unix", "excel"],
)
def test_a_list_is_read_whichever_program_wrote_it(raw: bytes) -> None:  # USR-1
    [row] = read_people(raw)

    assert row == {
        "number": 2,
        "personnummer": "19850709-9805",
        "name": "Åsa Öst",
        "phone": "070-123 45 67",
        "email": "asa@example.se",
    }


def test_columns_are_known_by_swedish_and_english_names_in_any_order() -> None:
    swedish = read_people(
        "E-postadress,Efternamn,Förnamn,HSA-id,Behörighet,Person-nr\na@b.se,Ek,Bo,S,vårdpersonal,1".encode()
    )
    english = read_people(b"email;LAST NAME;first_name;hsa id;Roles;Personal number\na@b.se;Ek;Bo;S;staff;1")

    assert [row["name"] for row in swedish + english] == ["Bo Ek", "Bo Ek"]
    assert (swedish[0]["roles"], english[0]["roles"], english[0]["personnummer"]) == ("vårdpersonal", "staff", "1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "import_empty"),
        ("\r\n \r\n", "import_empty"),
        ("Personnummer;Namn\r\n", "import_empty"),
        ("Personnummer;Namn\r\n;\r\n", "import_empty"),
        ("19850709-9805;Åsa Öst\r\n", "import_no_header"),
        ("Personnummer;Telefon\r\n1;2\r\n", "import_columns_missing"),
        ("Namn;Telefon\r\n1;2\r\n", "import_columns_missing"),
        ("Personnummer;Förnamn\r\n1;2\r\n", "import_columns_missing"),
        ("Personnummer;Namn;Skonummer\r\n1;2;3\r\n", "import_columns_unknown"),
        ("Personnummer;Namn\r\n1;2;3\r\n", "import_columns_unknown"),
        ("Personnummer;Namn;Name\r\n1;2;3\r\n", "import_columns_twice"),
        ("Personnummer;Namn;Efternamn\r\n1;2;3\r\n", "import_columns_twice"),
        ('Personnummer;Namn\r\n1;"never closed\r\n', "import_unreadable"),
        ("Personnummer;Namn\r\n1;a\0b\r\n", "import_unreadable"),
        ("Personnummer;Namn\r\n1;" + "x" * 200_000, "import_unreadable"),
        ("Personnummer;Namn\r\n" + "1;a\r\n" * 10_001, "import_too_many_rows"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_reason(text: str, code: str) -> None:
    assert refusal(text.encode()) == code


def test_a_refusal_names_no_cell_of_the_file() -> None:
    with pytest.raises(Refused) as refused:
        read_people(b"Personnummer;Namn;Anna Holm\r\n1;2;3\r\n")

    assert refused.value.detail == "Column 3"


def test_rows_keep_the_numbers_that_the_program_shows() -> None:
    text = "\r\nPersonnummer;Namn\r\n1;A\r\n;\r\n2;B\r\n"
    excel = workbook([], ["Personnummer", "Namn"], ["1", "A"], [], ["2", "B"])

    assert [row["number"] for row in read_people(text.encode())] == [3, 5]
    assert [row["number"] for row in read_people(excel)] == [3, 5]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (198507099805, "198507099805"),
        (198507099805.0, "198507099805"),
        ("1,98507099805E+11", "198507099805"),
        ("1.98507099805e11", "198507099805"),
        ("198507099805,0", "198507099805"),
        ("1,98507E+11", "1,98507E+11"),
        (507099805, "0507099805"),
        ("7099805", "0007099805"),
        (8507099805, "8507099805"),
        ("850709-9805", "850709-9805"),
        ("20000101TF12", "20000101TF12"),
    ],
)
def test_numbers_that_a_program_took_for_amounts_are_put_right(written: Any, meant: str) -> None:
    excel = read_people(workbook(["Personnummer", "Namn"], [written, "A"]))
    text = read_people(f"Personnummer;Namn\r\n{written};A".encode())

    assert [row["personnummer"] for row in excel + text] == [meant, meant]


def test_phones_dates_formulas_and_further_sheets_are_read_as_text_or_not_at_all() -> None:
    book = Workbook()
    book.worksheets[0].append(["Personnummer", "Namn", "Telefon", "Status", "E-post"])
    book.worksheets[0].append(["1", date(2026, 3, 2), 46701234567.0, True, "=1+1"])
    book.create_sheet("Other").append(["anything"])
    file = io.BytesIO()
    book.save(file)

    [row] = read_people(file.getvalue())

    assert row == {
        "number": 2,
        "personnummer": "1",
        "name": "2026-03-02",
        "phone": "46701234567",
        "status": "",
        "email": "",
    }


@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"\xff\xfe\x00")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
def test_any_bytes_are_a_list_or_refused(raw: bytes) -> None:
    assert is_read_or_refused(raw)


WHOLE = workbook(["Personnummer", "Namn"], ["1", "A"])
"""Made once: a workbook says when it was made, and its length may follow."""


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_a_broken_workbook_is_refused(data: st.DataObject) -> None:
    raw = bytearray(WHOLE)
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=20)):
        raw[place] ^= data.draw(st.integers(1, 255))

    assert is_read_or_refused(bytes(raw))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(workbook(["Personnummer", "Namn"]), "xl/sharedStrings.xml", b" " * (21 * 1024 * 1024))
    large = repacked(workbook(["Personnummer", "Namn"], ["1", "A"]), sheet1=b" " * (51 * 1024 * 1024))

    assert len(bomb) < 100_000
    assert [refusal(bomb), refusal(large)] == ["import_unreadable", "import_unreadable"]


def test_a_sheet_that_lies_about_its_size_costs_little() -> None:
    cell = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>1</t></is></c></row>'
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        f"<sheetData>{cell.format(1)}{cell.format(1048576)}</sheetData></worksheet>"
    )
    heading_only = repacked(
        workbook(["Personnummer", "Namn"]), sheet1=sheet.replace(">1<", ">Personnummer<", 1).encode()
    )

    assert refusal(heading_only) == "import_columns_missing"


def test_entities_in_a_workbook_are_never_expanded() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a0 "ha">{laughs}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&a8;</t></is></c></row></sheetData></worksheet>'
    )

    assert refusal(repacked(workbook(["Personnummer", "Namn"]), sheet1=sheet.encode())) == "import_unreadable"


async def test_reading_holds_nobody_up() -> None:
    large = ("Personnummer;Namn\r\n" + "198507099805;A B\r\n" * 10_000).encode()
    reading = asyncio.create_task(asyncio.to_thread(read_people, large))
    turns = 0

    while not reading.done():
        await asyncio.sleep(0)
        turns += 1

    assert len(await reading) == 10_000
    assert turns > 1
