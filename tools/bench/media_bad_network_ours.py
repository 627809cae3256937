"""LiveKit's own Python client watches another one through a bad network.

`python -m tools.bench.media_bad_network_ours` prints what it saw and heard.

The server listens at one loopback address and says that it is at another, where the bad network begins. It is a process
of its own, this module with the word `serve`.
"""

import asyncio
import json
import os
import secrets
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import Coroutine
from typing import Any, Final
from uuid import uuid4

import numpy as np
from livekit import rtc

from tools.bench.media_bad_network import SCRIPT
from tools.bench.media_link import Relay, Way
from tools.callers.server import API_KEY, OpenDoor, Unwritten
from visit_media.media import build
from visit_media.signalling.tokens import TokenKey, issue
from visit_media.wiring import MediaSettings

HERE: Final = "127.0.0.2"
TOLD: Final = "127.0.0.1"
WIDTH, HEIGHT, FRAMES_PER_SECOND = 960, 540, 15
SQUARE, NOISE = 20, 200
SETTLING_SECONDS: Final = 4.0
SAMPLES: Final = 480
RATE: Final = 48_000
LOUD, AUDIBLE = 12_000, 2_000


class Scene:
    """One who shows and hums, one who watches behind the link."""

    def __init__(self, url: str, key: TokenKey) -> None:
        self.frames: list[tuple[float, int]] = []
        self.sound: list[float] = []
        self.has_settled = False
        """Whether whoever comes from now on is the one who watches: a client comes by several sockets."""
        self._url = url
        self._key = key
        self._visit = uuid4()
        self._tasks: set[asyncio.Task[None]] = set()
        self._rooms: list[rtc.Room] = []

    async def publish(self) -> None:
        """Enter with a moving picture and a tone."""
        room = await self._enter()
        camera, microphone = rtc.VideoSource(WIDTH, HEIGHT), rtc.AudioSource(RATE, 1)
        shown = rtc.LocalVideoTrack.create_video_track("camera", camera)
        heard = rtc.LocalAudioTrack.create_audio_track("microphone", microphone)
        options = rtc.TrackPublishOptions(
            source=rtc.TrackSource.SOURCE_CAMERA, simulcast=True, video_codec=rtc.VideoCodec.VP8
        )
        await room.local_participant.publish_track(shown, options)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await room.local_participant.publish_track(heard, options)
        self._start(show(camera))
        self._start(hum(microphone))

    async def watch(self) -> None:
        """Enter and note when anything is seen or heard."""
        room = rtc.Room()
        room.on("track_subscribed", lambda track, *_: self._start(self._note(track)))
        await self._enter(room)

    async def leave(self) -> None:
        """Go, both of them."""
        for task in self._tasks:
            task.cancel()
        for room in self._rooms:
            await room.disconnect()

    async def _enter(self, room: rtc.Room | None = None) -> rtc.Room:
        room = room or rtc.Room()
        token = issue(self._key, visit_id=self._visit, person_id=uuid4(), visit_version=1, staff=True, session_id=None)
        await room.connect(self._url, token, rtc.RoomOptions())
        self._rooms.append(room)
        return room

    async def _note(self, track: rtc.Track) -> None:
        if track.kind == rtc.TrackKind.KIND_VIDEO:
            async for seen in rtc.VideoStream(track):
                self.frames.append((time.monotonic(), seen.frame.width))
        else:
            async for heard in rtc.AudioStream(track):
                if np.abs(np.frombuffer(heard.frame.data, np.int16).astype(int)).max() > AUDIBLE:
                    self.sound.append(time.monotonic())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def show(camera: rtc.VideoSource) -> None:
    """Show squares that move, and some noise."""
    chance = np.random.default_rng(1)
    squares = chance.integers(40, 200, (HEIGHT // SQUARE + 1, WIDTH // SQUARE + 1, 4), np.uint8)
    wide = np.kron(squares, np.ones((SQUARE, SQUARE, 1), np.uint8))[:HEIGHT, :WIDTH].copy()
    noise = chance.integers(0, 255, (16, NOISE, NOISE, 4), np.uint8)
    number, due = 0, time.monotonic()
    while True:
        number += 1
        picture = np.roll(wide, 3 * number, 1)
        picture[100 : 100 + NOISE, 100 : 100 + NOISE] = noise[number % len(noise)]
        camera.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, picture.tobytes()))
        due += 1 / FRAMES_PER_SECOND
        await asyncio.sleep(max(0.0, due - time.monotonic()))


async def hum(microphone: rtc.AudioSource) -> None:
    """Make a tone without end."""
    at = 0
    while True:
        wave = LOUD * np.sin(2 * np.pi * 440 * (np.arange(SAMPLES) + at) / RATE)
        at += SAMPLES
        await microphone.capture_frame(rtc.AudioFrame(wave.astype(np.int16).tobytes(), RATE, 1, SAMPLES))


async def play(up: Way, down: Way) -> None:
    """Let the network become what the script says."""
    for step in SCRIPT:
        down.rate = step.rate
        for way in (up, down):
            way.delay, way.jitter, way.loss = step.delay, step.jitter, step.loss
        await asyncio.sleep(step.seconds)


async def main() -> None:
    """Run it all once and print what was seen and heard."""
    key = TokenKey(API_KEY, secrets.token_hex(32))
    command = (sys.executable, "-m", "tools.bench.media_bad_network_ours", "serve")
    server = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(key.secret.encode() + b"\n")
    ports = json.loads(await server.stdout.readline())
    bad = Way(), Way()
    scene = Scene(f"ws://{HERE}:{ports['ws']}", key)
    relay = Relay((TOLD, ports["udp"]), (HERE, ports["udp"]), lambda: bad if scene.has_settled else (Way(), Way()))
    relay.open()
    await scene.publish()
    await asyncio.sleep(SETTLING_SECONDS)
    scene.has_settled = True
    await scene.watch()
    began = time.monotonic()
    await play(*bad)
    frames = [(round(at - began, 3), width) for at, width in scene.frames]
    print(json.dumps({"frames": frames, "sound": [round(at - began, 3) for at in scene.sound]}), flush=True)
    await scene.leave()
    relay.close()
    server.stdin.close()
    await server.wait()


async def serve(secret: str) -> None:
    """Serve until the input ends."""
    settings = MediaSettings(
        host=HERE, ws_port=0, udp_port=0, announced_addresses=(TOLD,), api_key=API_KEY, api_secret=secret
    )
    media = build(settings, OpenDoor(), Unwritten())
    await media.open()
    print(json.dumps({"ws": media.door.port, "udp": media.forwarding.port}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await media.close()


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        asyncio.run(serve(sys.stdin.readline().strip()))
    else:
        asyncio.run(main())
        sys.stdout.flush()
        os._exit(0)  # the client's own threads do not end in order
