"""Somebody with LiveKit's own Python client and a picture as small as it may be."""

import asyncio
import math
import time
from array import array
from typing import Any, Final

from livekit import rtc

WIDTH, HEIGHT, PICTURES_PER_SECOND = 160, 96, 5
RATE: Final = 48_000
SAMPLES: Final = 480
PATIENCE_SECONDS: Final = 30.0


class NativeCaller:
    """One person with a camera and a microphone; counts what is received and how often it came back.

    `seen_at` is when the first picture was decoded; `longest_pause` is the longest time between two pictures, in
    seconds, since it was set to 0.
    """

    def __init__(self, pictures_per_second: int = PICTURES_PER_SECOND) -> None:
        self.room = rtc.Room()
        self.seen_at: float | None = None
        self.longest_pause = 0.0
        self._last_seen_at: float | None = None
        self._pictures_per_second = pictures_per_second
        self.frames = 0
        self.reconnections = 0
        self.arrivals = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.room.on("track_subscribed", self._subscribed)
        self.room.on("reconnected", self._reconnected)

    async def join(self, url: str, token: str, *, is_single: bool) -> None:
        """Enter a room, by one connection or two, and turn everything on."""
        await self.look_on(url, token, is_single=is_single)
        await self.publish_picture()
        microphone = rtc.AudioSource(RATE, 1)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", microphone)
        publishing = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await self.room.local_participant.publish_track(track, publishing)
        self._start(self._hum(microphone))

    async def look_on(self, url: str, token: str, *, is_single: bool) -> None:
        """Enter a room with everything off."""
        options = rtc.RoomOptions(single_peer_connection=is_single)
        await asyncio.wait_for(self.room.connect(url, token, options), PATIENCE_SECONDS)

    async def publish_picture(self) -> None:
        """Turn the camera on."""
        camera = rtc.VideoSource(WIDTH, HEIGHT)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=False)
        track = rtc.LocalVideoTrack.create_video_track("camera", camera)
        await self.room.local_participant.publish_track(track, options)
        self._start(self._show(camera))

    async def comes_back(self, before: int) -> None:
        """Wait until it has reconnected more often than that; TimeoutError when it does not."""
        await self._until(lambda: self.reconnections > before)

    async def sees(self, frames: int) -> None:
        """Wait until so many more pictures have been decoded; TimeoutError when they do not come."""
        wanted = self.frames + frames
        await self._until(lambda: self.frames >= wanted)

    async def leave(self) -> None:
        """Go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.wait_for(self.room.disconnect(), PATIENCE_SECONDS)

    async def _until(self, is_so: Any) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not is_so():  # noqa: ASYNC110 - the library offers no event for it
                await asyncio.sleep(0.05)

    def _subscribed(self, track: rtc.Track, *_: Any) -> None:
        self.arrivals += 1
        if track.kind == rtc.TrackKind.KIND_VIDEO:
            self._start(self._watch(track))

    def _reconnected(self) -> None:
        self.reconnections += 1

    async def _watch(self, track: rtc.Track) -> None:
        stream = rtc.VideoStream(track)
        try:
            async for _ in stream:
                self._note_picture(time.monotonic())
        finally:
            await stream.aclose()

    def _note_picture(self, now: float) -> None:
        self.frames += 1
        self.longest_pause = max(self.longest_pause, now - (self._last_seen_at or now))
        self._last_seen_at = now
        self.seen_at = self.seen_at or now

    async def _show(self, camera: rtc.VideoSource) -> None:
        pictures = [bytes((shade, 128, 128, 255)) * (WIDTH * HEIGHT) for shade in (60, 180)]
        while True:
            for picture in pictures:
                camera.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, picture))
                await asyncio.sleep(1 / self._pictures_per_second)

    async def _hum(self, microphone: rtc.AudioSource) -> None:
        wave = array("h", (int(9000 * math.sin(2 * math.pi * 500 * at / RATE)) for at in range(SAMPLES)))
        while True:
            await microphone.capture_frame(rtc.AudioFrame(wave.tobytes(), RATE, 1, SAMPLES))

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
