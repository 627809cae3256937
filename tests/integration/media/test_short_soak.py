"""People come and go for some seconds, and nothing of them stays behind; `make soak` does so for half an hour."""

import logging

import pytest

from tools.soak.soaking import SHORT, soak

log = logging.getLogger(__name__)
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_nothing_stays_behind_when_people_come_go_and_come_back() -> None:
    outcome = await soak(SHORT, log.info)

    assert outcome.complaints() == []
    assert outcome.done.total() > 20
    assert outcome.done["joins (PyPI livekit)"] >= 4
