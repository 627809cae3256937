"""One person's browser window, in the words of the pages."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Page, expect

# Playwright takes a predicate's promise for a yes, so what connections receive is gathered beside the page's own
# work and read without waiting.
WATCH_CONNECTIONS = """
(() => {
  const Native = window.RTCPeerConnection;
  const connections = [];
  window.__received = [];
  window.RTCPeerConnection = class extends Native {
    constructor(...given) { super(...given); connections.push(this); }
  };
  const gather = async (connection) => {
    const received = { frames: 0, energy: 0 };
    if (connection.connectionState !== 'connected') return received;
    (await connection.getStats()).forEach((one) => {
      if (one.type !== 'inbound-rtp') return;
      if (one.kind === 'video') received.frames += one.framesDecoded || 0;
      if (one.kind === 'audio') received.energy += one.totalAudioEnergy || 0;
    });
    return received;
  };
  setInterval(async () => { window.__received = await Promise.all(connections.map(gather)); }, 200);
})();
"""
# Video frames decoded and audio energy heard since the page was loaded, over connections from the given one on.
RECEIVED = """
([since]) => window.__received.slice(since).reduce(
  (sum, one) => ({ frames: sum.frames + one.frames, energy: sum.energy + one.energy }), { frames: 0, energy: 0 })
"""
RECEIVES_MORE = f"""
([since, frames, energy]) => {{
  const received = ({RECEIVED})([since]);
  return received.frames >= frames && received.energy > energy;
}}
"""
ASK = """
async ([method, path, body]) => {
  const session = await (await fetch('/api/session')).json();
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token || '' };
  const answer = await fetch(path, { method, headers, body: body === null ? undefined : JSON.stringify(body) });
  return { status: answer.status, body: await answer.json().catch(() => null) };
}
"""
MEDIA_PATIENCE_MILLISECONDS = 20_000


class Window:
    """What one person does and sees; every wait is for something to appear, never for time to pass."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)

    def sign_in(self, person: str) -> None:
        """As a person of the demo, straight to «Mina bokningar»; journeys about signing in go through its page."""
        asks = self.page.request
        [person_id] = [
            each["id"] for each in asks.get("/api/sign-in/demo").json()["people"] if each["name"].startswith(person)
        ]
        answer = asks.post("/api/sign-in/demo", data={"person_id": person_id}, headers={"Origin": self.url})
        assert answer.status == 204, answer.status
        self.page.goto("/visits")
        expect(self.heading("Mina bokningar")).to_be_visible()

    def choose_demo_person(self, person: str) -> None:
        """On the sign-in page; where that leads is up to whoever asked for it."""
        self.page.get_by_role("button", name=re.compile(f"^{person}")).click()

    @property
    def address(self) -> str:
        """The page's path, as it stands in the address field."""
        return urlsplit(self.page.url).path

    def heading(self, name: str) -> Any:
        return self.page.get_by_role("heading", name=name)

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Any:
        return self.page.get_by_role("link", name=name, exact=True)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Asks the gateway as the page itself would, with its cookie and its CSRF token."""
        answer: dict[str, Any] = self.page.evaluate(ASK, [method, path, body])
        return answer

    def book(self, patient: str, name: str, ahead: timedelta = timedelta(minutes=10)) -> str:
        """Books by the API, for journeys that are about what comes after; gives the visit's id."""
        [patient_id] = [
            person["id"] for person in self.ask("GET", "/api/patients")["body"]["patients"] if person["name"] == patient
        ]
        visit_id = str(uuid.uuid4())
        booking = {
            "name": name,
            "starts_at": (datetime.now(UTC) + ahead).isoformat(),
            "length_minutes": 30,
            "staff_ids": [self.ask("GET", "/api/session")["body"]["person"]["id"]],
            "patient_ids": [patient_id],
        }
        answer = self.ask("POST", f"/api/visits/{visit_id}", booking)
        assert answer["status"] == 201, answer
        return visit_id

    def open_visit(self, visit_id: str) -> None:
        self.page.goto(f"/visits/{visit_id}")

    def is_told(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def start_visit(self) -> None:
        self.button("Starta besök").click()
        expect(self.button("Anslut till besök")).to_be_visible()

    def enter(self, way_in: str) -> None:
        self.button(way_in).click()
        expect(self.button("Lämna")).to_be_visible()

    def sees_and_hears(self, *, new_frames: int = 20) -> None:
        """Waits until this much more video from the other was decoded, and more audio energy with it."""
        before = self.received()
        self._receives(0, before["frames"] + new_frames, before["energy"], MEDIA_PATIENCE_MILLISECONDS)
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('video[data-testid=remote-video]')].some((video) => video.videoWidth)"
        )

    def connections(self) -> int:
        count: int = self.page.evaluate("() => window.__received.length")
        return count

    def is_back_in_the_room(self, *, connections_before: int, within_milliseconds: int) -> None:
        """Sees and hears anew, over a connection that did not exist before."""
        self._receives(connections_before, 5, 0, within_milliseconds)

    def received(self) -> dict[str, Any]:
        received: dict[str, Any] = self.page.evaluate(RECEIVED, [0])
        return received

    def _receives(self, since: int, frames: int, energy: float, within_milliseconds: int) -> None:
        self.page.wait_for_function(
            RECEIVES_MORE, arg=[since, frames, energy], timeout=within_milliseconds, polling=200
        )

    def end_visit(self) -> None:
        self.button("Avsluta besöket för alla").click()
        self.button("Avsluta besök").click()

    def media_answers(self, joining: dict[str, Any]) -> int:
        """The status with which the media server answers a token now, asked as clients ask it."""
        base = joining["url"].replace("ws", "http", 1)
        query = urlencode({"access_token": joining["token"]})
        status: int = self.page.request.get(f"{base}/rtc/v1/validate?{query}").status
        return status

    def _note(self, message: Any) -> None:
        """What the browser complains of by itself: a broken content security policy, a failed script."""
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)
