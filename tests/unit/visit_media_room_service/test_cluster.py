"""With a LiveKit cluster as the engine, its webhooks and lists tell who came and went, and everyone is looked at."""

import json
from collections.abc import AsyncIterator, Container
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from google.protobuf import json_format
from livekit.protocol import models
from livekit.protocol.webhook import WebhookEvent

from tests.fixtures.free_ports import free_port
from tests.unit.visit_media_signalling.house import KEY, House, settle
from visit_media import wiring
from visit_media.adapters.engine import Someone
from visit_media.media import build_cluster
from visit_media.room_service.builtin import Builtin
from visit_media.room_service.cluster_attendance import ClusterAttendance
from visit_media.room_service.ear import webhook_ear
from visit_media.room_service.happenings import Happenings
from visit_media.room_service.serving import ApiServer
from visit_media.room_service.webhooks import Webhooks, signature
from visit_media.signalling import departures
from visit_media.signalling.admission import Verdict
from visit_media.signalling.tokens import Grant
from visit_media.wiring import ApiSettings, ClusterSettings

VISIT, ANNA, SESSION = UUID(int=7), UUID(int=1), UUID(int=20)
NOON = 1_772_452_800


class Record:
    """The attendance, as far as it is told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.kept: list[set[str]] = []
        self.looked_at: list[Someone] = []
        self.is_broken = False

    async def joined(self, grant: Grant, *, connection_id: str, at: datetime) -> None:
        if self.is_broken:
            raise ConnectionError
        self.said.append(("joined", connection_id))

    async def left(self, grant: Grant, *, connection_id: str, reason: str, at: datetime, quality: Any = None) -> None:
        self.said.append((reason, connection_id))

    async def close_left_open(self, but: Container[str]) -> None:
        assert isinstance(but, set)
        self.kept.append(but)

    async def newcomer(self, one: Someone) -> None:
        self.looked_at.append(one)


class Lists:
    """The cluster's own lists."""

    def __init__(self) -> None:
        self.there: list[Someone] = []

    async def everyone(self) -> list[Someone]:
        return self.there


class Cluster:
    """A cluster that the test is."""

    def __init__(self) -> None:
        self.record, self.lists = Record(), Lists()
        self.attendance = ClusterAttendance(
            self.lists,  # type: ignore[arg-type]
            self.record,
            close_left_open=self.record.close_left_open,
            newcomer=self.record.newcomer,
        )

    async def tell(self, name: str, sid: str = "PA_1", reason: Any = 0, **attributes: str) -> None:
        await self.attendance.hear(event(name, sid, reason, **attributes))


def event(name: str, sid: str = "PA_1", reason: Any = 0, **attributes: str) -> WebhookEvent:
    info = models.ParticipantInfo(identity=str(ANNA), sid=sid, attributes=attributes, disconnect_reason=reason)
    return WebhookEvent(event=name, room=models.Room(name=str(VISIT)), participant=info, created_at=NOON)


def anna(sid: str = "PA_1") -> Someone:
    return Someone(VISIT, ANNA, sid)


@pytest.fixture
def cluster() -> Cluster:
    return Cluster()


@pytest_asyncio.fixture
async def ear(cluster: Cluster) -> AsyncIterator[str]:
    served = ApiServer(webhook_ear(KEY, cluster.attendance.hear))
    await served.open("127.0.0.1", 0)
    yield f"http://127.0.0.1:{served.port}/webhooks/livekit"
    await served.close()


async def test_whoever_comes_in_is_written_down_and_looked_at(cluster: Cluster) -> None:
    await cluster.tell("participant_joined", session=str(SESSION), staff="1", visit_version="3")
    await cluster.tell("participant_joined")
    await cluster.tell("track_published")

    assert cluster.record.said == [("joined", "PA_1")]
    assert cluster.record.looked_at[0] == Someone(VISIT, ANNA, "PA_1", 3, is_staff=True, session_id=SESSION)


@pytest.mark.parametrize(
    ("reason", "because"),
    [
        (models.DisconnectReason.CLIENT_INITIATED, "left"),
        (models.DisconnectReason.DUPLICATE_IDENTITY, "replaced"),
        (models.DisconnectReason.PARTICIPANT_REMOVED, "removed"),
        (models.DisconnectReason.ROOM_DELETED, "ended"),
        (models.DisconnectReason.STATE_MISMATCH, "refused"),
        (models.DisconnectReason.CONNECTION_TIMEOUT, "lost"),
        (models.DisconnectReason.UNKNOWN_REASON, "lost"),
    ],
)
async def test_whoever_goes_goes_once_and_for_the_reason_the_cluster_tells(
    cluster: Cluster, reason: Any, because: str
) -> None:
    await cluster.tell("participant_joined")
    for _ in range(2):
        await cluster.tell("participant_left", reason=reason)

    assert cluster.record.said == [("joined", "PA_1"), (because, "PA_1")]


