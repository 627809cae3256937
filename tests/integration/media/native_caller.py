"""Somebody who takes part with LiveKit's own Python client: shows a moving picture, hums, and looks at the others."""

import asyncio
import logging
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from livekit import rtc

# Just large enough for three layers: two cores encode and decode everything.
WIDTH, HEIGHT, FRAMES_PER_SECOND = 960, 540, 10
COLOUR = (60, 120, 200)
LOUDEST = 12000
PATIENCE_SECONDS = 30
log = logging.getLogger(__name__)


class NativeCaller:
    """One person with a camera and a microphone."""

    def __init__(self, person_id: UUID | None = None) -> None:
        self.person_id = person_id or uuid4()
        self.room = rtc.Room()
        self.frames = 0
        self.sizes: set[tuple[int, int]] = set()
        self.mean_colour = (0.0, 0.0, 0.0)
        self.loudest = 0
        self.speakers_heard: set[str] = set()
        self.messages: list[tuple[str, bytes]] = []
        self.qualities: set[int] = set()
        self.ended_because: int | None = None
        self.reconnections = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.room.on("track_subscribed", self._subscribed)
        self.room.on("active_speakers_changed", self._speakers_changed)
        self.room.on("data_received", self._data_received)
        self.room.on("disconnected", self._disconnected)
        self.room.on("reconnected", self._reconnected)
        self.room.on("connection_quality_changed", lambda _, quality: self.qualities.add(quality))

    async def join(self, url: str, token: str, **options: Any) -> None:
        """Enter a room."""
        await asyncio.wait_for(self.room.connect(url, token, rtc.RoomOptions(**options)), 15)

    async def publish(self, *, simulcast: bool = True, codec: "rtc.VideoCodec.ValueType" = rtc.VideoCodec.VP8) -> None:
        """Show a picture and make a sound."""
        camera = rtc.VideoSource(WIDTH, HEIGHT)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=simulcast, video_codec=codec)
        await self.room.local_participant.publish_track(
            rtc.LocalVideoTrack.create_video_track("camera", camera), options
        )
        self._start(self._show(camera))
        await self.publish_sound()

    async def publish_sound(self) -> None:
        """Make a sound."""
        microphone = rtc.AudioSource(48000, 1)
        await self.room.local_participant.publish_track(
            rtc.LocalAudioTrack.create_audio_track("microphone", microphone),
            rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE),
        )
        self._start(self._hum(microphone))

    def tracks_of_others(self) -> list[rtc.RemoteTrackPublication]:
        """Return everything the others publish."""
        return [one for other in self.room.remote_participants.values() for one in other.track_publications.values()]

    def received(self) -> int:
        """Return how many of them are received."""
        return sum(publication.track is not None for publication in self.tracks_of_others())

    def muted_sources(self) -> "set[rtc.TrackSource.ValueType]":
        """Return what the others have turned off."""
        return {publication.source for publication in self.tracks_of_others() if publication.muted}

    async def leave(self) -> None:
        """Go."""
        for task in self._tasks:
            task.cancel()
        await self.room.disconnect()

    async def sees(self, frames: int, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until so many more pictures have been decoded."""
        wanted = self.frames + frames
        await until(lambda: self.frames >= wanted, seconds)

    async def stands_still(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until no new pictures have come for a second."""
        async with asyncio.timeout(seconds):
            before = -1
            while self.frames != before:
                before = self.frames
                await asyncio.sleep(1)

    def _subscribed(self, track: rtc.Track, *_: Any) -> None:
        self._start(self._watch(track) if track.kind == rtc.TrackKind.KIND_VIDEO else self._listen(track))

    async def _watch(self, track: rtc.Track) -> None:
        async for event in rtc.VideoStream(track, format=rtc.VideoBufferType.RGBA):
            self.frames += 1
            frame = event.frame
            self.sizes.add((frame.width, frame.height))
            if self.frames % 10 == 0:
                pixels = np.frombuffer(frame.data, np.uint8).reshape(frame.height, frame.width, 4)
                red, green, blue = (float(value) for value in pixels[:, :, :3].mean((0, 1)))
                self.mean_colour = (red, green, blue)

    async def _listen(self, track: rtc.Track) -> None:
        async for event in rtc.AudioStream(track):
            self.loudest = max(self.loudest, int(np.abs(np.frombuffer(event.frame.data, np.int16).astype(int)).max()))

    def _speakers_changed(self, speakers: list[rtc.Participant]) -> None:
        self.speakers_heard |= {speaker.identity for speaker in speakers}

    def _data_received(self, packet: rtc.DataPacket) -> None:
        self.messages.append((packet.participant.identity if packet.participant else "", packet.data))

    def _disconnected(self, reason: int) -> None:
        self.ended_because = reason

    def _reconnected(self) -> None:
        self.reconnections += 1

    async def _show(self, camera: rtc.VideoSource) -> None:
        picture = np.full((HEIGHT, WIDTH, 4), (*COLOUR, 255), np.uint8)
        number = 0
        while True:
            number += 1
            frame = picture.copy()
            at = number * 8 % (HEIGHT - 20)
            frame[at : at + 20, :, :3] = 255 - frame[at : at + 20, :, :3]
            camera.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, frame.tobytes()))
            await asyncio.sleep(1 / FRAMES_PER_SECOND)

    async def _hum(self, microphone: rtc.AudioSource) -> None:
        at = 0
        while True:
            wave = LOUDEST * np.sin(2 * np.pi * 440 * (np.arange(480) + at) / 48000)
            at += 480
            await microphone.capture_frame(rtc.AudioFrame(wave.astype(np.int16).tobytes(), 48000, 1, 480))

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a task of a caller has failed", exc_info=task.exception())


async def until(is_true: Any, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something has become true."""
    async with asyncio.timeout(seconds):
        while not is_true():  # noqa: ASYNC110 - the libraries under test offer no event for it
            await asyncio.sleep(0.05)
