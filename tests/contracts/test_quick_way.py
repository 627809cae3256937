"""The quick way through a contract ends where the library's way ends, whatever comes."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import EXCLUDE, Schema, fields

import contracts
from contracts.message import HARMLESS_HOOKS, Call, shared
from contracts.quick import Unsure, dumper, loader
from contracts.readers import EVENTS

SOME_ID = UUID("00000000-0000-4000-8000-000000000001")
NOON = datetime(2026, 3, 2, 12, 0, 0, 500, tzinfo=UTC)
JUNK = st.sampled_from(
    [None, "", "no id", "2026-03-02", "2026-03-02T12:00:00", 0, -1, 3.5, True, b"bytes", [], {}, [None], ["a", 1], {1}]
)
IDS = [SOME_ID, str(SOME_ID), SOME_ID.hex]
MOMENTS = [NOON, NOON.isoformat(), "2026-03-02T12:00:00Z", NOON.replace(tzinfo=None)]
OF_KIND: dict[type, list[Any]] = {
    fields.UUID: IDS,
    fields.AwareDateTime: MOMENTS,
    fields.Date: ["2026-03-02", NOON.date()],
    fields.String: ["ett", "patient", "active", "x" * 400],
    fields.Integer: [1, 30, "7", 10**9],
    fields.Boolean: [True, False, "yes", 1],
    fields.Dict: [{"a": 1}],
}


def calls(kind: type[Call] = Call) -> Iterator[type[Call]]:
    for each in kind.__subclasses__():
        yield from (each, *calls(each))


def schemas() -> list[type[Schema]]:
    for module in pkgutil.walk_packages(contracts.__path__, "contracts."):
        importlib.import_module(module.name)
    halves = [half for call in calls() for half in (call.Request, call.Reply)]
    return sorted({*EVENTS, *halves}, key=lambda kind: kind.__qualname__)


def values_of(field: Any) -> st.SearchStrategy[Any]:
    if isinstance(field, fields.List):
        each = values_of(field.inner)
        return st.one_of(st.lists(each, max_size=2), JUNK)
    if isinstance(field, fields.Nested):
        return st.one_of(bodies_of(field.schema), JUNK)
    said = [choice for check in field.validators for choice in getattr(check, "choices", ())]
    return (
        st.one_of(st.sampled_from([*OF_KIND[type(field)], *said]), JUNK)
        if said
        else st.one_of(st.sampled_from(OF_KIND[type(field)]), JUNK)
    )


def bodies_of(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    known = {name: values_of(field) for name, field in schema.fields.items()}
    return st.fixed_dictionaries({}, optional=known | {"nobody_knows_this": JUNK})


@pytest.mark.parametrize("kind", schemas(), ids=lambda kind: kind.__qualname__)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_the_quick_way_is_sure_of_the_library_says_as_well(kind: type[Schema], data: st.DataObject) -> None:
    body = data.draw(bodies_of(shared(kind)))
    before = repr(body)
    for schema in (shared(kind), kind(unknown=EXCLUDE)):
        try:
            loaded = loader(schema, HARMLESS_HOOKS)(body)
        except Unsure:
            continue
        assert loaded == schema.load(body)
    try:
        dumped = dumper(shared(kind), HARMLESS_HOOKS)(body)
    except Unsure:
        return
    assert dumped == shared(kind).dump(body)
    assert shared(kind).validate(dumped) == {}
    assert repr(body) == before


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_every_event_has_a_quick_way(event: Any) -> None:
    plain = {"staff_ids": [SOME_ID], "patient_ids": [SOME_ID]}
    values = {name: plain.get(name, right(field)) for name, field in shared(event).fields.items()}

    body = dumper(shared(event), HARMLESS_HOOKS)(values)

    assert loader(shared(event), HARMLESS_HOOKS)(body) == values


def right(field: Any) -> Any:
    if isinstance(field, fields.List):
        return [right(field.inner)]
    if isinstance(field, fields.Nested):
        return {name: right(inner) for name, inner in field.schema.fields.items()}
    said = [choice for check in field.validators for choice in getattr(check, "choices", ())]
    return said[0] if said else OF_KIND[type(field)][0]
