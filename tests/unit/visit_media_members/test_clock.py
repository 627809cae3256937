"""The clock of the media server goes while somebody is there, and only then."""

import asyncio

import pytest

from tests.unit.visit_media_members.conversation import Listener
from visit_media.sfu.members import forwarding as members
from visit_media.sfu.members.forwarding import Forwarding
from visit_media.sfu.members.member import Member


async def _is_tended(member: Member, monkeypatch: pytest.MonkeyPatch) -> bool:
    tended = asyncio.Event()
    monkeypatch.setattr(type(member), "tend", lambda *_: tended.set())
    async with asyncio.timeout(2):
        return await tended.wait()


async def test_whoever_comes_is_tended_also_after_everybody_had_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "TICK_SECONDS", 0)
    forwarding = Forwarding(host="127.0.0.1", port=0, announced_addresses=("127.0.0.1",))
    forwarding.open()
    try:
        for _ in range(2):
            member = forwarding.add(Listener())
            assert await _is_tended(member, monkeypatch)
            forwarding.remove(member)
            while forwarding.is_busy:  # noqa: ASYNC110 - the clock goes meanwhile
                await asyncio.sleep(0)
    finally:
        forwarding.close()
