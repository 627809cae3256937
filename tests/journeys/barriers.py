"""What may stand between a person and a page: what axe finds, what is wider than the screen, what the console says."""

from axe_playwright_python.sync_playwright import Axe

from tests.journeys.window import Window

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = {"viewport": {"width": 320, "height": 640}}  # 1280 px at 400 % zoom, WCAG 1.4.10


def check(window: Window) -> None:
    """The page as it stands now."""
    if window.page.viewport_size != NARROW["viewport"]:  # laid out as on a phone, where axe has looked
        found = Axe().run(window.page, options={"runOnly": RULES})
        assert found.violations_count == 0, found.generate_report()
    overflow = window.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{window.address} is {overflow} px wider than the screen"
    assert window.faults == []
