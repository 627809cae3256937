"""What a request's query and body say, parsed once and trusted after."""

from typing import Any

from marshmallow import Schema, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from contracts.message import shared
from contracts.refusals import Refused
from gateway.endpoints import Endpoint


async def read_json(endpoint: Endpoint, request: Request) -> dict[str, Any]:
    """The JSON body as the endpoint's shape says; nothing where it takes none."""
    if endpoint.body is None:
        return {}
    raw = await request.body()
    if not raw:
        return loaded(endpoint.body, {})
    if _media_type(request) != "application/json":
        raise Refused("invalid", "not_json", "The body must be application/json.")
    try:
        data = await request.json()
    except (ValueError, RecursionError):
        raise Refused("invalid", "not_json", "The body is not JSON.") from None
    if not isinstance(data, dict):
        raise Refused("invalid", "invalid", "The body must be a JSON object.")
    return loaded(endpoint.body, data)


async def read_file(endpoint: Endpoint, request: Request) -> tuple[bytes, str]:
    """The bytes that were sent and their media type, for an endpoint that takes a file."""
    if endpoint.raw_body is None:
        return b"", ""
    content_type = _media_type(request)
    if content_type not in endpoint.raw_body:
        raise HTTPException(415)
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > endpoint.body_bytes_max:
            raise HTTPException(413, headers={"Connection": "close"})
    return bytes(raw), content_type


def loaded(shape: type[Schema] | None, data: dict[str, Any]) -> dict[str, Any]:
    """The refusal names the fields, never what stood in them."""
    if shape is None:
        return {}
    try:
        fields: dict[str, Any] = shared(shape).load(data)
    except ValidationError as broken:
        raise Refused(
            "invalid", "invalid", f"Wrong or missing: {', '.join(sorted(map(str, broken.messages_dict)))}"
        ) from None
    return fields


def _media_type(request: Request) -> str:
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
