"""One publisher and many viewers, cheap enough to leave the machine to the server that is measured.

`python -m tools.bench.media_load` reads what to do as JSON from its input and runs until the input ends.
"""

import json
import os
import socket
import sys
import threading
import time
from dataclasses import dataclass
from struct import pack
from typing import Any, Final

from pylibsrtp import Policy, Session

from tools.bench.media_janus import Viewer
from visit_media.sfu.plane.python.port import INCOMING_SLOTS, UdpPort

GCM: Final = Policy.SRTP_PROFILE_AEAD_AES_128_GCM
PAYLOAD_BYTES: Final = 1100
VIDEO_CLOCK: Final = 90_000
SSRC: Final = 7
DRAIN_SECONDS: Final = 0.003
TRANSPORT_SEQUENCE: Final = 3
ONE_CORE: Final = 1


@dataclass(frozen=True, slots=True)
class Load:
    """How much one publisher sends to how many."""

    viewers: int
    packets_per_second: int
    seconds: float


class Audience:
    """Sockets that are emptied in batches and only counted."""

    def __init__(self, ports: list[UdpPort]) -> None:
        self._ports = ports
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._drain)
        self.received = 0

    def __enter__(self) -> "Audience":
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _drain(self) -> None:
        while not self._is_over.wait(DRAIN_SECONDS):
            for port in self._ports:
                count = INCOMING_SLOTS
                while count == INCOMING_SLOTS:
                    count = port.receive()
                    self.received += count


def send(load: Load, *, source: int, to: tuple[str, int], key: bytes | None, payload_type: int) -> None:
    """Send VP8 of even pace, sealed with the key or plain; the first packet begins a key frame."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((to[0], source))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    sealing = _sealing(key) if key is not None else None
    began = time.monotonic()
    for index in range(int(load.packets_per_second * load.seconds)):
        packet = _packet(load, index, payload_type)
        sock.sendto(sealing.protect(packet) if sealing is not None else packet, to)
        early = began + (index + 1) / load.packets_per_second - time.monotonic()
        if early > 0:
            time.sleep(early)
    sock.close()


def _packet(load: Load, index: int, payload_type: int) -> bytes:
    timestamp = index * VIDEO_CLOCK // load.packets_per_second
    header = pack("!BBHII", 0x90, payload_type, index & 0xFFFF, timestamp & 0xFFFFFFFF, SSRC)
    extension = pack("!HHBHB", 0xBEDE, 1, TRANSPORT_SEQUENCE << 4 | 1, index & 0xFFFF, 0)
    is_key = index % load.packets_per_second == 0
    descriptor = pack("!BBHBBB", 0x90, 0xE0, 0x8000 | index & 0x7FFF, index & 0xFF, 0, 0 if is_key else 1)
    return header + extension + descriptor + bytes(PAYLOAD_BYTES - len(descriptor))


def _sealing(key: bytes) -> Session:
    policy = Policy(key=key, ssrc_type=Policy.SSRC_ANY_OUTBOUND, srtp_profile=GCM)
    return Session(policy)


def _tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)


def _next() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(sys.stdin.readline())
    return told


def main() -> None:
    """Open the viewers' sockets, let them connect if they must, then send when told and count what came."""
    os.sched_setaffinity(0, {ONE_CORE % (os.cpu_count() or 1)})
    asked = _next()
    load = Load(asked["viewers"], asked["packets_per_second"], asked["seconds"])
    ports = [UdpPort(asked["host"], 0) for _ in range(load.viewers)]
    if "janus" in asked:
        with Viewer.session(asked["janus"]) as session:
            for port in ports:
                Viewer(session, port, asked["host"]).watch()
            _measure(load, ports)
    else:
        _tell(ports=[port.number for port in ports])
        _measure(load, ports)


def _measure(load: Load, ports: list[UdpPort]) -> None:
    with Audience(ports) as audience:
        _tell(is_ready=True)
        told = _next()
        before = audience.received
        key = bytes.fromhex(told["key"]) if told["key"] else None
        send(load, source=told["source"], to=(told["host"], told["port"]), key=key, payload_type=told["payload_type"])
        time.sleep(0.3)  # what is on its way still arrives
        _tell(received=audience.received - before)


if __name__ == "__main__":
    main()
