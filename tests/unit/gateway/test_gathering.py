"""Many pages that ask the same at once are answered by few questions, each sent after it was asked."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from contracts.identity.calls import DescribePeople
from contracts.message import Call
from contracts.refusals import Refused
from gateway.gathering import Gathering

ANNA, KARL = UUID(int=1), UUID(int=2)


class Slow:
    """A service whose answers are let go one by one, each with what is true when it was asked."""

    def __init__(self) -> None:
        self.truth, self.asked = "before", list[dict[str, Any]]()
        self.held: list[asyncio.Future[None]] = []
        self.refusal: Refused | None = None

    async def call(self, _: type[Call], **request: Any) -> dict[str, Any]:
        self.asked.append(request)
        told = self.truth
        held: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.held.append(held)
        await held
        if self.refusal is not None:
            raise self.refusal
        return {"told": told}

    async def let_go(self) -> None:
        await turn()
        while self.held:
            self.held.pop(0).set_result(None)
            await turn()


async def turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def asked(gathering: Gathering, person_id: UUID = ANNA) -> asyncio.Task[dict[str, Any]]:
    return asyncio.create_task(gathering.ask(DescribePeople, person_ids=[person_id]))


async def test_those_who_ask_while_one_is_on_its_way_share_the_next():
    service = Slow()
    gathering = Gathering(service)  # type: ignore[arg-type]

    first = asked(gathering)
    await turn()
    service.truth = "after"
    later = [asked(gathering) for _ in range(40)]
    await service.let_go()

    assert (await first)["told"] == "before"
    assert {each["told"] for each in await asyncio.gather(*later)} == {"after"}
    assert len(service.asked) == 2


async def test_different_questions_do_not_wait_for_each_other():
    service = Slow()
    gathering = Gathering(service)  # type: ignore[arg-type]

    asking = [asked(gathering), asked(gathering, KARL)]
    await turn()

    assert len(service.asked) == 2
    await service.let_go()
    await asyncio.gather(*asking)


async def test_a_refusal_reaches_everyone_who_gathered_and_nobody_after():
    service = Slow()
    gathering = Gathering(service)  # type: ignore[arg-type]
    service.refusal = Refused("busy", "late")

    asking = [asked(gathering) for _ in range(3)]
    await service.let_go()
    refused = await asyncio.gather(*asking, return_exceptions=True)
    service.refusal = None
    after = asked(gathering)
    await service.let_go()

    assert [each for each in refused if not isinstance(each, Refused)] == []
    assert (await after)["told"] == "before"


async def test_a_page_that_goes_away_leaves_the_answer_to_the_others():
    service = Slow()
    gathering = Gathering(service)  # type: ignore[arg-type]

    gone, other = asked(gathering), asked(gathering)
    await turn()
    gone.cancel()
    await service.let_go()

    assert (await other)["told"] == "before"
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert len(service.asked) == 1
