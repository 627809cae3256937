"""A viewer of Janus behind a bad network: `python -m tools.bench.media_bad_network_janus URL`, where Janus runs.

It asks again for what is missing as a browser does. The source sends as much as the finest layer of a camera.
"""

import asyncio
import json
import socket
import sys
import threading
import time
from dataclasses import dataclass
from struct import Struct, unpack_from
from typing import Final

from pylibsrtp import Error, Policy, Session

from tools.bench.media_bad_network import END
from tools.bench.media_bad_network_ours import FRAMES_PER_SECOND, WIDTH, play
from tools.bench.media_janus import MEDIA_PORT, Viewer
from tools.bench.media_link import Relay, Way
from tools.bench.media_namespace import ADDRESS
from visit_media.sfu.packets import rtcp
from visit_media.sfu.packets.rtp import is_rtcp
from visit_media.sfu.plane.python.port import INCOMING_BYTES, UdpPort

PACKETS_PER_FRAME: Final = 14
PAYLOAD_BYTES: Final = 1_000
CLOCK: Final = 90_000
SSRC, OWN_SSRC = 7, 9
HEADER: Final = Struct("!BBHII")
MARK: Final = Struct("!BIH")
VP8_BEGIN: Final = 0x10
FIRST_ASK_SECONDS: Final = 0.02
ASK_AGAIN_SECONDS: Final = 0.18
MOST_ASKS: Final = 10
REPORT_SECONDS: Final = 1.0
TICK_SECONDS: Final = 0.005


class Behind(Viewer):
    """A viewer that reaches Janus by the link alone."""

    def __init__(self, *viewer: object, bad: tuple[Way, Way]) -> None:
        super().__init__(*viewer)  # type: ignore[arg-type]
        self._bad = bad

    def _answer(self) -> str:
        codec = "a=rtpmap:100 VP8/90000"
        return super()._answer().replace(codec, f"{codec}\r\na=rtcp-fb:100 nack\r\na=rtcp-fb:100 nack pli")

    def _connect(self, sdp: str) -> None:
        candidate = next(line for line in sdp.splitlines() if line.startswith("a=candidate:")).split()
        server = candidate[4], int(candidate[5])
        opened: asyncio.Future[int] = asyncio.Future(loop=LOOP)

        def open_link() -> None:
            relay = Relay((ADDRESS, 0), server, lambda: self._bad)
            relay.open()
            opened.set_result(relay.port)

        LOOP.call_soon_threadsafe(open_link)
        while not opened.done():
            time.sleep(TICK_SECONDS)
        super()._connect(sdp.replace(f" {candidate[4]} {candidate[5]} ", f" {ADDRESS} {opened.result()} "))


LOOP: Final = asyncio.new_event_loop()


@dataclass(slots=True)
class Gap:
    """A packet that has not come."""

    ask_at: float
    asks: int = 0


class Reception:
    """What of which frame has come, what is missing, and when frames were whole."""

    def __init__(self) -> None:
        self.seen: list[float] = []
        self.highest: int | None = None
        self._gaps: dict[int, Gap] = {}
        self._frames: dict[int, set[int]] = {}
        self._shown = -1

    def take(self, packet: bytes, now: float) -> None:
        """Take a decrypted packet."""
        sequence = unpack_from("!H", packet, 2)[0]
        if self.highest is None:
            self.highest = sequence
        ahead = (sequence - self.highest + 0x8000 & 0xFFFF) - 0x8000
        if ahead > 0:
            for missing in range(1, ahead):
                self._gaps[self.highest + missing & 0xFFFF] = Gap(now + FIRST_ASK_SECONDS)
            self.highest = sequence
        self._gaps.pop(sequence, None)
        _, number, index = MARK.unpack_from(packet, HEADER.size)
        parts = self._frames.setdefault(number, set())
        parts.add(index)
        if len(parts) == PACKETS_PER_FRAME and number > self._shown:
            self._shown = number
            self.seen.append(now)
            self._frames = {other: have for other, have in self._frames.items() if other > number}

    def due(self, now: float) -> list[int]:
        """Return what to ask for again."""
        asked = []
        for sequence, gap in list(self._gaps.items()):
            if now >= gap.ask_at:
                gap.asks += 1
                gap.ask_at = now + ASK_AGAIN_SECONDS
                asked.append(sequence)
                if gap.asks >= MOST_ASKS:
                    del self._gaps[sequence]
        return asked


def send_pictures(is_over: threading.Event) -> None:
    """Send plain RTP to the mountpoint, frame by frame."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        sequence, number, due = 0, 0, time.monotonic()
        while not is_over.wait(max(0.0, due - time.monotonic())):
            for index in range(PACKETS_PER_FRAME):
                marker = 0x80 if index == PACKETS_PER_FRAME - 1 else 0
                timestamp = number * CLOCK // FRAMES_PER_SECOND
                head = HEADER.pack(0x80, marker | 100, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, SSRC)
                body = MARK.pack(VP8_BEGIN if not index else 0, number, index).ljust(PAYLOAD_BYTES, b"\x01")
                out.sendto(head + body, ("127.0.0.1", MEDIA_PORT))
                sequence += 1
            number += 1
            due += 1 / FRAMES_PER_SECOND


def watch(viewer: Behind, port: UdpPort) -> list[float]:
    """Take packets until the script ends; return when frames were whole, in seconds since it began."""
    assert viewer.keys is not None
    incoming = Session(Policy(viewer.keys.inbound, Policy.SSRC_ANY_INBOUND, 0, viewer.keys.profile))
    outgoing = Session(Policy(viewer.keys.outbound, Policy.SSRC_ANY_OUTBOUND, 0, viewer.keys.profile))
    reception = Reception()
    began = time.monotonic()
    asyncio.run_coroutine_threadsafe(play(*viewer._bad), LOOP)
    report_at = began
    while (now := time.monotonic()) < began + END:
        for slot in range(port.receive()):
            size = port.incoming.header_words[8 * slot + 7]
            datagram = bytes(port.incoming.data[slot * INCOMING_BYTES : slot * INCOMING_BYTES + size])
            if 127 < datagram[0] < 192 and not is_rtcp(datagram):
                try:
                    reception.take(incoming.unprotect(datagram), now)
                except Error:
                    continue  # one that came twice
        if asked := reception.due(now):
            port.send(viewer.server, outgoing.protect_rtcp(rtcp.nack(OWN_SSRC, SSRC, asked)))
        if now >= report_at:
            report_at = now + REPORT_SECONDS
            block = rtcp.ReportBlock(SSRC, 0, 0, reception.highest or 0, 0, 0, 0)
            port.send(viewer.server, outgoing.protect_rtcp(rtcp.receiver_report(OWN_SSRC, [block])))
        time.sleep(TICK_SECONDS)
    return [at - began for at in reception.seen]


def main(url: str) -> None:
    """Run the script once and print what was seen."""
    threading.Thread(target=LOOP.run_forever, daemon=True).start()
    is_over = threading.Event()
    source = threading.Thread(target=send_pictures, args=(is_over,))
    source.start()
    try:
        port = UdpPort(ADDRESS, 0)
        with Viewer.session(url) as conversation:
            viewer = Behind(conversation, port, ADDRESS, bad=(Way(), Way()))
            viewer.watch()
            seen = watch(viewer, port)
    finally:
        is_over.set()
        source.join()
    print(json.dumps({"frames": [(round(at, 3), WIDTH) for at in seen]}))


if __name__ == "__main__":
    main(sys.argv[1])