async def test_what_the_webhooks_did_not_tell_is_found_in_the_lists(cluster: Cluster) -> None:
    await cluster.tell("participant_joined", sid="PA_gone")
    cluster.lists.there = [anna("PA_found")]

    for _ in range(2):
        await cluster.attendance.look_again()

    assert cluster.record.said[1:] == [("joined", "PA_found"), ("lost", "PA_gone")]


async def test_what_an_earlier_process_left_open_is_closed_but_for_those_who_are_still_there(cluster: Cluster) -> None:
    cluster.lists.there = [anna("PA_still")]
    await cluster.tell("participant_joined", sid="PA_new")

    await cluster.attendance.look_again()
    await cluster.attendance.look_again()

    assert cluster.record.kept == [{"PA_still", "PA_new"}]


async def test_our_own_servers_webhooks_are_believed(house: House, cluster: Cluster, ear: str) -> None:
    webhooks = Webhooks([ear], KEY)
    house.server.watchers.append(Happenings(house.server, webhooks.tell))

    bo = await house.client().connect()
    bo.session.end(departures.LEFT)
    await webhooks.close()
    cluster.lists.there = await Builtin(house.server).everyone()
    await cluster.attendance.look_again()

    assert cluster.record.said == [("joined", bo.sid), ("left", bo.sid)]


async def test_only_what_is_signed_with_our_key_and_unchanged_is_heard(cluster: Cluster, ear: str) -> None:
    body = json_format.MessageToJson(event("participant_joined")).encode()
    good = signature(KEY, body, NOON + 10**9)
    stranger = signature(type(KEY)(KEY.name, "y" * 40), body, NOON + 10**9)
    fresh = signature(KEY, body, datetime.now().timestamp())  # noqa: DTZ005 - a moment, no time of day
    async with httpx.AsyncClient() as client:
        statuses = [
            (await client.post(ear, content=content, headers={"Authorization": token})).status_code
            for content, token in (
                (body, ""),
                (body, stranger),
                (body, good),
                (body + b" ", fresh),
                (b" " * 300_000, fresh),
                (body, fresh),
            )
        ]

    assert statuses == [401, 401, 401, 401, 413, 200]
    assert cluster.record.said == [("joined", "PA_1")]


async def test_what_cannot_be_read_is_refused_and_what_cannot_be_written_down_is_asked_for_again(
    cluster: Cluster, ear: str
) -> None:
    cluster.record.is_broken = True
    now = datetime.now().timestamp()  # noqa: DTZ005 - a moment, no time of day
    bodies = [b"{", json.dumps({"room": 3}).encode(), json_format.MessageToJson(event("participant_joined")).encode()]
    async with httpx.AsyncClient() as client:
        answers = [
            await client.post(ear, content=body, headers={"Authorization": signature(KEY, body, now)})
            for body in bodies
        ]

    assert [answer.status_code for answer in answers] == [400, 400, 503]
    assert not cluster.record.looked_at


async def test_the_process_hears_a_cluster_and_removes_who_may_not_be_there(
    house: House, address: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "attendance", lambda: cluster.record)
    monkeypatch.setattr(wiring, "close_left_open", lambda but: cluster.record.kept.append(set(but)))
    door = SimpleNamespace(admit=_nobody_belongs)
    port = free_port()
    settings = ClusterSettings(address, KEY.name, KEY.secret, ApiSettings("127.0.0.1", port))
    carried = build_cluster(settings, door)  # type: ignore[arg-type]
    webhooks = Webhooks([f"http://127.0.0.1:{port}/webhooks/livekit"], KEY)
    house.server.watchers.append(Happenings(house.server, webhooks.tell))
    await carried.open()

    bo = await house.client().connect()
    await webhooks.close()
    await settle()
    for look in carried.looks:
        await look()
    await carried.close()

    assert bo.all("leave")[0].reason == models.DisconnectReason.PARTICIPANT_REMOVED
    assert cluster.record.said == [("joined", bo.sid), ("removed", bo.sid)]
    assert len(cluster.record.kept) == 1


async def _nobody_belongs(_: Grant) -> Verdict:
    return Verdict.NOT_IN_THE_VISIT


@pytest.mark.parametrize(("named", "engine"), [(None, "builtin"), ("builtin", "builtin"), ("livekit", "livekit")])
def test_the_engine_is_chosen_by_name(monkeypatch: pytest.MonkeyPatch, named: str | None, engine: str) -> None:
    monkeypatch.delenv("CARE_MEDIA_ENGINE", raising=False)
    if named is not None:
        monkeypatch.setenv("CARE_MEDIA_ENGINE", named)

    assert wiring.media_engine() == engine


def test_a_process_told_of_another_engine_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARE_MEDIA_ENGINE", "janus")

    with pytest.raises(SystemExit, match="builtin or livekit"):
        wiring.media_engine()
