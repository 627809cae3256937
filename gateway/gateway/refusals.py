"""Refusals as problem details (RFC 9457): what a browser reads when the answer is no."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chassis.telling import tell_failure
from contracts.refusals import Refused

STATUS = {
    "invalid": 422,
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "too_many": 429,
    "busy": 503,
}
TITLE = {
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    415: "Media type not taken",
    422: "Invalid",
    429: "Too many attempts",
    500: "Fault",
    503: "Try again soon",
}
CODE = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "media_type_wrong", 500: "fault"}


def problem(status: int, code: str, detail: str = "") -> JSONResponse:
    """One problem document; `code` is what programs read, `detail` never holds personal data."""
    body = {"type": "about:blank", "title": TITLE.get(status, "Refused"), "status": status, "code": code}
    if detail:
        body["detail"] = detail
    headers = {"Retry-After": "1"} if status == 503 else None
    return JSONResponse(body, status, headers, media_type="application/problem+json")


async def refused(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refused)
    return problem(STATUS[refusal.kind], refusal.code, refusal.detail)


async def http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = problem(error.status_code, CODE.get(error.status_code, "refused"))
    response.headers.update(error.headers or {})
    return response


async def fault(request: Request, error: Exception) -> Response:
    """A bug: told loudly by type and place; its text may quote what it held and stays out of logs and answers."""
    tell_failure("answer_failed", error, method=request.method)
    return problem(500, "fault")
