"""Everyone asks for everything that is not theirs, as the API's own description lists it: refused, and noted."""

import re
from typing import Any
from uuid import uuid4

import pytest

from contracts.audit.calls import ListAccesses
from gateway.app import ENDPOINTS
from gateway.openapi import document
from tests.fixtures.platform import TestPlatform
from tests.integration.api.conftest import asked_of, signed_in
from tests.integration.api.door import Door
from tools.platform.answering import wait_until

KEPT_OUT = {
    "participant": ("support",),
    "staff": ("patient", "support"),
    "colleague": ("patient", "support"),
    "administrator": ("patient", "staff", "support"),
    "support": ("patient", "staff", "administrator"),
}
"""Access → the roles that do not have it."""
CODES = {
    "participant": "only_participants",
    "staff": "only_staff",
    "colleague": "only_colleagues",
    "administrator": "only_administrators",
    "support": "only_support",
}


def guarded() -> list[tuple[str, str, str, str, str]]:
    """Method, path, action and access of each operation that somebody is kept out of, with the one who is."""
    return [
        (method.upper(), path, operation.get("x-action", ""), operation["x-access"], role)
        for path, operations in document(ENDPOINTS)["paths"].items()
        for method, operation in operations.items()
        for role in KEPT_OUT.get(operation["x-access"], ())
    ]


def test_there_is_something_to_keep_people_out_of() -> None:
    assert {access for _, _, _, access, _ in guarded()} == set(KEPT_OUT)


@pytest.mark.parametrize(("method", "path", "action", "access", "role"), guarded())
def test_who_asks_for_what_is_not_theirs_is_refused_and_noted(  # ADR-4, SUP-1
    platform: TestPlatform, doors: dict[str, Door], method: str, path: str, action: str, access: str, role: str
) -> None:
    asked_for = str(uuid4())
    door = signed_in(platform, doors, role)

    answer = door.ask(method, re.sub(r"{\w+}", asked_for, path))

    assert (answer.status_code, answer.json()["code"]) == (403, CODES[access])
    wait_until(
        lambda: any(
            (noted["action"], noted["outcome"], noted["code"]) == (action, "refused", CODES[access])
            and ("{person_id}" not in path or asked_for in map(str, noted["subject_ids"]))
            for noted in accesses_of(platform, door)
        ),
        what="the access log",
        timeout_seconds=10,
    )


@pytest.mark.parametrize("role", ["staff", "administrator"])
def test_each_search_for_a_patient_is_noted_with_whom_it_found(  # ADM-2
    platform: TestPlatform, doors: dict[str, Door], role: str
) -> None:
    door = signed_in(platform, doors, role)
    found = door.search("Karl")

    wait_until(
        lambda: any(
            (noted["action"], noted["kind"], noted["outcome"]) == ("person.search", "search", "done")
            and set(found) <= {str(each) for each in noted["subject_ids"]}
            for noted in accesses_of(platform, door)
        ),
        what="the access log",
        timeout_seconds=10,
    )
    assert found


def accesses_of(platform: TestPlatform, door: Door) -> list[dict[str, Any]]:
    accesses: list[dict[str, Any]] = asked_of(platform, ListAccesses, actor_id=door.person_id, limit=20)["accesses"]
    return accesses
