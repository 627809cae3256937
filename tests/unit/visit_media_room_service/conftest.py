"""Our server with its API on the loopback, and LiveKit's own client for it."""

from collections.abc import AsyncIterator

import pytest_asyncio
from livekit import api

from tests.unit.visit_media_signalling.conftest import house
from tests.unit.visit_media_signalling.house import KEY, House
from visit_media.room_service.app import room_service_app
from visit_media.room_service.serving import ApiServer

__all__ = ["house"]


@pytest_asyncio.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Where RoomService of that server is."""
    served = ApiServer(room_service_app(house.server, KEY))
    await served.open("127.0.0.1", 0)
    yield f"http://127.0.0.1:{served.port}"
    await served.close()


@pytest_asyncio.fixture
async def livekit(address: str) -> AsyncIterator[api.LiveKitAPI]:
    """PyPI livekit-api, as it is."""
    async with api.LiveKitAPI(address, KEY.name, KEY.secret) as client:
        yield client
