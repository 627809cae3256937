"""The two kinds of message between services: events that are promises, and calls that are answered."""

import functools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load

from contracts.quick import Convert, Unsure, dumper, loader

HARMLESS_HOOKS = frozenset({"leave_the_callers_data_alone"})
"""What the quick way does by itself: it changes nothing that it is given."""


class ContractBroken(ValueError):
    """A message does not keep its contract; says which fields are wrong, never what stood in them."""

    def __init__(self, name: str, version: int, problems: Mapping[str, Any] | list[Any]) -> None:
        self.fields = sorted(map(str, problems)) if isinstance(problems, Mapping) else ["_schema"]
        super().__init__(f"{name} v{version}: {', '.join(self.fields)}")


class Event(Schema):
    """Something that happened, told to everyone: ids, times and enums only, never names or clinical text.

    Sending is strict, reading is tolerant: unknown fields are left out, missing ones fail.
    A version never changes its meaning; `upcast_vN_vN+1(data)` lifts an older message one step.
    """

    SERVICE: ClassVar[str]
    NAME: ClassVar[str]
    VERSION: ClassVar[int] = 1

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def leave_the_callers_data_alone(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return dict(data)

    @classmethod
    def of(cls, **values: Any) -> "Published":
        """The event ready to be sent; raises `ContractBroken` when a field is missing, unknown or wrong."""
        return Published(contract=cls, body=_dumped(cls.NAME, cls.VERSION, cls, values))

    @classmethod
    def heard(cls, body: Mapping[str, Any], version: int) -> dict[str, Any]:
        """The fields of a received event as Python values, lifted from `version` to `VERSION`."""
        data = dict(body)
        version = min(version, cls.VERSION)  # a newer sender has only added fields, or it breaks below
        for step in range(version, cls.VERSION):
            getattr(cls, f"upcast_v{step}_v{step + 1}")(data)
        return _loaded(cls.NAME, version, cls, data)


@dataclass(frozen=True, slots=True)
class Published:
    """A published event on its way out: its contract and its JSON-ready body."""

    contract: type[Event]
    body: dict[str, Any]


class Call:
    """A question or an order to one service; `Request` and `Reply` are its two halves.

    The service answers it with a method of the same name. Reads tolerate unknown reply fields,
    requests are strict: an unknown request field is refused, so that nothing is silently lost.
    """

    SERVICE: ClassVar[str]
    NAME: ClassVar[str]
    TIMEOUT_SECONDS: ClassVar[float] = 5.0

    Request: ClassVar[type[Schema]] = Schema
    Reply: ClassVar[type[Schema]] = Schema

    @classmethod
    def request(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Python values → JSON-ready request body."""
        return _dumped(cls.NAME, 1, cls.Request, values)

    @classmethod
    def read_request(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        """JSON body → Python values; `ContractBroken` when it does not keep the contract."""
        return _loaded(cls.NAME, 1, cls.Request, body)

    @classmethod
    def reply(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Python values → JSON-ready reply body."""
        return _dumped(cls.NAME, 1, cls.Reply, values)

    @classmethod
    def read_reply(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        """JSON body → Python values, unknown fields left out."""
        return _loaded(cls.NAME, 1, cls.Reply, body, tolerant=True)


@functools.cache
def shared(kind: type[Schema], *, tolerant: bool = False) -> Schema:
    """The one schema of its kind: it keeps nothing of what passes through, and is slower to make than to use."""
    return kind(unknown=EXCLUDE) if tolerant else kind()


class _Ways(NamedTuple):
    """The library's way, and the quick one of what is right."""

    schema: Schema
    load: Convert
    dump: Convert


@functools.cache
def _ways(kind: type[Schema], *, tolerant: bool = False) -> _Ways:
    schema = shared(kind, tolerant=tolerant)
    return _Ways(schema, loader(schema, HARMLESS_HOOKS), dumper(schema, HARMLESS_HOOKS))


def _dumped(name: str, version: int, kind: type[Schema], values: Mapping[str, Any]) -> dict[str, Any]:
    ways = _ways(kind)
    unknown = values.keys() - ways.schema.fields.keys()
    if unknown:
        raise ContractBroken(name, version, dict.fromkeys(unknown))
    try:
        body: dict[str, Any] = ways.dump(values)
    except Unsure:
        body = _dumped_slowly(name, version, ways.schema, values)
    return body


def _dumped_slowly(name: str, version: int, schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    try:
        body: dict[str, Any] = schema.dump(values)
    except (ValueError, TypeError, AttributeError):
        raise ContractBroken(name, version, []) from None  # the library's text quotes the value
    problems = schema.validate(body)
    if problems:
        raise ContractBroken(name, version, problems)
    return body


def _loaded(
    name: str, version: int, kind: type[Schema], body: Mapping[str, Any], *, tolerant: bool = False
) -> dict[str, Any]:
    ways = _ways(kind, tolerant=tolerant)
    try:
        loaded: dict[str, Any] = ways.load(body)
    except Unsure:
        try:
            loaded = ways.schema.load(body)
        except ValidationError as broken:
            raise ContractBroken(name, version, broken.messages_dict) from None
    return loaded


def ids(**kwargs: Any) -> fields.List[uuid.UUID]:
    """A list of UUIDs."""
    return fields.List(fields.UUID(), **kwargs)


class Position(Schema):
    """The place in a service's log that a command reached: ask a read with `at_least` to see one's own write."""

    position = fields.Integer(required=True)


class EventsSince(Call):
    """The published events of a service after a log position, for readers that catch up or rebuild.

    Each service that publishes has its own subclass with `SERVICE` set.
    """

    NAME = "events_since"

    class Request(Schema):
        after = fields.Integer(required=True)
        limit = fields.Integer(load_default=500)

    class Reply(Schema):
        class PublishedEvent(Schema):
            event = fields.String(required=True)
            version = fields.Integer(required=True)
            message_id = fields.UUID(required=True)
            position = fields.Integer(required=True)
            aggregate_id = fields.UUID(required=True)
            aggregate_version = fields.Integer(required=True)
            occurred_at = fields.AwareDateTime(required=True)
            body = fields.Dict(required=True)

        events = fields.List(fields.Nested(PublishedEvent), required=True)
        position = fields.Integer(required=True)
        head = fields.Integer(required=True)
