"""The API described: OpenAPI 3.1 made from the endpoints and their marshmallow shapes."""

import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from gateway.endpoints import Endpoint
from gateway.refusals import TITLE
from gateway.session import COOKIE, CSRF_HEADER
from gateway.shapes.problems import Problem

UUID_IN_PATH = re.compile(r"{(\w+):uuid}")


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
        path = UUID_IN_PATH.sub(r"{\1}", endpoint.path)
        spec.path(path, operations={endpoint.method.lower(): _operation(endpoint)})
    return spec.to_dict()


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.handler.__name__,
        "summary": endpoint.summary,
        "parameters": _parameters(endpoint),
        "responses": {str(status): _problem(status) for status in _refusals(endpoint)},
    }
    operation["responses"][str(endpoint.status)] = _success(endpoint)
    if endpoint.body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": endpoint.body}}}
    if endpoint.access != "anyone":
        operation["security"] = [{"session": []}]
    return operation


def _parameters(endpoint: Endpoint) -> list[Any]:
    parameters: list[Any] = [
        {"in": "path", "name": name, "required": True, "schema": {"type": "string", "format": "uuid"}}
        for name in UUID_IN_PATH.findall(endpoint.path)
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
    elif endpoint.status != 204:
        success["content"] = {endpoint.media_type: {"schema": {"type": "string"}}}
    return success


def _refusals(endpoint: Endpoint) -> list[int]:
    statuses = {503, *endpoint.refusals}
    if endpoint.access != "anyone":
        statuses |= {401, 403} if endpoint.method != "GET" else {401}
    if endpoint.path.count("{"):
        statuses.add(404)
    if endpoint.body is not None:
        statuses |= {413, 422}
    if endpoint.query is not None:
        statuses.add(422)
    return sorted(statuses)


def _problem(status: int) -> dict[str, Any]:
    return {"description": TITLE[status], "content": {"application/problem+json": {"schema": Problem}}}
