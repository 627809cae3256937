"""A server with nobody in it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.unit.visit_media_signalling.house import House


@pytest_asyncio.fixture
async def house() -> AsyncIterator[House]:
    """A server that is ended with the test."""
    built = House()
    built.server.open()
    yield built
    await built.server.close()
    for task in built.tasks:
        task.cancel()
