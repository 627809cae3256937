"""Administrators bring lists of people in and take them out; nobody else does."""

import asyncio
import csv
import io
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from contracts.identity.calls import (
    AddImportRows,
    CancelImport,
    ConfirmImport,
    ExportPeople,
    PrepareImport,
    ReadImport,
)
from contracts.refusals import Refused
from gateway.app import served
from gateway.routes.imports import CSV, EXCEL, FILE_BYTES_MAX
from gateway.spreadsheets.reading import read_people
from tests.unit.gateway.conftest import FakeServices, make_house, make_settings, person, sign_in

LIST = "Personnummer;Namn\r\n19850709-9805;Åsa Öst\r\n19900101-2385;Bo Ek\r\n".encode()
IMPORT = UUID(int=7)
ADDRESSES = (
    ("POST", f"/api/imports/{IMPORT}?role=patient"),
    ("GET", f"/api/imports/{IMPORT}"),
    ("POST", f"/api/imports/{IMPORT}/confirm"),
    ("POST", f"/api/imports/{IMPORT}/cancel"),
    ("GET", "/api/imports/template?role=patient&format=csv"),
    ("GET", "/api/people/export?group=patients&format=csv"),
)


def progress(import_id: UUID, **told: Any) -> dict[str, Any]:
    standing = {"import_id": import_id, "role": "patient", "state": "prepared", "rows": 2, "good_rows": 1}
    standing |= {"bad_row_count": 1, "bad_rows": [{"number": 3, "problems": ["personnummer_taken"]}]}
    return {"progress": {**standing, "handled_rows": 0, "position": None, **told}}


def exported(person_id: int, **told: Any) -> dict[str, Any]:
    shown = {"id": UUID(int=person_id), "personnummer": "198507099805", "number_kind": "personnummer"}
    shown |= {"name": f"Person {person_id}", "phone": "+46701234567", "email": None, "hsa_id": None}
    return {**shown, "roles": ["patient"], "language": "sv", "status": "active", **told}


@pytest.fixture
def eva(services: FakeServices, browser: httpx.AsyncClient) -> dict[str, Any]:
    """An administrator, signed in; identity answers her imports, and has three patients in two pages."""
    eva = person("Eva Ek", "administrator")
    services.people[eva["id"]] = eva
    people = [exported(1), exported(2, name="=cmd()"), exported(3, status="inactive")]

    def export(after: UUID | None, **_: Any) -> dict[str, Any]:
        return {"people": people[2:], "has_more": False} if after else {"people": people[:2], "has_more": True}

    services._answers |= {
        AddImportRows: lambda **_: {},
        PrepareImport: lambda import_id, **_: progress(import_id),
        ReadImport: lambda import_id, **_: progress(import_id, state="running", handled_rows=1),
        ConfirmImport: lambda **_: {"position": 41},
        CancelImport: lambda **_: {"position": 42},
        ExportPeople: export,
    }
    sign_in(browser, services, eva)
    return eva


async def send(browser: httpx.AsyncClient, raw: bytes, kind: str = CSV, role: str = "patient") -> httpx.Response:
    return await browser.post(
        f"/api/imports/{IMPORT}", params={"role": role}, content=raw, headers={"Content-Type": kind}
    )


async def test_a_file_is_tried_row_by_row(browser, services, eva) -> None:  # USR-1, ADM-1
    answer = await send(browser, LIST)

    asked = {call: request for call, request in services.asked if call in (AddImportRows, PrepareImport)}
    assert answer.status_code == 200
    assert answer.json()["bad_rows"] == [{"number": 3, "problems": ["personnummer_taken"]}]
    assert [row["name"] for row in asked[AddImportRows]["rows"]] == ["Åsa Öst", "Bo Ek"]
    assert asked[AddImportRows]["brought_by"] == eva["id"]
    assert asked[PrepareImport] == {"import_id": IMPORT, "prepared_by": eva["id"], "role": "patient", "row_count": 2}


async def test_a_large_file_goes_to_identity_in_parts(browser, services, eva) -> None:
    await send(browser, b"Personnummer;Namn\r\n" + b"198507099805;A B\r\n" * 1_100)

    assert [len(request["rows"]) for call, request in services.asked if call is AddImportRows] == [500, 500, 100]


async def test_an_import_is_read_confirmed_and_cancelled_by_the_one_who_asks(browser, services, eva) -> None:
    read = await browser.get(f"/api/imports/{IMPORT}")
    confirmed = await browser.post(f"/api/imports/{IMPORT}/confirm", json={})
    cancelled = await browser.post(f"/api/imports/{IMPORT}/cancel", json={})

    told = [request for call, request in services.asked if call in (ReadImport, ConfirmImport, CancelImport)]
    assert (read.json()["state"], read.json()["handled_rows"]) == ("running", 1)
    assert (confirmed.json(), cancelled.json()) == ({"position": 41}, {"position": 42})
    assert [set(request.values()) for request in told] == [{IMPORT, eva["id"]}] * 3


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"", 422, "import_empty"),
        (b"Personnummer;Telefon\r\n1;2", 422, "import_columns_missing"),
        (b"PK\x03\x04 and nothing more", 422, "import_unreadable"),
        (b"x" * (FILE_BYTES_MAX + 1), 413, "too_large"),
    ],
)
async def test_a_file_that_is_no_list_goes_no_further(
    browser, services, eva, raw: bytes, status: int, code: str
) -> None:
    answer = await send(browser, raw)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert AddImportRows not in [call for call, _ in services.asked]


