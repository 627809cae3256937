"""Gateway and identity as processes, with BankID and a broker behind them, and browsers before them."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from chassis.aio import Caller
from contracts.identity.calls import ChangeStatus, RegisterPerson
from gateway.session import COOKIE, CSRF_HEADER
from tests.fakes.bankid_process import FakeBankId
from tests.fakes.oidc_process import OidcProvider
from tests.fixtures.free_ports import free_port
from tests.integration.services.processes import START_TIMEOUT_SECONDS, Services
from tools.platform.answering import answers_http, wait_until
from tools.platform.running import Running

ANNA, DAVID, CECILIA, ELSA = (UUID(int=number) for number in (1, 4, 3, 5))
NUMBERS = {ANNA: "191212121212", DAVID: "198507099805", CECILIA: "199001012385", ELSA: "199210101235"}
ROLES = {ANNA: ["administrator"], DAVID: ["staff"], CECILIA: ["patient"], ELSA: ["patient"]}
DAVIDS_HSA_ID = "SE2321000016-1003"
UNKNOWN_NUMBER = "197010632391"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Safari/604.1"


class House:
    """Started with everyone registered, and with pages when there are any; `browser()` is somebody new before it."""

    def __init__(
        self, folder: Path, store: dict[str, str], amqp_url: str, bank_id: FakeBankId, pages: Path | None = None
    ) -> None:
        port, health_port = free_port(), free_port()
        self.url, self._amqp_url = f"http://127.0.0.1:{port}", amqp_url
        self.bank_id = bank_id
        self.provider = OidcProvider(folder / "broker", f"{self.url}/api/sign-in/oidc/callback")
        self.services = Services(folder, store, amqp_url)
        self.services.environment |= {
            "CARE_DEMO": "",
            "CARE_PUBLIC_URL": self.url,
            "CARE_PROVIDER_NAME": "Norrviks vårdcentral",
            **bank_id.environment,
            **self.provider.environment,
        }
        self.services.start("identity.service", "identity.follower", "audit.service")
        _run(self._register())
        (folder / "secrets" / "media_api_secret").write_text("a-media-secret-of-at-least-32-bytes!")
        gateway = {
            "CARE_GATEWAY_PORT": str(port),
            "CARE_HEALTH_PORT": str(health_port),
            "CARE_MEDIA_PUBLIC_URL": "ws://127.0.0.1:1",
            "CARE_WEB_DIR": str(pages or folder),
            "CARE_TRUSTED_PROXIES": "127.0.0.1",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self._gateway = Running(
            [sys.executable, "-m", "gateway.app"],
            environment=self.services.environment | gateway,
            log=folder / "gateway.app.log",
        )
        ready = f"http://127.0.0.1:{health_port}/readyz"
        wait_until(lambda: answers_http(ready), what="gateway", timeout_seconds=START_TIMEOUT_SECONDS)

    def browser(self, address: str = "203.0.113.7") -> "Browser":
        return Browser(self, address)

    def set_status(self, person_id: UUID, status: str) -> None:
        _run(self._call(ChangeStatus, person_id=person_id, changed_by=ANNA, status=status))

    def stop(self) -> None:
        self._gateway.stop()
        self.services.stop()
        self.provider.stop()

    async def _register(self) -> None:
        for person_id, roles in ROLES.items():
            await self._call(
                RegisterPerson,
                person_id=person_id,
                registered_by=ANNA,
                personnummer=NUMBERS[person_id],
                name="Någon Här",
                roles=roles,
                hsa_id=DAVIDS_HSA_ID if person_id == DAVID else None,
            )

    async def _call(self, call: Any, **fields: Any) -> dict[str, Any]:
        async with Caller(self._amqp_url, "tests") as caller:
            return await caller.call(call, **fields)


def _run(work: Coroutine[Any, Any, Any]) -> None:
    """In a thread of its own: Playwright's tests have a loop in theirs already."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


class Browser:
    """Keeps its cookies as a browser on https would; the jar of httpx keeps none that are Secure."""

    def __init__(self, house: House, address: str) -> None:
        self._house, self.cookies = house, dict[str, str]()
        self._client = httpx.Client(base_url=house.url, trust_env=False, timeout=20)
        self._headers = {"User-Agent": PHONE, "X-Forwarded-For": address}

    def get(self, path: str) -> httpx.Response:
        return self._sent("GET", path)

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self._sent("POST", path, json=body)

    def begin_bank_id(self, **asked: Any) -> dict[str, Any]:
        answer = self.post("/api/sign-in/bankid", language="sv", **asked)
        answer.raise_for_status()
        begun: dict[str, Any] = answer.json()
        return begun

    def begin_here(self, **asked: Any) -> dict[str, Any]:
        """An order for the app on this device."""
        return self.begin_bank_id(same_device=True, **asked)

    def collect(self, attempt_id: str, **asked: Any) -> httpx.Response:
        return self.post(f"/api/sign-in/bankid/{attempt_id}/collect", **asked)

    def return_to(self, address: str | None) -> httpx.Response:
        """Open what the app opens, and ask as the page there does first."""
        attempt_id, nonce = self.read_return(address)
        return self.collect(attempt_id, nonce=nonce)

    def read_return(self, address: str | None) -> tuple[str, str]:
        page, _, nonce = (address or "").partition("#")
        assert page.startswith(f"{self._house.url}/sign-in?bankid=")
        return page.partition("=")[2], nonce

    def until_over(self, attempt_id: str, **asked: Any) -> dict[str, Any]:
        """Ask as the page does, until there is nothing more to wait for."""
        told: dict[str, Any] = {"state": "pending"}

        def is_over() -> bool:
            answer = self.collect(attempt_id, **asked)
            answer.raise_for_status()
            told.update(answer.json())
            return bool(told["state"] != "pending")

        wait_until(is_over, what="BankID", timeout_seconds=15)
        return told

    def sign_in_by_bank_id(self, number: str) -> dict[str, Any]:
        begun = self.begin_here()
        opened = self._house.bank_id.app(number).identify(auto_start_token=begun["auto_start_token"])
        attempt_id, nonce = self.read_return(opened)
        return self.until_over(attempt_id, nonce=nonce)

    def begin_at_broker(self, back: str = "/") -> str:
        answer = self.post("/api/sign-in/oidc", back=back, language="sv")
        answer.raise_for_status()
        url: str = answer.json()["url"]
        return url

    def come_back(self, address: str) -> str:
        """Follow the broker's redirect to the platform; where that leads."""
        answer = self.get(address.removeprefix(self._house.url))
        assert answer.status_code == 303
        return str(answer.headers["Location"])

    def session(self) -> dict[str, Any] | None:
        answer = self.get("/api/session")
        return answer.json() if answer.status_code == 200 else None

    def sign_out(self) -> None:
        token = (self.session() or {})["csrf_token"]
        self._sent("POST", "/api/sign-out", headers={CSRF_HEADER: token}).raise_for_status()

    @property
    def session_token(self) -> str:
        return self.cookies.get(COOKIE, "")

    def _sent(self, method: str, path: str, headers: dict[str, str] | None = None, **body: Any) -> httpx.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self._client.request(
            method, path, headers={**self._headers, "Cookie": cookie, **(headers or {})}, **body
        )
        for header in answer.headers.get_list("Set-Cookie"):
            for name, morsel in SimpleCookie(header).items():
                self.cookies.pop(name, None)
                if morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
        return answer
