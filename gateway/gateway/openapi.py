"""The API described: OpenAPI 3.1 made from the endpoints and their marshmallow shapes."""

import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from gateway.endpoints import ADMITTED, Endpoint
from gateway.refusals import RETRY_AFTER_SECONDS, TITLE
from gateway.session import COOKIE, CSRF_HEADER
from gateway.shapes.problems import Problem

IN_PATH = re.compile(r"{(\w+):?(\w*)}")
PATH_SCHEMAS: dict[str, dict[str, Any]] = {
    "uuid": {"format": "uuid"},
    "str": {"minLength": 1, "pattern": "^[^/]+$"},
}
JSON = "application/json"


def document(endpoints: tuple[Endpoint, ...]) -> dict[str, Any]:
    """The OpenAPI document of these endpoints."""
    spec = APISpec(
        title="CarePlatform",
        version="1",
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin()],
        info={"description": "What a browser may ask of a care provider's platform."},
    )
    spec.components.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": COOKIE})
    for endpoint in endpoints:
        path = IN_PATH.sub(r"{\1}", endpoint.path)
        spec.path(path, operations={endpoint.method.lower(): _operation(endpoint)})
    return spec.to_dict()


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.handler.__name__,
        "summary": endpoint.summary,
        "x-access": endpoint.access,
        "parameters": _parameters(endpoint),
        "responses": {str(status): _problem(status) for status in _refusals(endpoint)},
    }
    operation["responses"][str(endpoint.status)] = _success(endpoint)
    if endpoint.action is not None:
        operation["x-action"] = endpoint.action
    if endpoint.body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": endpoint.body}}}
    elif endpoint.raw_body is not None:
        operation["requestBody"] = {"required": True, "content": {kind: _sent(kind) for kind in endpoint.raw_body}}
    if endpoint.access != "anyone":
        operation["security"] = [{"session": []}]
    return operation


def _parameters(endpoint: Endpoint) -> list[Any]:
    parameters: list[Any] = [
        {"in": "path", "name": name, "required": True, "schema": {"type": "string", **PATH_SCHEMAS[kind or "str"]}}
        for name, kind in IN_PATH.findall(endpoint.path)
    ]
    if endpoint.query is not None:
        parameters.append({"in": "query", "schema": endpoint.query})
    if endpoint.method != "GET" and endpoint.access != "anyone":
        parameters.append({"in": "header", "name": CSRF_HEADER, "required": True, "schema": {"type": "string"}})
    return parameters


def _success(endpoint: Endpoint) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done"}
    if endpoint.answer is not None:
        success["content"] = {endpoint.media_type: {"schema": endpoint.answer}}
    elif endpoint.media_type != JSON:
        success["content"] = {kind.strip(): {"schema": {}} for kind in endpoint.media_type.split(",")}
    return success


def _refusals(endpoint: Endpoint) -> list[int]:
    """Everything that may be answered instead: what the handler says, and what is checked before it."""
    statuses = {421, 503, *endpoint.refusals}
    if endpoint.access != "anyone":
        statuses.add(401)
    if endpoint.access in ADMITTED or endpoint.method != "GET":
        statuses.add(403)
    if "{" in endpoint.path:
        statuses.add(404)
    if endpoint.method != "GET":
        statuses.add(413)
    if endpoint.raw_body is not None:
        statuses.add(415)
    if endpoint.body is not None or endpoint.query is not None:
        statuses.add(422)
    if endpoint.limits:
        statuses.add(429)
    return sorted(statuses)


def _sent(media_type: str) -> dict[str, Any]:
    """A form, or a file as it is."""
    return {"schema": {"type": "object"} if media_type == "application/x-www-form-urlencoded" else {}}


def _problem(status: int) -> dict[str, Any]:
    answered: dict[str, Any] = {
        "description": TITLE[status],
        "content": {"application/problem+json": {"schema": Problem}},
    }
    if status in RETRY_AFTER_SECONDS:
        answered["headers"] = {"Retry-After": {"schema": {"type": "string"}, "description": "In seconds"}}
    return answered
