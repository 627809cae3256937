"""The quick way for messages that are right: each schema's fields made into plain functions, once.

They take what they know for certain and nothing else. Whatever is missing, wrong, or merely unusual makes them
`Unsure`, and goes the library's own way, which has the last word and says what is wrong.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, missing

Convert = Callable[[Any], Any]
Check = Callable[[Any], Any]


class Unsure(Exception):
    """Let the library decide."""


def loader(schema: Schema, allowed_hooks: frozenset[str] = frozenset()) -> Convert:
    """JSON body → Python values, as `schema.load` does it."""
    if not _is_plain(schema, allowed_hooks):
        return _unsure
    plan = [
        (name, _converting(field, READING), field.allow_none, _absent(field))
        for name, field in schema.load_fields.items()
    ]
    is_strict, known = schema.unknown == RAISE, schema.load_fields.keys()

    def load(body: Any) -> dict[str, Any]:
        if type(body) is not dict or (is_strict and not body.keys() <= known):
            raise Unsure
        values: dict[str, Any] = {}
        for name, read, may_be_none, absent in plan:
            value = body.get(name, missing)
            if value is missing:
                if (value := absent()) is not missing:
                    values[name] = value
            elif value is None and may_be_none:
                values[name] = None
            else:
                values[name] = read(value)
        return values

    return load


def dumper(schema: Schema, allowed_hooks: frozenset[str] = frozenset()) -> Convert:
    """Python values → JSON-ready body, as `schema.dump` and then `schema.validate` do it."""
    if not _is_plain(schema, allowed_hooks):
        return _unsure
    plan = [
        (name, _converting(field, WRITING), field.allow_none, field.required)
        for name, field in schema.dump_fields.items()
    ]

    def dump(values: Any) -> dict[str, Any]:
        if type(values) is not dict:
            raise Unsure
        body: dict[str, Any] = {}
        for name, write, may_be_none, is_required in plan:
            value = values.get(name, missing)
            if value is missing:
                if is_required:
                    raise Unsure
            elif value is None and may_be_none:
                body[name] = None
            else:
                body[name] = write(value)
        return body

    return dump


def _is_plain(schema: Schema, allowed_hooks: frozenset[str]) -> bool:
    hooks = {name for named in type(schema).resolve_hooks().values() for name, *_ in named}
    return (
        hooks <= allowed_hooks
        and not schema.many
        and schema.unknown in (RAISE, EXCLUDE)
        and schema.load_fields.keys() == schema.dump_fields.keys()
        and all(_is_plain_field(field) for field in schema.fields.values())
    )


def _is_plain_field(field: fields.Field[Any]) -> bool:
    renamed = field.data_key is not None or field.attribute is not None
    return not renamed and field.dump_default is missing and not field.pre_load and not field.post_load


def _absent(field: fields.Field[Any]) -> Callable[[], Any]:
    if field.required:
        return _is_missing
    default = field.load_default
    return default if callable(default) else lambda: default


def _converting(field: Any, way: "_Way") -> Convert:
    kind = type(field)
    if kind is fields.List:
        convert = _each(_inner(field, way), way.lists)
    elif kind is fields.Nested:
        convert = way.nested(field.schema) if _is_one(field) else _unsure
    elif kind is fields.UUID:
        convert = way.an_id
    elif kind is fields.AwareDateTime:
        convert = way.a_moment if field.format in (None, "iso") else _unsure
    else:
        convert = _same(field)
    return _checked(convert, field, way)


def _inner(field: Any, way: "_Way") -> Convert:
    return _converting(field.inner, way) if _is_plain_field(field.inner) else _unsure


def _is_one(field: Any) -> bool:
    return not field.many and field.unknown is None


def _same(field: Any) -> Convert:
    """What is the same in JSON and in Python."""
    kinds: dict[type, type] = {fields.String: str, fields.Boolean: bool}
    if type(field) is fields.Integer and not field.as_string:
        kinds[fields.Integer] = int
    wanted = kinds.get(type(field))
    if wanted is None:
        return _unsure

    def same(value: Any) -> Any:
        if type(value) is not wanted:
            raise Unsure
        return value

    return same


def _each(convert: Convert, kinds: tuple[type, ...]) -> Convert:
    def each(values: Any) -> list[Any]:
        if type(values) not in kinds:
            raise Unsure
        return [convert(value) for value in values]

    return each


def _checked(convert: Convert, field: fields.Field[Any], way: "_Way") -> Convert:
    """The value, when every check of the field is content with it."""
    checks = tuple(field.validators)
    if not checks:
        return convert

    def checked(value: Any) -> Any:
        converted = convert(value)
        _check(checks, converted if way.checks_what_comes_out else value)
        return converted

    return checked


def _check(checks: tuple[Check, ...], value: Any) -> None:
    try:
        for check in checks:
            check(value)
    except ValidationError:
        raise Unsure from None


def _read_id(value: Any) -> UUID:
    if type(value) is not str:
        raise Unsure
    try:
        return UUID(value)
    except ValueError:
        raise Unsure from None


def _write_id(value: Any) -> str:
    if type(value) is not UUID:
        raise Unsure
    return str(value)


def _read_moment(value: Any) -> datetime:
    if type(value) is not str:
        raise Unsure
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise Unsure from None
    if moment.utcoffset() is None:
        raise Unsure
    return moment


def _write_moment(value: Any) -> str:
    if type(value) is not datetime or value.utcoffset() is None:
        raise Unsure
    return value.isoformat()


def _is_missing() -> Any:
    raise Unsure


def _unsure(_: Mapping[str, Any]) -> Any:
    raise Unsure


@dataclass(frozen=True, slots=True)
class _Way:
    """What differs between the two directions. The Python value is what is checked: it is what the receiver reads."""

    lists: tuple[type, ...]
    nested: Callable[[Schema], Convert]
    an_id: Convert
    a_moment: Convert
    checks_what_comes_out: bool


READING = _Way((list,), loader, _read_id, _read_moment, checks_what_comes_out=True)
WRITING = _Way((list, tuple, set, frozenset), dumper, _write_id, _write_moment, checks_what_comes_out=False)
