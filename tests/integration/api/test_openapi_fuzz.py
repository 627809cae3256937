"""Whatever is asked, and by whomever: the API answers as its own description says, and never with a fault."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gateway.app import ENDPOINTS
from gateway.openapi import document
from tests.fixtures.platform import TestPlatform
from tests.integration.api.conftest import signed_in
from tests.integration.api.door import Door

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = {GenerationMode.POSITIVE: 4, GenerationMode.NEGATIVE: 2}
EVERYONE = ("patient", "staff", "administrator")
MAY = {
    "anyone": ("patient",),
    "signed_in": EVERYONE,
    "participant": EVERYONE,
    "staff": ("staff",),
    "colleague": ("staff", "administrator"),
    "administrator": ("administrator",),
    "support": ("support",),
}
SEED = 20260302
ENDLESS = {"/api/live"}
"""A stream has no end to wait for; tests/unit/gateway/test_live.py asks it."""


def asked_for() -> list[tuple[str, str, str]]:
    """Method, path and role: everyone asks for what they may; who else asks is refused (test_misuse.py)."""
    return [
        (method.upper(), path, role)
        for path, operations in document(ENDPOINTS)["paths"].items()
        if path not in ENDLESS
        for method, operation in operations.items()
        for role in MAY[operation["x-access"]]
    ]


@pytest.fixture(scope="module")
def described() -> BaseSchema:
    return schemathesis.openapi.from_dict(document(ENDPOINTS))


@pytest.mark.parametrize(("method", "path", "role"), asked_for())
def test_every_answer_is_one_that_is_described(
    platform: TestPlatform, doors: dict[str, Door], described: BaseSchema, method: str, path: str, role: str
) -> None:
    door, operation = signed_in(platform, doors, role), described[path][method]
    ask_in_many_ways(door, operation, GenerationMode.POSITIVE)
    if can_be_wrong(operation):
        ask_in_many_ways(door, operation, GenerationMode.NEGATIVE)


def can_be_wrong(operation: APIOperation) -> bool:
    """Where there is nothing to say, nothing can be said wrongly."""
    described = operation.definition.raw
    parameters = [each for each in described["parameters"] if each["in"] != "header"]
    takes_json = "application/json" in described.get("requestBody", {}).get("content", {})
    return takes_json or any("format" in each["schema"] or each["in"] == "query" for each in parameters)


def ask_in_many_ways(door: Door, operation: APIOperation, mode: GenerationMode) -> None:
    @seeded(SEED)
    @settings(max_examples=EXAMPLES[mode], deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        response = case.call(base_url=door.url, headers=door.headers, allow_redirects=False, timeout=20)
        case.validate_response(response, checks=CHECKS)

    ask()
