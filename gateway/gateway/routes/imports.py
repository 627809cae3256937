"""Lists of people as files: many added at once after a dry run, the form to fill in, and the lists taken out."""

import asyncio
from collections.abc import AsyncIterator
from typing import IO, Any
from uuid import UUID

from starlette.responses import Response, StreamingResponse

from chassis.aio import Caller
from contracts.identity.calls import (
    ROWS_AT_ONCE,
    AddImportRows,
    CancelImport,
    ConfirmImport,
    ExportPeople,
    PrepareImport,
    ReadImport,
)
from gateway.endpoints import Asked, Endpoint
from gateway.limiting import Limit
from gateway.shapes.imports import Exporting, Import, ImportOf, Template
from gateway.shapes.reaching import Reached
from gateway.spreadsheets.reading import read_people
from gateway.spreadsheets.writing import (
    BYTE_ORDER_MARK,
    WorkbookFile,
    csv_text,
    heading,
    in_parts,
    row_of,
    template_heading,
)

FILE_BYTES_MAX = 5_000_000
CSV = "text/csv"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = Limit(times=30, seconds=600, per="session")
EXPORTED_AT_ONCE = 250  # a page keeps identity busy for as long as it takes to open it
ROLES_OF_GROUP = {"patients": ["patient"], "staff": ["staff", "administrator"]}
GROUP_OF_ROLE = {"patient": "patients", "staff": "staff"}
TITLES = {"patients": "Patienter", "staff": "Vårdpersonal"}

Page = list[dict[str, Any]]

_one_file_at_a_time = asyncio.Lock()  # reading a large file takes a processor and memory


async def prepare_import(asked: Asked) -> dict[str, Any]:
    """The dry run. The rows go in parts, so that neither side is held up for long by any of them."""
    import_id, person_id, role = asked.path["import_id"], asked.session.person_id, asked.query["role"]
    async with _one_file_at_a_time:
        rows = await asyncio.to_thread(read_people, asked.raw)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        part = rows[start : start + ROWS_AT_ONCE]
        await asked.caller.call(AddImportRows, import_id=import_id, brought_by=person_id, rows=part)
    prepared = await asked.caller.call(
        PrepareImport, import_id=import_id, prepared_by=person_id, role=role, row_count=len(rows)
    )
    return _progress(prepared)


async def read_import(asked: Asked) -> dict[str, Any]:
    return _progress(
        await asked.caller.call(ReadImport, import_id=asked.path["import_id"], asked_by=asked.session.person_id)
    )


async def confirm_import(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(
        ConfirmImport, import_id=asked.path["import_id"], confirmed_by=asked.session.person_id
    )


async def cancel_import(asked: Asked) -> dict[str, Any]:
    return await asked.caller.call(
        CancelImport, import_id=asked.path["import_id"], cancelled_by=asked.session.person_id
    )


async def import_template(asked: Asked) -> Response:
    """The headings alone: whoever fills the form in leaves nothing of an example behind."""
    group = GROUP_OF_ROLE[asked.query["role"]]
    return await _file(asked, group, template_heading(group), _pages([]))


async def export_people(asked: Asked) -> Response:
    group = asked.query["group"]
    first = await _page(asked.caller, group, None)  # before anything is sent: it may be refused
    return await _file(asked, group, heading(group), _following(asked, group, first))


async def _page(caller: Caller, group: str, after: UUID | None) -> dict[str, Any]:
    return await caller.call(ExportPeople, roles=ROLES_OF_GROUP[group], after=after, limit=EXPORTED_AT_ONCE)


async def _following(asked: Asked, group: str, page: dict[str, Any]) -> AsyncIterator[Page]:
    """Page after page, each noted; one that fails breaks the download off: no half list looks like a whole one."""
    while True:
        await asked.shows_part(*(person["id"] for person in page["people"]))
        yield page["people"]
        if not page["has_more"]:
            return
        page = await _page(asked.caller, group, page["people"][-1]["id"])


async def _pages(pages: list[Page]) -> AsyncIterator[Page]:
    for page in pages:
        yield page


async def _file(asked: Asked, group: str, headings: list[str], pages: AsyncIterator[Page]) -> Response:
    kind = asked.query["format"]
    headers = {"Content-Disposition": f'attachment; filename="{group}.{kind}"'}
    if kind == "csv":
        return StreamingResponse(_as_csv(group, headings, pages), headers=headers, media_type=f"{CSV}; charset=utf-8")
    return StreamingResponse(in_parts(await _as_workbook(group, headings, pages)), headers=headers, media_type=EXCEL)


async def _as_workbook(group: str, headings: list[str], pages: AsyncIterator[Page]) -> IO[bytes]:
    workbook = WorkbookFile(TITLES[group])
    try:
        await asyncio.to_thread(workbook.add, [headings])
        async for page in pages:
            await asyncio.to_thread(workbook.add, [row_of(person, group) for person in page])
    except BaseException:
        workbook.finished().close()  # the library keeps the rows in a file until the workbook is finished
        raise
    return await asyncio.to_thread(workbook.finished)


async def _as_csv(group: str, headings: list[str], pages: AsyncIterator[Page]) -> AsyncIterator[str]:
    yield BYTE_ORDER_MARK + csv_text([headings])
    async for page in pages:
        yield csv_text(row_of(person, group) for person in page)


def _progress(reply: dict[str, Any]) -> dict[str, Any]:
    progress: dict[str, Any] = reply["progress"]
    return progress


ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/api/people/export",
        handler=export_people,
        summary="Everybody who is not removed, as a file that an import reads back",
        access="administrator",
        action="people.export",
        query=Exporting,
        media_type=f"{CSV}, {EXCEL}",
        limits=(FILES,),
    ),
    Endpoint(
        method="GET",
        path="/api/imports/template",
        handler=import_template,
        summary="The form to fill in: a file with the headings alone",
        access="administrator",
        action="import.template",
        query=Template,
        media_type=f"{CSV}, {EXCEL}",
    ),
    Endpoint(
        method="POST",
        path="/api/imports/{import_id:uuid}",
        handler=prepare_import,
        summary="The dry run of a file: every row is checked, nobody is added",
        access="administrator",
        action="import.prepare",
        query=ImportOf,
        raw_body=(CSV, EXCEL),
        body_bytes_max=FILE_BYTES_MAX,
        answer=Import,
        refusals=(409, 422),
        limits=(FILES,),
    ),
    Endpoint(
        method="GET",
        path="/api/imports/{import_id:uuid}",
        handler=read_import,
        summary="How an import stands, for the one who prepared it",
        access="administrator",
        action="import.read",
        answer=Import,
    ),
    Endpoint(
        method="POST",
        path="/api/imports/{import_id:uuid}/confirm",
        handler=confirm_import,
        summary="Add everybody in the file, or nobody",
        access="administrator",
        action="import.confirm",
        answer=Reached,
        refusals=(409,),
    ),
    Endpoint(
        method="POST",
        path="/api/imports/{import_id:uuid}/cancel",
        handler=cancel_import,
        summary="Throw the rows of an import away",
        access="administrator",
        action="import.cancel",
        answer=Reached,
        refusals=(409,),
    ),
)
