"""From «Starta besök» on the staff's page to «Gå till besök» on the patient's, in two real Chromium windows."""

import statistics
import tempfile
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tools.bench.figure import Figure
from tools.demo.people import ANNA, KARL, DemoPerson
from tools.install.lacking import BROWSER
from tools.platform.plan import Plan
from tools.platform.ports import ephemeral_ports
from tools.platform.whole import Platform

RUNS = 100
COMMAND = "make bench"
PEER = "the staff's own page"
FLAGS = [
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Both pages note the moment (ms since the epoch, same clock) at which a button with a text appears.
NOTE_APPEARANCE = """
(text) => {
  const there = () => [...document.querySelectorAll('button, a')].some((one) => one.textContent.trim() === text);
  window.__appeared = new Promise((resolve) => {
    if (there()) { resolve(performance.timeOrigin + performance.now()); return; }
    const watching = new MutationObserver(() => {
      if (!there()) return;
      watching.disconnect();
      resolve(performance.timeOrigin + performance.now());
    });
    watching.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
"""
CLICK = """
() => {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Starta besök');
  const at = performance.timeOrigin + performance.now();
  button.click();
  return at;
}
"""
SEND = """
async ([path, body]) => {
  const { csrf_token } = await (await fetch('/api/session')).json();
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf_token };
  return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).status;
}
"""


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        platform = Platform(Plan(folder=Path(folder), ports=ephemeral_ports()))
        try:
            platform.start()
            platform.seed(with_visits=False)
            browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
            runs = _runs(browser, platform.url)
        finally:
            platform.stop()
    patient = [p for p, _ in runs]
    staff = [s for _, s in runs]
    return [
        _figure("waiting page: start to way in, p50", patient, staff, 50, bar=2.0),
        _figure("waiting page: start to way in, p99", patient, staff, 99, bar=3.0),
    ]


def _figure(name: str, patient: list[float], staff: list[float], percent: int, *, bar: float) -> Figure:
    return Figure(name, "ms", _percentile(patient, percent), PEER, _percentile(staff, percent), "lower", bar, COMMAND)


def _percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _runs(browser: Browser, url: str) -> list[tuple[float, float]]:
    staff, patient = (_signed_in(browser, url, person) for person in (ANNA, KARL))
    return [_run(staff, patient, url) for _ in range(RUNS)]


def _signed_in(browser: Browser, url: str, person: DemoPerson) -> Page:
    page: Page = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm", base_url=url).new_page()
    page.goto("/sign-in?back=%2Fvisits")
    page.get_by_role("button", name=person.name).click()
    page.get_by_role("heading", name="Mina bokningar").wait_for()
    return page


def _run(staff: Page, patient: Page, url: str) -> tuple[float, float]:
    """Milliseconds from the click until the patient's page, and the staff's own page, offer the way in."""
    visit_id = uuid.uuid4()
    booking: dict[str, Any] = {
        "name": "Uppföljning",
        "starts_at": (datetime.now(UTC) + timedelta(minutes=5)).isoformat(),
        "length_minutes": 30,
        "staff_ids": [str(ANNA.id)],
        "patient_ids": [str(KARL.id)],
    }
    assert staff.evaluate(SEND, [f"/api/visits/{visit_id}", booking]) == 201
    for page in (staff, patient):
        page.goto(f"{url}/visits/{visit_id}")
    staff.get_by_role("button", name="Starta besök").wait_for()
    patient.get_by_text("Väntar på att besök ska startas").first.wait_for()
    patient.evaluate(NOTE_APPEARANCE, "Gå till besök")
    staff.evaluate(NOTE_APPEARANCE, "Anslut till besök")
    clicked = staff.evaluate(CLICK)
    waited = patient.evaluate("() => window.__appeared") - clicked
    own = staff.evaluate("() => window.__appeared") - clicked
    assert staff.evaluate(SEND, [f"/api/visits/{visit_id}/end", {}]) == 200
    return waited, own
