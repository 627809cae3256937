"""Refusals as problem details (RFC 9457): what a browser reads when the answer is no."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chassis.telling import tell_failure
from contracts.refusals import Refused
from gateway.limiting import TooMany

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
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    415: "Media type not taken",
    421: "Wrong address",
    422: "Invalid",
    429: "Too many attempts",
    500: "Fault",
    503: "Try again soon",
}
CODE = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "media_type_wrong", 500: "fault"}

RETRY_AFTER_SECONDS = {429: 60, 503: 1}


def problem(status: int, code: str, detail: str = "", retry_after_seconds: int | None = None) -> JSONResponse:
    """One problem document; `code` is what programs read, `detail` never holds personal data."""
    body = {"type": "about:blank", "title": TITLE.get(status, "Refused"), "status": status, "code": code}
    if detail:
        body["detail"] = detail
    seconds = retry_after_seconds or RETRY_AFTER_SECONDS.get(status)
    headers = {"Retry-After": str(seconds)} if seconds else None
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def said_no(refusal: Refused | TooMany | HTTPException) -> Response:
    """The problem document of anything that says no."""
    if isinstance(refusal, Refused):
        return problem(STATUS[refusal.kind], refusal.code, refusal.detail)
    if isinstance(refusal, TooMany):
        return problem(429, code_of(refusal), retry_after_seconds=refusal.seconds)
    response = problem(refusal.status_code, code_of(refusal))
    response.headers.update(refusal.headers or {})
    return response


def code_of(refusal: Refused | TooMany | HTTPException) -> str:
    if isinstance(refusal, Refused):
        return refusal.code
    if isinstance(refusal, TooMany):
        return "too_many_attempts"
    return CODE.get(refusal.status_code, "refused")


async def http_error(_: Request, error: Exception) -> Response:
    """What the router itself refuses: no such address, no such method."""
    assert isinstance(error, HTTPException)
    return said_no(error)


async def fault(request: Request, error: Exception) -> Response:
    """A bug: told loudly by type and place; its text may quote what it held and stays out of logs and answers."""
    tell_failure("answer_failed", error, method=request.method)
    return problem(500, "fault")
