"""HTTP and WebSocket frames at the door, over the loopback."""

import asyncio
from uuid import UUID

from tests.fuzz.case import Case
from tests.fuzz.target import Target, must, run
from tests.unit.visit_media_signalling.house import KEY, House
from visit_media.signalling import door
from visit_media.signalling.admission import Verdict
from visit_media.signalling.tokens import Grant, issue

VISIT = UUID(int=7)
TOKEN = issue(KEY, visit_id=VISIT, person_id=VISIT, visit_version=1, staff=False)
UPGRADE = (
    b"Host: media.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
KNOCK = b"GET /rtc?access_token=" + TOKEN.encode() + b"&auto_subscribe=1 HTTP/1.1\r\n" + UPGRADE
FRAMES = b"\x82\x83abcd\x9b\x62\x63" + b"\x89\x80abcd" + b"\x81\x82abcd\x1a\x1f" + b"\x88\x82abcd\x62\x8a"
SECONDS = 5
END = b"\r\n\r\n"


class Door(Target):
    """Each message is all that one connection brings."""

    name = "door"
    seeds: Case = (
        KNOCK + FRAMES,
        b"GET / HTTP/1.1\r\nHost: media.test\r\n\r\n",
        b"GET /rtc/v1/validate?access_token=x&join_request=CgA HTTP/1.1\r\nHost: media.test\r\n\r\n",
        b"OPTIONS /rtc/validate HTTP/1.1\r\nHost: media.test\r\nOrigin: http://x.test\r\n\r\n",
        b"GET /rtc?access_token=x HTTP/1.1\r\nAuthorization: Bearer " + TOKEN.encode() + b"\r\n" + UPGRADE,
        b"POST /twirp HTTP/1.1\r\nHost: media.test\r\nContent-Length: 3\r\n\r\nabc",
    )
    most_messages = 4
    longest = 80_000
    lines_per_message = 20_000
    lines_to_begin = 60_000
    lines_per_byte = 60

    def attempt(self, case: Case) -> None:
        """Whoever is not let in is told why, or hung up on, and the door stays open."""
        run(_knock(case))


class _OpenHouse:
    async def admit(self, grant: Grant) -> Verdict:
        return Verdict.ADMITTED


async def _knock(case: Case) -> None:
    house = House()
    house.server.open()
    opened = door.Door(server=house.server, key=KEY, admission=_OpenHouse())
    await opened.open("127.0.0.1", 0)
    try:
        for message in case:
            answer = await _bring(opened.port, message)
            must(not answer or answer.startswith(b"HTTP/1.1 "), f"an answer that is none: {answer[:40]!r}")
            must(not answer.startswith(b"HTTP/1.1 500"), "it failed at the door")
        answer = await _bring(opened.port, Door.seeds[1])
        must(answer.startswith(b"HTTP/1.1 200"), "the door is shut")
    finally:
        await house.server.close()
        await opened.close()


async def _bring(port: int, message: bytes) -> bytes:
    """Send the head, read the answer to it, and if that lets us in, send the rest; return the head of the answer."""
    head, end, rest = message.partition(END)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(head + end)
        if not end:
            writer.write_eof()
        async with asyncio.timeout(SECONDS):
            answer = await reader.readuntil(END)
            if answer.startswith(b"HTTP/1.1 101"):
                writer.write(rest)
                writer.write_eof()
                await reader.read()
            return answer
    except asyncio.IncompleteReadError as cut:
        return cut.partial
    except ConnectionError:
        return b""
    finally:
        writer.close()
