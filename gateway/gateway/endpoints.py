"""An endpoint said once: its route, its checks, its noting and its OpenAPI entry all come from the same lines."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from uuid import UUID

from marshmallow import Schema
from starlette.requests import Request

from chassis.aio import Caller
from contracts.refusals import Refused
from gateway.limiting import Limit, Limiting
from gateway.live import Hub
from gateway.noting import Happening, Noting
from gateway.provider import ProviderSettings
from gateway.session import Session
from gateway.session_reading import SessionReading
from gateway.wiring import Settings

__all__ = ["ADMITTED", "JSON_BYTES_MAX", "Access", "Asked", "Endpoint", "Handler", "House", "Limit"]

Access = Literal["anyone", "signed_in", "participant", "staff", "administrator", "colleague", "support"]
ADMITTED: dict[Access, tuple[frozenset[str], str]] = {
    "participant": (frozenset({"patient", "staff", "administrator"}), "only_participants"),
    "staff": (frozenset({"staff"}), "only_staff"),
    "administrator": (frozenset({"administrator"}), "only_administrators"),
    "colleague": (frozenset({"staff", "administrator"}), "only_colleagues"),
    "support": (frozenset({"support"}), "only_support"),
}
"""Access → the roles of which one is enough, and the refusal for everyone else."""
JSON_BYTES_MAX = 64 * 1024


@dataclass(frozen=True, slots=True)
class House:
    """What every handler may use."""

    settings: Settings
    caller: Caller
    hub: Hub
    noting: Noting
    limiting: Limiting
    provider: ProviderSettings
    sessions: SessionReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, checked: who asks, and what the address, query and body say."""

    request: Request
    house: House
    path: dict[str, Any]
    query: dict[str, Any]
    body: dict[str, Any]
    raw: bytes = b""
    """The file that was sent, where the endpoint takes one; of `content_type`."""
    content_type: str = ""
    session_or_none: Session | None
    happening: Happening
    """What the access log will be told of it."""

    @property
    def session(self) -> Session:
        assert self.session_or_none is not None, "an endpoint for anyone has no session"
        return self.session_or_none

    @property
    def caller(self) -> Caller:
        return self.house.caller

    @property
    def address(self) -> str:
        """Where the browser is, as far as the trusted proxies tell."""
        return self.request.client.host if self.request.client else ""

    def concerns(self, *person_ids: UUID) -> None:
        """Say whom this request shows or changes; `named` says it by itself, and so does `person_id` in the path."""
        self.happening.concerned.update(dict.fromkeys(person_ids))

    async def shows_part(self, *person_ids: UUID) -> None:
        """For an answer that leaves in parts: notes each part before it leaves, and raises when that fails."""
        part = replace(self.happening, concerned=dict.fromkeys(person_ids))
        if person_ids and not await self.house.noting.note(part, "done"):
            raise Refused("busy", "unavailable")


Handler = Callable[[Asked], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    method: Literal["GET", "POST"]
    path: str
    handler: Handler
    summary: str
    access: Access = "signed_in"
    action: str | None = None
    """What the access log calls it, as «person.search»; None where nobody is shown or changed."""
    query: type[Schema] | None = None
    body: type[Schema] | None = None
    raw_body: tuple[str, ...] | None = None
    """The media types of a file (or form) that is sent as it is, instead of a JSON `body`."""
    body_bytes_max: int = JSON_BYTES_MAX
    answer: type[Schema] | None = None
    status: int = 200
    refusals: tuple[int, ...] = field(default=())
    media_type: str = "application/json"
    limits: tuple[Limit, ...] = ()
    foreign_origin_ok: bool = False
    """For other servers that post without a page, as an OpenID provider's logout does."""
    is_click: bool = True
    """Whether an unsafe method says that somebody is there (Q1); not where a page asks by itself."""
    may_be_noted_later: bool = False
    """A visit under way does not wait for the access log: what was done in it stays owed (decision 0008)."""

    @property
    def kind(self) -> Literal["read", "search", "change"]:
        """Reading and changing are told apart in the access log."""
        if self.action is not None and self.action.endswith((".search", ".find")):
            return "search"
        return "read" if self.method == "GET" else "change"
