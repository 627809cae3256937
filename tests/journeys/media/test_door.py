"""The matrix of media: who is let in and back, as unchanged clients of LiveKit ask for it in either form."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from livekit import rtc
from playwright.async_api import Browser, Error

from tests.integration.media.browser_caller import BrowserCaller, open_page
from tests.integration.media.native_caller import NativeCaller, until
from tests.integration.media.server import MediaProcess
from visit_media.signalling.door import JOIN_PATHS
from visit_media.signalling.limits import MOST_JOINS

pytestmark = pytest.mark.asyncio(loop_scope="session")
LONG_AGO = datetime.now(UTC) - timedelta(minutes=2)


@pytest.fixture
def visit_id() -> UUID:
    return uuid4()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium_browser: Browser, page_address: str) -> AsyncIterator[BrowserCaller]:
    page = await open_page(chromium_browser, page_address)
    yield BrowserCaller(page)
    await page.context.close()


@pytest.mark.parametrize(
    "claims",
    [{"exp": LONG_AGO}, {"iss": "somebody else"}, {"video": {"roomJoin": False}}, {"video": {"room": "elsewhere"}}],
    ids=["expired", "of another issuer", "not for joining", "for no visit"],
)
async def test_a_token_that_does_not_hold_lets_nobody_in(
    media: MediaProcess, visit_id: UUID, browser: BrowserCaller, is_single: bool, claims: dict[str, object]
) -> None:
    native = NativeCaller()
    token = media.token(visit_id, native.person_id, **claims)

    with pytest.raises(rtc.ConnectError):
        await native.join(media.url, token, single_peer_connection=is_single)
    with pytest.raises(Error, match="token"):
        await browser.join(media.url, token, singlePeerConnection=is_single)


async def test_whoever_is_not_admitted_any_longer_does_not_resume_either(
    media: MediaProcess, visit_id: UUID, browser: BrowserCaller, is_single: bool
) -> None:
    native = NativeCaller()
    await browser.join(media.url, media.token(visit_id, browser.person_id), singlePeerConnection=is_single)
    await native.join(media.url, media.token(visit_id, native.person_id), single_peer_connection=is_single)

    await media.command(visit=str(visit_id), verdict="not_active")
    for person in (browser.person_id, native.person_id):
        await media.command(person=str(person), break_line=True)

    seen = await browser.finds(lambda seen: seen["state"] == "disconnected")
    await until(lambda: native.ended_because is not None)
    assert seen["resumes"] == native.reconnections == 0


async def test_whoever_resumes_is_given_a_new_token_to_come_back_with(
    media: MediaProcess, visit_id: UUID, browser: BrowserCaller, is_single: bool
) -> None:
    token = media.token(visit_id, browser.person_id)
    await browser.join(media.url, token, singlePeerConnection=is_single)

    await media.command(person=str(browser.person_id), break_line=True)

    await browser.finds(lambda seen: seen["resumes"] == 1)
    renewed = await browser.do("callers.me.room.engine.token")
    assert renewed != token
    assert media.key.verify(renewed).person_id == browser.person_id


async def test_clients_that_find_only_the_older_form_use_it(
    media: MediaProcess, visit_id: UUID, browser: BrowserCaller
) -> None:
    native = NativeCaller()
    await media.command(paths=["/rtc"])  # as an older server answers: 404

    await browser.join(media.url, media.token(visit_id, browser.person_id))
    await native.join(media.url, media.token(visit_id, native.person_id))
    await media.command(paths=JOIN_PATHS)

    assert await browser.do("callers.me.room.engine.pcManager.mode") == "subscriber-primary"
    await until(lambda: list(native.room.remote_participants) == [str(browser.person_id)])
    await native.leave()


async def test_a_person_who_knocks_again_and_again_is_not_heard_for_a_while(
    media: MediaProcess, visit_id: UUID
) -> None:
    person, other = uuid4(), NativeCaller()
    callers = [NativeCaller(person) for _ in range(MOST_JOINS + 1)]
    for caller in callers[:-1]:
        await caller.join(media.url, media.token(visit_id, person))

    with pytest.raises(rtc.ConnectError):
        await callers[-1].join(media.url, media.token(visit_id, person))

    await other.join(media.url, media.token(visit_id, other.person_id))
    await until(lambda: list(other.room.remote_participants) == [str(person)])
    for caller in (*callers, other):
        await caller.leave()
