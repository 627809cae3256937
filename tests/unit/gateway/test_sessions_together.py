"""Requests that come at once share one question about their sessions, and none is answered by an older one."""

import asyncio
from typing import Any

import pytest

from contracts.identity.calls import SESSIONS_MAX, ReadSession, ReadSessions
from contracts.message import Call, ContractBroken
from contracts.refusals import Refused
from gateway.session_reading import SessionReading

NEVER = 3600.0


class SlowIdentity:
    """Answers only when it is let; knows every token but those that begin with «bad»."""

    def __init__(self) -> None:
        self.asked: list[tuple[type[Call], list[tuple[str, bool]]]] = []
        self.may_answer = asyncio.Event()
        self.refusing: dict[type[Call], Exception] = {}

    async def call(self, call: type[Call], **request: Any) -> dict[str, Any]:
        sessions = request["sessions"] if call is ReadSessions else [request]
        self.asked.append((call, [(each["token"], each["clicked"]) for each in sessions]))
        await self.may_answer.wait()
        if call in self.refusing:
            raise self.refusing[call]
        if call is ReadSessions:
            return {"sessions": [_read(each["token"]) for each in sessions]}
        read = _read(request["token"])
        if read is None:
            raise Refused("unauthenticated", "not_signed_in")
        return read


def _read(token: str) -> dict[str, Any] | None:
    return None if token.startswith("bad") else {"session_id": token}


async def turn() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def ask(reading: SessionReading, *tokens: str, clicked: bool = False) -> "asyncio.Future[list[Any]]":
    reads = (reading.read(token, clicked=clicked) for token in tokens)
    return asyncio.gather(*reads, return_exceptions=True)


async def test_what_comes_while_one_is_on_its_way_goes_together_in_the_next():
    identity = SlowIdentity()
    reading = SessionReading(identity, NEVER)  # type: ignore[arg-type]

    first = ask(reading, "a")
    await turn()
    later = ask(reading, *(f"token {number}" for number in range(SESSIONS_MAX + 1)))
    await turn()
    identity.may_answer.set()

    assert await first == [{"session_id": "a"}]
    assert [each["session_id"] for each in await later] == [f"token {number}" for number in range(SESSIONS_MAX + 1)]
    assert [(call, len(tokens)) for call, tokens in identity.asked] == [
        (ReadSession, 1),
        (ReadSessions, SESSIONS_MAX),
        (ReadSession, 1),
    ]


async def test_nobody_is_answered_by_a_question_that_was_sent_before_they_came():  # decision 0006
    identity = SlowIdentity()
    reading = SessionReading(identity, NEVER)  # type: ignore[arg-type]

    first = ask(reading, "a")
    await turn()
    second = ask(reading, "a")
    await turn()
    identity.may_answer.set()
    await asyncio.gather(first, second)

    assert [tokens for _, tokens in identity.asked] == [[("a", False)], [("a", False)]]


async def test_requests_of_one_browser_are_one_question_and_one_click_among_them_counts():  # SES-1
    identity = SlowIdentity()
    identity.may_answer.set()
    reading = SessionReading(identity, NEVER)  # type: ignore[arg-type]

    quiet, clicked = ask(reading, "a", "b"), ask(reading, "a", clicked=True)
    read = await asyncio.gather(quiet, clicked)

    assert read == [[{"session_id": "a"}, {"session_id": "b"}], [{"session_id": "a"}]]
    assert identity.asked == [(ReadSessions, [("a", True), ("b", False)])]


async def test_one_that_is_not_signed_in_is_refused_alone():
    identity = SlowIdentity()
    identity.may_answer.set()

    read = await ask(SessionReading(identity, NEVER), "a", "bad", "b")  # type: ignore[arg-type]

    assert read[0] == {"session_id": "a"}
    assert (read[1].kind, read[1].code) == ("unauthenticated", "not_signed_in")
    assert read[2] == {"session_id": "b"}


@pytest.mark.parametrize("refused", [("busy", "failed"), ("invalid", "invalid"), ("invalid", "unknown_call")])
async def test_a_token_that_breaks_the_question_does_not_take_the_others_with_it(refused):
    """Nor does an identity of the release before, which does not know the question."""
    identity = SlowIdentity()
    identity.may_answer.set()
    identity.refusing = {ReadSessions: Refused(*refused)}

    read = await ask(SessionReading(identity, NEVER), "a", "bad", "b")  # type: ignore[arg-type]

    assert [read[0], read[2]] == [{"session_id": "a"}, {"session_id": "b"}]
    assert read[1].code == "not_signed_in"


@pytest.mark.parametrize("code", ["late", "unavailable"])
async def test_while_identity_is_away_everybody_is_told_so_and_nobody_asks_again(code):
    identity = SlowIdentity()
    identity.may_answer.set()
    identity.refusing = {ReadSessions: Refused("busy", code)}

    read = await ask(SessionReading(identity, NEVER), "a", "b")  # type: ignore[arg-type]

    assert [each.code for each in read] == [code, code]
    assert len(identity.asked) == 1


async def test_a_question_that_is_lost_does_not_hold_up_those_who_come_after():
    identity = SlowIdentity()
    reading = SessionReading(identity, patience_seconds=0)  # type: ignore[arg-type]

    lost = ask(reading, "a")
    await turn()
    later = ask(reading, "b", "c")
    async with asyncio.timeout(2):
        while len(identity.asked) < 2:  # noqa: ASYNC110 - the other task runs meanwhile
            await asyncio.sleep(0)

    assert [tokens for _, tokens in identity.asked] == [[("a", False)], [("b", False), ("c", False)]]
    identity.may_answer.set()
    await asyncio.gather(lost, later)


async def test_an_answer_that_cannot_be_read_is_a_fault_of_those_who_asked_and_of_nobody_after_them():
    identity = SlowIdentity()
    identity.may_answer.set()
    identity.refusing = {ReadSession: ContractBroken("read_session", 1, [])}
    reading = SessionReading(identity, NEVER)  # type: ignore[arg-type]

    read = await ask(reading, "a")
    identity.refusing = {}

    assert isinstance(read[0], ContractBroken)
    assert await ask(reading, "a") == [{"session_id": "a"}]


async def test_a_page_that_goes_away_does_not_take_the_others_answer_with_it():
    identity = SlowIdentity()
    reading = SessionReading(identity, NEVER)  # type: ignore[arg-type]

    gone, there = ask(reading, "a"), ask(reading, "a")
    await turn()
    gone.cancel()
    identity.may_answer.set()

    assert await there == [{"session_id": "a"}]
