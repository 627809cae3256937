"""A person at the gateway's API who asks again when the platform says it is worth another try, as the pages do."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tools.demo.people import DemoPerson
from tools.platform.answering import wait_until

PATIENCE_SECONDS = 45


class CallerAtTheDoor:
    def __init__(self, url: str, person: DemoPerson) -> None:
        self.person = person
        self._url = url
        self._http = httpx.Client(base_url=url, timeout=10)
        self._cookie = ""
        self._csrf_token = ""

    def close(self) -> None:
        self._http.close()

    @property
    def live(self) -> httpx.Request:
        """The request of an open page for what happens."""
        return self._http.build_request("GET", "/api/live", headers={"Cookie": self._cookie}, timeout=None)

    @property
    def is_signed_out(self) -> bool:
        return self._again("GET", "/api/session").status_code == 401

    def sign_in(self) -> None:
        answer = self._again("POST", "/api/sign-in/demo", {"person_id": str(self.person.id)})
        assert answer.status_code == 204, answer.text
        # The cookie is for secure origins, and a browser takes localhost for one; this client is told so by hand.
        self._cookie = answer.headers["Set-Cookie"].partition(";")[0]
        self._csrf_token = self._again("GET", "/api/session").json()["csrf_token"]

    def get(self, path: str) -> Any:
        answer = self._again("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return self._again("POST", path, body)

    def done(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """A command that must be carried out, however often it has to be sent."""
        answer = self.post(path, body)
        assert answer.status_code in (200, 201), answer.text
        told: dict[str, Any] = answer.json()
        return told

    def book(self, patient: DemoPerson) -> str:
        return self.book_named(patient, "Uppföljning")

    def book_named(self, patient: DemoPerson, name: str) -> str:
        visit_id = str(uuid.uuid4())
        booking = {
            "name": name,
            "starts_at": (datetime.now(UTC) + timedelta(minutes=10)).isoformat(),
            "length_minutes": 30,
            "staff_ids": [str(self.person.id)],
            "patient_ids": [str(patient.id)],
        }
        self.done(f"/api/visits/{visit_id}", booking)
        return visit_id

    async def at_once(self, path: str, *, times: int) -> list[int]:
        """The same command from several windows in the same moment; the statuses of the answers."""
        headers = {"Cookie": self._cookie, "X-CSRF-Token": self._csrf_token}
        async with httpx.AsyncClient(base_url=self._url, timeout=10, headers=headers) as http:
            answers = await asyncio.gather(*(http.post(path) for _ in range(times)))
        return [answer.status_code for answer in answers]

    def once(self, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        """Asked without patience: what the platform says now."""
        headers = {"Cookie": self._cookie, "X-CSRF-Token": self._csrf_token}
        return self._http.request(method, path, json=body, headers=headers)

    def visit(self, visit_id: str) -> dict[str, Any]:
        visit: dict[str, Any] = self.get(f"/api/visits/{visit_id}")
        return visit

    def _again(self, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        answers: list[httpx.Response] = []

        def is_answered() -> bool:
            answer = self._tried(method, path, body)
            answers.extend([answer] if answer is not None else [])
            return bool(answers)

        wait_until(is_answered, what=f"an answer to {method} {path}", timeout_seconds=PATIENCE_SECONDS)
        return answers[0]

    def _tried(self, method: str, path: str, body: dict[str, Any] | None) -> httpx.Response | None:
        try:
            answer = self.once(method, path, body)
        except httpx.TransportError:
            return None
        return None if answer.status_code == 503 else answer
