"""What the network loses is asked for again, in both directions."""

from tests.integration.media.conftest import Visitors
from tests.integration.media.server import MediaProcess


async def test_pictures_stay_whole_when_one_packet_in_twenty_is_lost_either_way(
    media: MediaProcess, visitors: Visitors, page_address: str
) -> None:
    native = await visitors.native()
    [browser] = await visitors.browsers(page_address, {})
    await native.sees(5)
    before = await browser.sees(5)

    await media.command(lose={"down": 20, "up": 20})
    await native.sees(80)
    after = await browser.sees(80)

    tally = await media.tally()
    assert tally["packets_resent"] > 10
    assert tally["packets_recovered"] > 10
    [was], [now] = before["video"], after["video"]
    assert now["nacks"] > was["nacks"]
    assert now["lost"] - was["lost"] <= 5
    assert now["plis"] - was["plis"] <= 2
    assert "lost" not in after["qualities"]
