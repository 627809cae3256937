"""What the network loses is asked for again, in both directions."""

import pytest
from playwright.async_api import Browser

from tests.integration.media.conftest import Visitors
from tests.integration.media.server import MediaProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_pictures_stay_whole_when_one_packet_in_twenty_is_lost_either_way(
    media: MediaProcess, visitors: Visitors, chromium_browser: Browser, page_address: str
) -> None:
    native = await visitors.native()
    [caller] = await visitors.in_browsers(chromium_browser, page_address, {})
    await native.sees(5)
    before = await caller.sees(5)

    await media.command(lose={"down": 20, "up": 20})
    await native.sees(50)
    after = await caller.sees(50)

    tally = await media.tally()
    assert tally["packets_resent"] > 10
    assert tally["packets_recovered"] > 10
    [was], [now] = before["video"], after["video"]
    assert now["nacks"] > was["nacks"]
    # Browsers count as lost what came again under the SSRC of the repetitions (RFC 4588), too.
    assert (now["lost"] - now["repaired"]) - (was["lost"] - was["repaired"]) <= 5
    assert now["plis"] - was["plis"] <= 2
    assert "lost" not in after["qualities"]
