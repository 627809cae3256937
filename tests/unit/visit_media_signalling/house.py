"""A media server whose network and media are stand-ins: signalling alone, with clients that are a list of messages."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from livekit.protocol import models, rtc
from websockets.exceptions import ConnectionClosedError

from tests.unit.visit_media.descriptions import HERE, recorded
from visit_media.sfu.negotiation.terms import Codec, Reception
from visit_media.signalling.joining import Join
from visit_media.signalling.server import MediaServer
from visit_media.signalling.session import Session
from visit_media.signalling.tokens import Grant, TokenKey

KEY = TokenKey("care", "x" * 40)
CAMERA_CID, MICROPHONE_CID = (
    line.split()[-1] for line in recorded("chromium_v1_publishes.offer").splitlines() if line.startswith("a=msid:")
)


class FakePeer:
    """A transport that only says what it was told."""

    def __init__(self) -> None:
        self.ufrag, self.password = "ufrag1", "password-password-password"
        self.heard_at = time.monotonic()
        self.is_connected = self.has_failed = False
        self.is_open = True
        self.restarts = 0
        self.sent: list[tuple[str, bytes]] = []

    def restart(self) -> None:
        self.restarts += 1
        self.ufrag = f"ufrag{self.restarts + 1}"

    def send_data(self, label: str, message: bytes) -> bool:
        if self.is_open:
            self.sent.append((label, message))
        return self.is_open

    def packets(self) -> list[models.DataPacket]:
        return [models.DataPacket.FromString(message) for _, message in self.sent]


class FakeUplink:
    """A track that nobody hears."""

    def __init__(self, terms: Reception) -> None:
        self.terms, self.kind = terms, terms.kind
        self.wanted_rank = 2
        self.loudness = SimpleNamespace(take=lambda _: 0.0)


class FakeDownlink:
    """A track on its way to nobody."""

    def __init__(self, uplink: FakeUplink) -> None:
        self.uplink, self.ssrc, self.repair_ssrc = uplink, 77, None
        self.wishes: list[dict[str, Any]] = []

    def wish(self, **wish: Any) -> None:
        self.wishes.append(wish)


class FakeMember:
    """Remembers what it was asked to receive and to send."""

    def __init__(self, listener: Session, *, is_single: bool) -> None:
        self.listener = listener
        self.publisher = FakePeer()
        self.subscriber = self.publisher if is_single else FakePeer()
        self.ingress = SimpleNamespace(uplinks={})
        self.answered: list[tuple[Any, ...]] = []
        self.started: list[FakeDownlink] = []
        self.ended: list[FakeDownlink] = []

    def agree(self, fingerprints: object, sctp_port: int | None, receptions: tuple[Reception, ...]) -> None:
        kept = self.ingress.uplinks
        self.ingress.uplinks = {terms.mid: kept.get(terms.mid) or FakeUplink(terms) for terms in receptions}

    def agree_subscriber(self, fingerprints: object, sctp_port: int | None) -> None:
        self.answered.append((fingerprints, sctp_port))

    def subscribe(self, uplink: FakeUplink, codec: Codec, extensions: Mapping[str, int]) -> FakeDownlink:
        return FakeDownlink(uplink)

    def start(self, downlink: FakeDownlink) -> None:
        self.started.append(downlink)

    def unsubscribe(self, downlink: FakeDownlink) -> None:
        self.ended.append(downlink)

    def quality(self, now: float) -> Any:
        return SimpleNamespace(score=4.5, loss=0.02, round_trip=0.04)


class FakeForwarding:
    """Forwards nothing."""

    def __init__(self) -> None:
        self.removed: list[FakeMember] = []
        self.pausing: list[bool] = []

    def open(self) -> None: ...
    def close(self) -> None: ...

    def add(self, listener: Session, *, is_single: bool, group: int, allows_pause: bool) -> FakeMember:
        self.pausing.append(allows_pause)
        return FakeMember(listener, is_single=is_single)

    def remove(self, member: FakeMember) -> None:
        self.removed.append(member)

    def reach(self, peer: FakePeer) -> Any:
        return replace(HERE, ufrag=peer.ufrag, password=peer.password)


class FakeAttendance:
    """Keeps what is recorded."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.qualities: list[Any] = []

    async def joined(self, grant: Grant, *, connection_id: str, at: datetime) -> None:
        self.said.append("joined")

    async def left(self, grant: Grant, *, connection_id: str, reason: str, at: datetime, quality: Any = None) -> None:
        self.said.append(reason)
        self.qualities.append(quality)


