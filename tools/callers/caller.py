"""One light caller: joins a room by one connection as LiveKit's own clients do, publishes, and takes what comes."""

import asyncio
import base64
import time
from collections import Counter
from typing import Any, Final

from livekit.protocol import models, rtc
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tools.callers.description import LAYERS, Section, read_answer, write_offer
from tools.callers.path import Ear, Path
from tools.callers.sources import Camera, Microphone, Source, TransportNumbers
from visit_media.sfu.packets import rtcp
from visit_media.sfu.transport.certificate import Identity

REPORT_SECONDS: Final = 1.0
PING_SECONDS: Final = 5.0
OPEN_SECONDS: Final = 10.0
ENOUGH_BITS: Final = 30_000_000.0
MOST_BLOCKS: Final = 31
SOURCES: Final = {"audio": models.TrackSource.MICROPHONE, "video": models.TrackSource.CAMERA}
QUALITIES: Final = (models.VideoQuality.LOW, models.VideoQuality.MEDIUM, models.VideoQuality.HIGH)


class Caller:
    """`poll` has to be called every few milliseconds; it sends what is due and takes in what has come."""

    def __init__(
        self,
        url: str,
        token: str,
        identity: Identity,
        *,
        number: int = 0,
        ear: Ear | None = None,
        allows_pause: bool = True,
    ) -> None:
        self.number = number
        self._settings = rtc.ConnectionSettings(auto_subscribe=True, subscriber_allow_pause=allows_pause)
        self.told: Counter[str] = Counter()
        self.messages = 0
        self.left_because: int | None = None
        self.mid_to_track: dict[str, str] = {}
        self._url = url
        self._token = token
        self._identity = identity
        self._ear = ear
        self._sid = ""
        self._socket: ClientConnection | None = None
        self._listener: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._begin_anew()

    def _begin_anew(self) -> None:
        self.path = Path(self._identity, self._heard, self._ear)
        self.sources: dict[str, Source] = {}
        self.sids: dict[str, str] = {}
        self._numbers = TransportNumbers()
        self._sections: list[Section] = []
        self._version = 0
        self._report_at = self._ping_at = 0.0

    @property
    def is_up(self) -> bool:
        """Whether media flows."""
        return self.path.is_up

    @property
    def is_there(self) -> bool:
        """Whether the server still speaks with it."""
        return self._listener is not None and not self._listener.done() and self.left_because is None

    async def join(self, *kinds: str) -> None:
        """Enter, and publish a microphone (`audio`) or a camera (`video`) at once; TimeoutError when it takes long."""
        adding = [self._add(kind) for kind in kinds]
        self._sections += [Section(f"free{at}{kind}", kind) for at in range(3) for kind in ("audio", "video")]
        request = rtc.JoinRequest(
            connection_settings=self._settings, add_track_requests=adding, publisher_offer=self._described()
        )
        await self._open(request)
        await self._until(lambda: self.is_up and len(self.sids) == len(kinds))
        self._start_sources()

    async def resume(self) -> None:
        """Come back on another line after this one broke, with a new path (ICE restart)."""
        await self.break_line()
        self.path.restart()
        known = [rtc.TrackPublishedResponse(cid=cid, track=models.TrackInfo(sid=sid)) for cid, sid in self.sids.items()]
        state = rtc.SyncState(publish_tracks=known, subscription=rtc.UpdateSubscription(subscribe=True))
        before = self.told["reconnect"]
        request = rtc.JoinRequest(
            connection_settings=self._settings, reconnect=True, participant_sid=self._sid, sync_state=state
        )
        await self._open(request)
        await self._until(lambda: self.told["reconnect"] > before)
        await self._offer()
        await self._until(lambda: self.is_up)

    async def begin_anew(self, *kinds: str) -> None:
        """Reconnect in full: forget everything and join again as the same person."""
        await self.break_line()
        self.path.close()
        self._begin_anew()
        self.left_because = None
        await self.join(*kinds)

    async def publish(self, kind: str) -> None:
        """Turn the camera or the microphone on, as a new track."""
        await self._tell(add_track=self._add(kind))
        await self._offer()
        await self._until(lambda: all(section.cid in self.sids for section in self._sections if section.cid))
        self._start_sources()

    async def unpublish(self, kind: str) -> None:
        """Take the track away."""
        for section in self._sections:
            if section.cid and section.kind == kind:
                self.sources.pop(section.mid, None)
                self.sids.pop(section.cid, None)
                section.cid = ""
        await self._offer()

    async def mute(self, kind: str, *, is_muted: bool) -> None:
        """Turn the track off without taking it away, or on again."""
        for section in self._sections:
            if section.cid and section.kind == kind and section.mid in self.sources:
                self.sources[section.mid].is_muted = is_muted
                await self._tell(mute=rtc.MuteTrackRequest(sid=self.sids[section.cid], muted=is_muted))

    def say(self, text: str) -> bool:
        """Send a reliable message to everybody."""
        packet = models.DataPacket(user=models.UserPacket(payload=text.encode()))
        return self.path.say("_reliable", packet.SerializeToString())

    async def leave(self) -> None:
        """Go, and say so."""
        try:
            await self._tell(leave=rtc.LeaveRequest(reason=models.DisconnectReason.CLIENT_INITIATED))
        except ConnectionClosed:
            pass  # the server was faster
        await self.break_line()
        self.path.close()

    async def break_line(self) -> None:
        """Let the WebSocket end without a word."""
        if self._socket is not None:
            self._socket.transport.abort()
        if self._listener is not None:
            await asyncio.wait([self._listener])
        self._socket = self._listener = None

    def poll(self, now: float) -> None:
        """Let time pass."""
        self.path.poll(now)
        for source in self.sources.values():
            for packet in source.due(now):
                self.path.send(packet)
        if now >= self._report_at and self.is_up:
            self._report_at = now + REPORT_SECONDS
            self._report()
        for compound in self.path.control:
            self._obey(compound)
        self.path.control.clear()

    def _start_sources(self) -> None:
        for section in self._sections:
            if section.cid and section.mid not in self.sources:
                make = Camera if section.kind == "video" else Microphone
                self.sources[section.mid] = make(section.mid, self._numbers, self.number)
        self.sources = {mid: source for mid, source in self.sources.items() if self._is_ours(mid)}

    def _is_ours(self, mid: str) -> bool:
        return any(section.mid == mid and section.cid for section in self._sections)

    def _add(self, kind: str) -> rtc.AddTrackRequest:
        section = next((one for one in self._sections if one.is_ours and not one.cid and one.kind == kind), None)
        if section is None:
            section = Section(f"mine{len(self._sections)}", kind, is_ours=True)
            self._sections.append(section)
        self._version += 1
        section.cid = f"{kind}-{self.number}-{self._version}"
        layers = [
            models.VideoLayer(quality=quality, width=320 << at, height=180 << at, bitrate=170_000 << 2 * at)
            for at, quality in enumerate(QUALITIES[: len(LAYERS)])
        ]
        return rtc.AddTrackRequest(
            cid=section.cid,
            name=kind,
            type=models.TrackType.VIDEO if kind == "video" else models.TrackType.AUDIO,
            source=SOURCES[kind],
            width=1280 if kind == "video" else 0,
            height=720 if kind == "video" else 0,
            layers=layers if kind == "video" else [],
        )

    def _described(self) -> rtc.SessionDescription:
        self._version += 1
        path = self.path
        text = write_offer(
            self._sections,
            version=self._version,
            ufrag=path.ufrag,
            password=path.password,
            fingerprint=path.fingerprint,
        )
        return rtc.SessionDescription(type="offer", sdp=text, id=self._version)

    async def _open(self, request: rtc.JoinRequest) -> None:
        wrapped = rtc.WrappedJoinRequest(join_request=request.SerializeToString()).SerializeToString()
        query = base64.urlsafe_b64encode(wrapped).decode()
        self._socket = await connect(
            f"{self._url}/rtc/v1?join_request={query}",
            additional_headers={"Authorization": f"Bearer {self._token}"},
            compression=None,
            max_size=None,
            open_timeout=OPEN_SECONDS,
        )
        self._listener = asyncio.create_task(self._listen(self._socket))

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                assert isinstance(frame, bytes)
                await self._hear(rtc.SignalResponse.FromString(frame))
                self._news.set()
        except ConnectionClosed:
            pass  # whoever waits for something will time out

    async def _hear(self, response: rtc.SignalResponse) -> None:
        name = response.WhichOneof("message") or ""
        self.told[name] += 1
        if name == "join":
            self._sid = response.join.participant.sid
        elif name == "answer" and response.answer.id == self._version:
            answer = read_answer(response.answer.sdp)
            self.mid_to_track = dict(response.answer.mid_to_track_id)
            self.path.call(answer.ufrag, answer.password, answer.fingerprint, answer.server)
        elif name == "media_sections_requirement":
            wanted = response.media_sections_requirement
            for kind, count in (("audio", wanted.num_audios), ("video", wanted.num_videos)):
                self._sections += [Section(f"free{len(self._sections) + at}{kind}", kind) for at in range(count)]
            await self._offer()
        elif name == "track_published":
            self.sids[response.track_published.cid] = response.track_published.track.sid
        elif name == "refresh_token":
            self._token = response.refresh_token
        elif name == "leave":
            self.left_because = response.leave.reason

    async def _offer(self) -> None:
        await self._tell(offer=self._described())

    async def _tell(self, **message: Any) -> None:
        if self._socket is not None:
            await self._socket.send(rtc.SignalRequest(**message).SerializeToString())

    async def _until(self, is_so: Any) -> None:
        async with asyncio.timeout(OPEN_SECONDS):
            while not is_so():
                self._news.clear()
                try:
                    await asyncio.wait_for(self._news.wait(), 0.02)  # the path comes up without a message
                except TimeoutError:
                    continue

    def _heard(self, label: str, message: bytes) -> None:
        self.messages += 1

    def _report(self) -> None:
        own = next((source.ssrc for source in self.sources.values()), 1)
        for source in self.sources.values():
            ntp = int((time.time() + 2_208_988_800) * (1 << 32))
            told = rtcp.SenderReport(source.ssrc, ntp, source.timestamp, source.sent, 0)
            self.path.send_control(rtcp.sender_report(told))
        blocks = self.path.reception.blocks()
        for at in range(0, max(1, len(blocks)), MOST_BLOCKS):
            report = rtcp.receiver_report(own, blocks[at : at + MOST_BLOCKS])
            self.path.send_control(report + rtcp.limit(own, ENOUGH_BITS, ()))

    def _obey(self, compound: bytes) -> None:
        try:
            said = rtcp.read(compound)
        except ValueError:
            return  # nothing a client would act on
        for item in said:
            if isinstance(item, rtcp.SenderReport):
                self.path.reception.heard(item)
            elif isinstance(item, rtcp.KeyFrameRequest):
                self._begin_picture(item.ssrc)

    def _begin_picture(self, ssrc: int) -> None:
        for source in self.sources.values():
            if isinstance(source, Camera) and source.ssrc == ssrc:
                source.is_key_frame_due = True
