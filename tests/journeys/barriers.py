"""What may stand between a person and a page: what axe finds, what is wider than the screen, what the console says."""

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

from tests.journeys.window import Window

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE: "ViewportSize" = {"width": 390, "height": 844}
NARROW: "ViewportSize" = {"width": 320, "height": 640}  # 1280 px at 400 % zoom, WCAG 1.4.10
LAID_OUT = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def check(window: Window) -> None:
    """The page as it stands now: on the window's own screen, as wide as a phone, and at 400 % zoom."""
    own = window.page.viewport_size
    assert own is not None
    for size in (own, PHONE) if own["width"] > PHONE["width"] else (own,):
        _resize(window, size)
        found = Axe().run(window.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        assert found.violations_count == 0, f"at {size}: {found.generate_report()}"
        _fits(window, size)
    _resize(window, NARROW)  # laid out as on a phone, where axe has looked
    _fits(window, NARROW)
    _resize(window, own)
    assert window.faults == []


def _resize(window: Window, size: "ViewportSize") -> None:
    if window.page.viewport_size != size:
        window.page.set_viewport_size(size)
        window.page.evaluate(LAID_OUT)


def _fits(window: Window, size: "ViewportSize") -> None:
    overflow = window.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{window.address} is {overflow} px wider than a screen of {size}"
