"""Twirp over HTTP: a protobuf or JSON message in, one out, errors as JSON (https://twitchtv.github.io/twirp, v7)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

PROTOBUF: Final = "application/protobuf"
JSON: Final = "application/json"
MOST_BYTES: Final = 256 * 1024
MOST_DEPTH: Final = 20

STATUS: Final[Mapping[str, int]] = {
    "invalid_argument": 400,
    "malformed": 400,
    "unauthenticated": 401,
    "permission_denied": 403,
    "not_found": 404,
    "bad_route": 404,
    "failed_precondition": 412,
    "resource_exhausted": 429,
    "internal": 500,
    "unimplemented": 501,
}


class TwirpError(Exception):
    """The call was not done; `code` is one of STATUS, the text names no person."""

    def __init__(self, code: str, text: str, **meta: str) -> None:
        super().__init__(text)
        self.code, self.text, self.meta = code, text, meta


@dataclass(frozen=True, slots=True)
class Method:
    """A call: the message it takes, and what answers it."""

    takes: type[Message]
    answer: Callable[[Any], Message]
    """Given the message; raises TwirpError."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came, before anybody has looked into it."""

    is_json: bool
    body: bytes = field(repr=False)

    def read(self, kind: type[Message]) -> Message:
        """Return the message, or raise TwirpError; JSON may name fields in either way, unknown ones are let by."""
        try:
            if self.is_json:
                return json_format.Parse(
                    self.body or b"{}", kind(), ignore_unknown_fields=True, max_recursion_depth=MOST_DEPTH
                )
            return kind.FromString(self.body)
        except (json_format.ParseError, DecodeError, UnicodeDecodeError, RecursionError):
            raise TwirpError("malformed", "the body is not the message this method takes") from None

    def written(self, message: Message) -> Response:
        """Return the answer in the form that was asked in."""
        if not self.is_json:
            return Response(message.SerializeToString(), media_type=PROTOBUF)
        text = json_format.MessageToJson(
            message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True, indent=None
        )
        return Response(text, media_type=JSON)


async def receive(request: Request) -> Asked:
    """Return the body of a call, or raise TwirpError when it is none or too long."""
    if request.method != "POST":
        raise TwirpError("bad_route", "calls are made with POST")
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in (PROTOBUF, JSON):
        raise TwirpError("bad_route", f"calls are of type {PROTOBUF} or {JSON}")
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                raise TwirpError("resource_exhausted", f"a call is at most {MOST_BYTES} bytes long")
    except ClientDisconnect:
        raise TwirpError("malformed", "the body ended early") from None
    return Asked(kind == JSON, bytes(body))


def refused(error: TwirpError) -> Response:
    """Return an error as Twirp writes it."""
    written: dict[str, Any] = {"code": error.code, "msg": error.text}
    return JSONResponse(written | ({"meta": error.meta} if error.meta else {}), STATUS[error.code])


Answer = Callable[[Request], Awaitable[Response]]
