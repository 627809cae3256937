"""The fallback over TCP: frames in, frames out, and what clients may not do."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from visit_media.sfu.plane.terms import Address
from visit_media.sfu.transport import tcp
from visit_media.sfu.transport.tcp import TcpPort

CHECK = b"\x00\x01" + b"check"


def framed(*datagrams: bytes) -> bytes:
    return b"".join(len(datagram).to_bytes(2, "big") + datagram for datagram in datagrams)


class Place:
    """A port, and what came to it."""

    def __init__(self) -> None:
        self.brought: asyncio.Queue[tuple[Address, bytes]] = asyncio.Queue()
        self.ended: asyncio.Queue[Address] = asyncio.Queue()
        self.port = TcpPort(
            "127.0.0.1",
            0,
            lambda address, datagram: self.brought.put_nowait((address, datagram)),
            self.ended.put_nowait,
        )

    async def visit(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect."""
        return await asyncio.open_connection("127.0.0.1", self.port.port)


@pytest_asyncio.fixture
async def place() -> AsyncIterator[Place]:
    place = Place()
    await place.port.open()
    yield place
    place.port.close()


async def test_what_comes_in_frames_is_handed_over_whole_under_the_name_of_its_path(place: Place) -> None:
    reader, writer = await place.visit()

    writer.write(framed(CHECK))
    path, datagram = await place.brought.get()
    assert (path[0], datagram) == ("tcp", CHECK)
    assert place.port.remote(path) == writer.get_extra_info("sockname")[:2]
    assert place.port.remote(("192.0.2.1", 1)) == ("192.0.2.1", 1)

    assert place.port.send(path, b"answer")
    assert await reader.readexactly(8) == framed(b"answer")

    several = framed(b"\x80media", b"", b"\x16hello", CHECK)
    for at in range(0, len(several), 3):
        writer.write(several[at : at + 3])
        await writer.drain()
    assert [(await place.brought.get())[1] for _ in range(3)] == [b"\x80media", b"\x16hello", CHECK]

    writer.close()
    assert await place.ended.get() == path
    assert not place.port.send(path, b"too late")
    assert len(place.port) == 0


@pytest.mark.parametrize("said", [b"GET / HTTP/1.1\r\n\r\n", framed(b"\x16hello"), framed(b"\x80media"), b"\xff\xff"])
async def test_whoever_does_not_begin_with_a_check_is_hung_up_on(place: Place, said: bytes) -> None:
    reader, writer = await place.visit()

    writer.write(said)

    assert await hung_up(reader)
    assert place.brought.empty()
    writer.close()


async def test_a_connection_that_proves_nothing_is_hung_up_on(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tcp, "PROVE_SECONDS", 0.01)

    reader, writer = await place.visit()
    writer.write(framed(CHECK))

    assert await hung_up(reader)
    writer.close()


async def test_a_host_has_only_so_many_connections(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tcp, "MOST_CONNECTIONS_OF_HOST", 1)
    _, first = await place.visit()
    first.write(framed(CHECK))
    await place.brought.get()

    reader, second = await place.visit()
    assert await hung_up(reader)

    first.close()
    await place.ended.get()
    _, third = await place.visit()
    third.write(framed(CHECK))
    await place.brought.get()
    second.close()
    third.close()


async def test_what_a_slow_reader_does_not_take_is_lost_and_at_last_so_is_the_reader(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tcp, "STUCK_SECONDS", 0.01)
    _, writer = await place.visit()
    writer.write(framed(CHECK))
    path, _ = await place.brought.get()

    taken = 0
    while place.port.send(path, b"x" * 1200):
        taken += 1

    assert taken * 1200 < 64 * 1024 * 1024
    assert await place.ended.get() == path
    writer.close()


async def hung_up(reader: asyncio.StreamReader) -> bool:
    try:
        return await reader.read() == b""
    except ConnectionResetError:
        return True