async def test_other_kinds_of_bodies_and_roles_are_refused(browser, eva) -> None:
    kinds = [await send(browser, LIST, kind) for kind in ("application/json", "text/html", "")]
    role = await send(browser, LIST, role="support")

    assert [answer.status_code for answer in kinds] == [415, 415, 415]
    assert role.status_code == 422


async def test_a_file_just_below_the_limit_is_read(browser, eva) -> None:
    filled = LIST + b"\r\n" * ((FILE_BYTES_MAX - len(LIST)) // 2)

    assert (await send(browser, filled)).status_code == 200


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
@pytest.mark.parametrize("who", ["anna", "karl"])
async def test_staff_and_patients_neither_import_nor_export(
    browser, services, eva, method: str, address: str, who: str
) -> None:  # ADM-1, ROL-1
    sign_in(browser, services, getattr(services, who))

    answer = await browser.request(method, address, content=LIST, headers={"Content-Type": CSV})

    assert (answer.status_code, answer.json()["code"]) == (403, "only_administrators")
    assert not {AddImportRows, ExportPeople} & {call for call, _ in services.asked}


async def test_anothers_import_is_nobodys(browser, services, eva) -> None:  # ADM-1
    for call in (AddImportRows, ReadImport, ConfirmImport, CancelImport):
        services.refusing[call] = Refused("not_found", "import_unknown")

    answers = [await browser.request(method, path, content=LIST, headers={"Content-Type": CSV})
               for method, path in ADDRESSES[:4]]  # fmt: skip

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "import_unknown")] * 4


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_an_export_holds_everybody_and_is_read_back_by_an_import(browser, eva, kind: str) -> None:  # ADM-1
    answer = await browser.get("/api/people/export", params={"group": "patients", "format": kind})

    rows = read_people(answer.content)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="patients.{kind}"'
    assert [row["name"] for row in rows] == ["Person 1", "=cmd()", "Person 3"]
    assert [row["status"] for row in rows] == ["Aktiv", "Aktiv", "Inaktiv"]
    assert {row["personnummer"] for row in rows} == {"19850709-9805"}
    assert answer.headers["Cache-Control"] == "no-store"


async def test_an_exported_text_file_opens_in_excel_and_holds_no_formula(browser, eva) -> None:
    answer = await browser.get("/api/people/export", params={"group": "patients"})

    assert answer.content.startswith(b"\xef\xbb\xbfPersonnummer;Namn;")
    cells = [cell for row in csv.reader(io.StringIO(answer.text), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@")]


async def test_an_export_is_noted_with_everyone_who_is_in_it(browser, services, eva) -> None:
    await browser.get("/api/people/export", params={"group": "patients"})

    assert {(note["action"], note["actor_id"]) for note in services.noted} == {("people.export", eva["id"])}
    assert [len(note["subject_ids"]) for note in services.noted] == [0, 2, 1]


async def test_a_list_that_breaks_off_does_not_look_whole(browser, services, eva, hub, pages) -> None:
    answers = services._answers[ExportPeople]

    def export(after: UUID | None, **asked: Any) -> dict[str, Any]:
        if after:
            raise Refused("busy", "unavailable")
        return answers(after=after, **asked)

    services._answers[ExportPeople] = export

    excel = await browser.get("/api/people/export", params={"group": "patients", "format": "xlsx"})
    strict = httpx.ASGITransport(served(make_house(make_settings(pages), services, hub)))
    async with httpx.AsyncClient(transport=strict, base_url=browser.base_url, headers=browser.headers) as client:
        with pytest.raises(Refused):  # the server closes the connection without the end of the file
            await client.get("/api/people/export", params={"group": "patients", "format": "csv"})

    assert excel.status_code == 503


@pytest.mark.parametrize(("role", "headings"), [("patient", 4), ("staff", 6)])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_a_template_has_the_headings_alone(browser, eva, role: str, headings: int, kind: str) -> None:
    answer = await browser.get("/api/imports/template", params={"role": role, "format": kind})

    with pytest.raises(Refused) as refused:
        read_people(answer.content)
    assert refused.value.code == "import_empty"
    assert answer.headers["Content-Type"].startswith(CSV if kind == "csv" else EXCEL)
    assert kind == "xlsx" or answer.text.count(";") == headings - 1


async def test_many_files_at_once_are_read_one_after_the_other(browser, eva) -> None:
    answers = await asyncio.gather(
        *(
            browser.post(
                f"/api/imports/{uuid4()}", params={"role": "patient"}, content=LIST, headers={"Content-Type": CSV}
            )
            for _ in range(5)
        )
    )

    assert {answer.status_code for answer in answers} == {200}