class FakeSocket:
    """A WebSocket whose far end is the test."""

    def __init__(self) -> None:
        self.heard: list[rtc.SignalResponse] = []
        self.is_closed = False
        self._said: asyncio.Queue[bytes | Exception | None] = asyncio.Queue()

    def say(self, **message: Any) -> None:
        self._said.put_nowait(rtc.SignalRequest(**message).SerializeToString())

    def say_raw(self, frame: bytes) -> None:
        self._said.put_nowait(frame)

    def snap(self) -> None:
        self._said.put_nowait(ConnectionClosedError(None, None))

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (frame := await self._said.get()) is not None:
            if isinstance(frame, Exception):
                raise frame
            yield frame

    async def send(self, message: str | bytes) -> None:
        assert isinstance(message, bytes)
        self.heard.append(rtc.SignalResponse.FromString(message))

    async def close(self) -> None:
        self.is_closed = True
        self._said.put_nowait(None)


class Client:
    """One person's client on one line after another."""

    def __init__(self, house: "House", grant: Grant) -> None:
        self.house, self.grant = house, grant
        self.socket = FakeSocket()
        self.sid = ""

    async def join(self, **asked: Any) -> "Client":
        """Knock and be heard."""
        self.socket = FakeSocket()
        self.house.tasks.append(asyncio.create_task(self.house.server.converse(self.socket, self.grant, Join(**asked))))
        await settle()
        if self.names()[:1] == ["join"]:
            self.sid = self.socket.heard[0].join.participant.sid
        return self

    async def connect(self, **asked: Any) -> "Client":
        """Join, and let the media path come up."""
        await self.join(**{"offer": offer("chromium_v1_joins"), **asked})
        self.session.member.subscriber.is_connected = True
        self.session.connected()
        await settle()
        return self

    async def publish(self) -> list[str]:
        """Announce and offer a camera and a microphone; return their sids."""
        for cid, kind, source in (
            (CAMERA_CID, models.TrackType.VIDEO, models.TrackSource.CAMERA),
            (MICROPHONE_CID, models.TrackType.AUDIO, models.TrackSource.MICROPHONE),
        ):
            self.socket.say(add_track=rtc.AddTrackRequest(cid=cid, type=kind, source=source, layers=LAYERS))
        self.socket.say(offer=offer("chromium_v1_publishes"))
        await settle()
        return [publication.sid for publication in self.session.participant.publications.values()]

    async def say(self, **message: Any) -> None:
        """Ask for something."""
        self.socket.say(**message)
        await settle()

    @property
    def session(self) -> Any:
        """What the server keeps of this client."""
        return self.house.server.rooms[self.grant.visit_id].sessions[str(self.grant.person_id)]

    def names(self) -> list[str]:
        """Return what was heard on the present line, by name."""
        return [message.WhichOneof("message") or "" for message in self.socket.heard]

    def all(self, name: str) -> list[Any]:
        """Return all messages of that name."""
        return [getattr(one, name) for one in self.socket.heard if one.WhichOneof("message") == name]

    def forget(self) -> None:
        """Look only at what comes from now on."""
        self.socket.heard.clear()


class House:
    """The server and its visit."""

    def __init__(self) -> None:
        self.visit_id = uuid4()
        self.forwarding = FakeForwarding()
        self.attendance = FakeAttendance()
        self.tasks: list[asyncio.Task[None]] = []
        self.server = MediaServer(
            forwarding=self.forwarding,  # type: ignore[arg-type]
            key=KEY,
            attendance=self.attendance,
            ice_servers=lambda _: [rtc.ICEServer(urls=["turn:192.0.2.9"], username="u", credential="c")],
        )

    def client(self, person_id: UUID | None = None, **granted: Any) -> Client:
        """Return somebody who has not knocked yet."""
        person = person_id or uuid4()
        video = {"room": str(self.visit_id), "roomJoin": True}
        claims = {"iss": KEY.name, "sub": str(person), "video": video}
        return Client(self, Grant(self.visit_id, person, 1, is_staff=False, claims=claims, **granted))

    @property
    def room(self) -> Any:
        """The room of the visit."""
        return self.server.rooms[self.visit_id]


LAYERS = [
    models.VideoLayer(quality=quality, width=320 << quality, height=180 << quality)  # type: ignore[arg-type]
    for quality in range(3)
]


def offer(name: str, *, number: int = 1, ufrag: str = "") -> rtc.SessionDescription:
    """Return a recorded offer, perhaps as if its path had begun anew."""
    sdp = recorded(f"{name}.offer")
    if ufrag:
        sdp = re.sub("a=ice-ufrag:.*", f"a=ice-ufrag:{ufrag}", sdp)
    return rtc.SessionDescription(type="offer", sdp=sdp, id=number)


async def settle() -> None:
    """Let everything that can happen now happen."""
    for _ in range(30):
        await asyncio.sleep(0)
