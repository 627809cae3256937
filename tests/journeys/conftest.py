"""People in real Chromium windows, with fake cameras and microphones, on a whole running platform."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.fixtures.platform import TestPlatform
from tests.journeys.window import WATCH_CONNECTIONS, Window
from tools.install.lacking import BROWSER

FLAGS = [
    "--use-fake-device-for-media-stream=fps=10",  # two windows encode in software on the same two cores
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",  # its work is done by these cores anyway, the dearer way
]
PATIENCE_MILLISECONDS = 15_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)  # two browsers and two platforms share the cores


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": BROWSER, "args": FLAGS}


OpenWindow = Callable[..., Window]


@pytest.fixture
def open_window(browser: Browser, playwright: Playwright, platform: TestPlatform) -> Iterator[OpenWindow]:
    """Opens a window of its own for one person: own cookies, a desktop or a phone."""
    contexts = []

    def opened(person: str | None = None, *, phone: bool = False, **settings: Any) -> Window:
        device = dict(playwright.devices["iPhone 13"]) if phone else {"viewport": {"width": 1280, "height": 800}}
        device.pop("default_browser_type", None)
        context = browser.new_context(
            **{
                **device,
                "base_url": platform.url,
                "locale": "sv-SE",
                "timezone_id": "Europe/Stockholm",
                "reduced_motion": "reduce",
                "permissions": ["camera", "microphone"],
                **settings,
            }
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.add_init_script(WATCH_CONNECTIONS)
        window = Window(context.new_page(), platform.url)
        if person is not None:
            window.sign_in(person)
        return window

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def staff(open_window: OpenWindow) -> Window:
    return open_window("Anna Holm")


@pytest.fixture
def patient(open_window: OpenWindow) -> Window:
    return open_window("Karl Johansson", phone=True)
