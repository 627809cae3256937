"""Our plane in a process of its own, driven by asyncio as the media server drives it, to be measured.

`python -m tools.bench.media_plane` reads its peers as JSON from its input, and ends when the input ends.
"""

import asyncio
import gc
import json
import os
import sys
import time
from dataclasses import asdict
from typing import Any, Final

from tools.bench.media_load import GCM, SSRC, TRANSPORT_SEQUENCE, VIDEO_CLOCK
from visit_media.sfu.members.forwarding import TICK_SECONDS
from visit_media.sfu.members.waking import Waking
from visit_media.sfu.plane.python.plane import PythonPlane
from visit_media.sfu.plane.terms import SinkTerms, StreamTerms
from visit_media.sfu.transport.srtp import SrtpKeys

TRANSPORT_URI: Final = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
SEND_TIME_URI: Final = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
FIRST_CORE: Final = 0


async def serve(asked: dict[str, Any]) -> None:
    """Forward one publisher to every viewer until the input ends."""
    plane = PythonPlane(asked["host"], 0)
    key = os.urandom(28)
    publisher = plane.add_peer(SrtpKeys(GCM, key, os.urandom(28)), (asked["host"], asked["source"]))
    stream = plane.add_stream(
        StreamTerms(publisher, SSRC, "VP8", VIDEO_CLOCK, 96, 97, {TRANSPORT_URI: TRANSPORT_SEQUENCE})
    )
    for index, port in enumerate(asked["viewers"]):
        viewer = plane.add_peer(_keys(), (asked["host"], port))
        terms = SinkTerms(viewer, 1000 + index, "VP8", VIDEO_CLOCK, 100, 5000 + index, 101, {SEND_TIME_URI: 2})
        plane.route(plane.add_sink(terms), stream)
    loop = asyncio.get_running_loop()

    def poll() -> None:
        plane.poll(time.monotonic())

    def tick() -> None:
        loop.call_later(TICK_SECONDS, tick)
        if not waking.is_gathering:
            poll()

    waking = Waking(plane.fileno(), poll)
    waking.open()
    tick()
    is_over = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), is_over.set)
    print(json.dumps({"port": plane.port, "key": key.hex()}), flush=True)
    await is_over.wait()
    print(json.dumps(asdict(plane.counters())), flush=True)


def _keys() -> SrtpKeys:
    return SrtpKeys(GCM, os.urandom(28), os.urandom(28))


if __name__ == "__main__":
    os.sched_setaffinity(0, {FIRST_CORE})
    gc.freeze()
    asyncio.run(serve(json.loads(sys.stdin.readline())))
