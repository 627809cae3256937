"""One signed-in person at the API of a running platform, who asks whatever they are told to."""

from uuid import UUID

import httpx

from gateway.session import COOKIE, CSRF_HEADER


class Door:
    """Asks for one person; `renew` signs them in again when something they asked for has signed them out."""

    def __init__(self, url: str, person_id: UUID) -> None:
        self.url, self.person_id = url, person_id
        self._http = httpx.Client(base_url=url, timeout=15)
        self.headers: dict[str, str] = {}
        self.renew()

    def renew(self) -> None:
        opened = self._http.post("/api/sign-in/demo", json={"person_id": str(self.person_id)})
        assert opened.status_code == 204, opened.text
        # The cookie is for secure origins, and this client takes localhost for none: it is told so by hand.
        token = opened.cookies.get(COOKIE) or opened.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
        self._http.cookies.clear()
        self.headers = {"Cookie": f"{COOKIE}={token}"}
        session = self._http.get("/api/session", headers=self.headers)
        self.headers[CSRF_HEADER] = session.json()["csrf_token"]

    def is_signed_in(self) -> bool:
        return self._http.get("/api/session", headers=self.headers).status_code == 200

    def ask(self, method: str, path: str) -> httpx.Response:
        return self._http.request(method, path, headers=self.headers)

    def close(self) -> None:
        self._http.close()

    def search(self, text: str) -> list[str]:
        """The ids of the patients who are found by a text."""
        body = {"group": "patients", "text": text}
        found = self._http.post("/api/people/search", headers=self.headers, json=body)
        assert found.status_code == 200, found.text
        return [person["id"] for person in found.json()["people"]]
