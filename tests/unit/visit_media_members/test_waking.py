"""The plane is polled at once when it was quiet, in batches while it is busy, and not at all when nothing comes."""

import asyncio
import socket

import pytest

from visit_media.sfu.members.waking import Waking


class Mailbox:
    """A socket that is emptied when it is polled."""

    def __init__(self) -> None:
        self.inside, self.outside = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.inside.setblocking(False)
        self.batches: list[int] = []
        self.changed = asyncio.Event()
        self.fails = False

    def poll(self) -> None:
        taken = 0
        while True:
            try:
                self.inside.recv(10)
            except BlockingIOError:
                break
            taken += 1
        self.batches.append(taken)
        self.changed.set()
        if self.fails:
            raise ValueError("broken")

    async def has_polled(self, times: int) -> None:
        async with asyncio.timeout(5):
            while len(self.batches) < times:
                await self.changed.wait()
                self.changed.clear()


async def test_packets_that_come_close_together_are_taken_together() -> None:
    mailbox = Mailbox()
    waking = Waking(mailbox.inside.fileno(), mailbox.poll)
    waking.open()

    mailbox.outside.send(b"1")
    await mailbox.has_polled(1)
    for _ in range(3):
        mailbox.outside.send(b"2")
        await asyncio.sleep(0)
    await mailbox.has_polled(2)
    waking.close()

    assert mailbox.batches == [1, 3]


async def test_after_a_quiet_time_the_first_packet_is_taken_at_once() -> None:
    mailbox = Mailbox()
    waking = Waking(mailbox.inside.fileno(), mailbox.poll)
    waking.open()
    for times in (1, 2, 3):
        mailbox.outside.send(b"1")
        await mailbox.has_polled(times)
    waking.close()

    assert sum(mailbox.batches) == 3


async def test_whether_the_next_poll_is_near_is_known_so_that_nothing_comes_in_between() -> None:
    mailbox = Mailbox()
    waking = Waking(mailbox.inside.fileno(), mailbox.poll)
    waking.open()
    assert not waking.is_gathering

    mailbox.outside.send(b"1")
    await mailbox.has_polled(1)

    assert waking.is_gathering
    async with asyncio.timeout(5):
        while waking.is_gathering:  # noqa: ASYNC110 - it ends when nothing more comes
            await asyncio.sleep(0)
    waking.close()
    assert mailbox.batches == [1]


async def test_a_poll_that_fails_is_not_the_last(caplog: pytest.LogCaptureFixture) -> None:
    mailbox = Mailbox()
    mailbox.fails = True
    waking = Waking(mailbox.inside.fileno(), mailbox.poll)
    waking.open()

    mailbox.outside.send(b"1")
    await mailbox.has_polled(1)
    mailbox.outside.send(b"2")
    await mailbox.has_polled(2)
    waking.close()

    assert mailbox.batches == [1, 1]


async def test_nothing_is_polled_after_the_end() -> None:
    mailbox = Mailbox()
    waking = Waking(mailbox.inside.fileno(), mailbox.poll)
    waking.open()
    mailbox.outside.send(b"1")
    await mailbox.has_polled(1)

    waking.close()
    mailbox.outside.send(b"2")
    ended = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.02, ended.set_result, None)
    await ended

    assert mailbox.batches == [1]
