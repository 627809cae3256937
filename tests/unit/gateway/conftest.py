"""A gateway whose services are played by a fake caller with the same `call` as the real one."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from contracts.audit.calls import NoteAccesses
from contracts.identity.calls import (
    CloseSession,
    DescribePeople,
    ListPeople,
    OpenSession,
    ReadSession,
    ReadSessions,
)
from contracts.message import Call
from contracts.refusals import Refused
from gateway.app import served
from gateway.endpoints import Endpoint, House
from gateway.limiting import Limiting
from gateway.live import Hub
from gateway.noting import Noting
from gateway.provider import ProviderSettings
from gateway.session import COOKIE, CSRF_HEADER
from gateway.session_reading import SessionReading
from gateway.wiring import Settings
from tests.unit.gateway.people_answers import people_answers
from tests.unit.gateway.provider_answers import ProviderAnswers
from tests.unit.gateway.visit_answers import VisitAnswers, make_visit

SECRET = "a-media-secret-of-at-least-32-bytes!"


def person(name: str, *roles: str) -> dict[str, Any]:
    initials = "".join(part[0] for part in name.split())
    return {
        "id": uuid4(),
        "name": name,
        "initials": initials,
        "roles": list(roles),
        "status": "active",
        "personnummer": "198507099805",
    }


class FakeServices:
    """Identity, booking and visit-media in memory, answering as their contracts say."""

    def __init__(self) -> None:
        self.anna = person("Anna Holm", "staff")
        self.karl = person("Karl Johansson", "patient")
        self.maria = person("Maria Nilsson", "patient")
        self.people = {p["id"]: p for p in (self.anna, self.karl, self.maria)}
        self.provider = ProviderAnswers()
        self.sessions: dict[str, UUID] = {}
        self.booking = VisitAnswers()
        self.visit: dict[str, Any] = self.make_visit([self.karl["id"]])
        self.asked: list[tuple[type[Call], dict[str, Any]]] = []
        self.noted: list[dict[str, Any]] = []
        self.refusing: dict[type[Call], Refused] = {}
        self._answers: dict[type[Call], Callable[..., dict[str, Any]]] = {
            NoteAccesses: self._note,
            OpenSession: self._open,
            ReadSession: self._read_session,
            ReadSessions: self._read_sessions,
            CloseSession: self._close,
            ListPeople: lambda role, **_: {"people": [p for p in self.people.values() if role in p["roles"]]},
            **people_answers(self.people),
            **self.provider.answers(),
            DescribePeople: lambda person_ids, **_: {
                "people": [self.people[i] for i in person_ids if i in self.people]
            },
            **self.booking.answers(),
        }

    @property
    def visit(self) -> dict[str, Any]:
        return self.booking.visit

    @visit.setter
    def visit(self, visit: dict[str, Any]) -> None:
        self.booking.visits = [visit]

    def make_visit(self, patient_ids: list[UUID], **told: Any) -> dict[str, Any]:
        return make_visit([self.anna["id"]], patient_ids, **told)

    async def call(self, call: type[Call], **request: Any) -> dict[str, Any]:
        call.read_request(call.request(request))
        if call is not NoteAccesses:
            self.asked.append((call, request))
        if call in self.refusing:
            raise self.refusing[call]
        answer = self._answers[call](**request)
        return call.read_reply(call.reply(answer))

    def _note(self, accesses: list[dict[str, Any]]) -> dict[str, Any]:
        self.noted += accesses
        return {"position": len(self.noted)}

    def _open(self, person_id: UUID, **_: Any) -> dict[str, Any]:
        token = f"token-of-{person_id}"
        self.sessions[token] = person_id
        return {"token": token}

    def _read_session(self, token: str, **_: Any) -> dict[str, Any]:
        if token not in self.sessions:
            raise Refused("unauthenticated", "not_signed_in")
        reader = self.people[self.sessions[token]]
        return {
            "session_id": reader["id"],
            "csrf_token": f"csrf-{token}",
            "person": reader,
            "method": "bankid",
            "strength": "loa3",
            "idle_ends_at": None,
        }

    def _read_sessions(self, sessions: list[dict[str, Any]]) -> dict[str, Any]:
        known = [each["token"] if each["token"] in self.sessions else None for each in sessions]
        return {"sessions": [token and self._read_session(token) for token in known]}

    def _close(self, token: str) -> dict[str, Any]:
        self.sessions.pop(token, None)
        return {}


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def hub() -> Hub:
    return Hub()


def make_settings(pages: Path, *, demo: bool = True, **told: Any) -> Settings:
    settings = Settings(
        amqp_url="amqp://unused",
        host="127.0.0.1",
        port=0,
        health_port=0,
        public_url="http://platform.test",
        provider_name="Norrviks vårdcentral",
        demo=demo,
        media_public_url="ws://media.test:8401",
        media_api_key="care",
        media_api_secret=SECRET,
        pages=pages,
        unit="norrvik",
        trusted_proxies=(),
        limits_factor=1,
    )
    return replace(settings, **told)


def make_house(settings: Settings, services: FakeServices, hub: Hub) -> House:
    """A house whose services are the fake ones; an access that could not be noted is tried again at once."""
    noting = Noting(services, settings.unit, retry_seconds=0)  # type: ignore[arg-type]
    provider = ProviderSettings(services)  # type: ignore[arg-type]
    sessions = SessionReading(services)  # type: ignore[arg-type]
    return House(settings, services, hub, noting, Limiting(), provider, sessions)  # type: ignore[arg-type]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>CarePlatform</title>")
    (tmp_path / "assets" / "entry-AbCdEf12.js").write_text("export {}")
    return tmp_path


@pytest.fixture
async def browser(services: FakeServices, hub: Hub, pages: Path) -> AsyncIterator[httpx.AsyncClient]:
    house = make_house(make_settings(pages), services, hub)
    transport = httpx.ASGITransport(served(house), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://platform.test") as client:
        yield client


@pytest.fixture
async def open_house(services: FakeServices, pages: Path) -> AsyncIterator[Callable[..., httpx.AsyncClient]]:
    """Browsers at a gateway that has these endpoints only."""
    async with AsyncExitStack() as closing:

        def opened(*endpoints: Endpoint, **settings: Any) -> httpx.AsyncClient:
            house = make_house(make_settings(pages, **settings), services, Hub())
            client = httpx.AsyncClient(
                transport=httpx.ASGITransport(served(house, endpoints), raise_app_exceptions=False),
                base_url="http://platform.test",
            )
            closing.push_async_callback(client.aclose)
            return client

        yield opened


def sign_in(browser: httpx.AsyncClient, services: FakeServices, who: dict[str, Any]) -> None:
    """Gives the browser a session, as the sign-in page would have."""
    token = services._open(who["id"])["token"]
    browser.headers["Cookie"] = f"{COOKIE}={token}"
    browser.headers[CSRF_HEADER] = f"csrf-{token}"
