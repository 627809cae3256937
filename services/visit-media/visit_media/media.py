"""The media server's process: `python -m visit_media.media`."""

import asyncio
import gc
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from livekit.protocol import rtc

from chassis import telling
from chassis.aio import HealthServer, Listener
from chassis.store import Delivery
from contracts.booking.events import VisitCancelled, VisitChanged, VisitEnded, VisitParticipantsChanged
from contracts.identity.events import SessionEnded, UserRolesChanged, UserStatusChanged
from contracts.message import Event
from visit_media import wiring
from visit_media.adapters.engine import Engine, Someone
from visit_media.adapters.livekit_cluster import LiveKitCluster
from visit_media.room_service.app import room_service_app
from visit_media.room_service.builtin import Builtin
from visit_media.room_service.cluster_attendance import ClusterAttendance
from visit_media.room_service.ear import webhook_ear
from visit_media.room_service.happenings import Happenings
from visit_media.room_service.rooms_view import rooms_view
from visit_media.room_service.serving import ApiServer
from visit_media.room_service.webhooks import Webhooks
from visit_media.sfu.members.forwarding import Forwarding
from visit_media.sfu.negotiation.turn import TurnSettings, turn_servers
from visit_media.signalling.admission import Admission, Attendance, Verdict
from visit_media.signalling.door import Door
from visit_media.signalling.server import MediaServer
from visit_media.signalling.tokens import Grant, TokenKey
from visit_media.wiring import MediaSettings

HEARD: Final[tuple[type[Event], ...]] = (
    VisitEnded,
    VisitCancelled,
    VisitChanged,
    VisitParticipantsChanged,
    UserStatusChanged,
    UserRolesChanged,
    SessionEnded,
)
LOOK_AGAIN_SECONDS: Final = 2.0
LOOK_AT_CLUSTER_SECONDS: Final = 10.0
STOP_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, slots=True)
class Media:
    """The running parts: command the server, open and close both."""

    server: MediaServer
    door: Door
    forwarding: Forwarding
    settings: MediaSettings
    api: ApiServer
    webhooks: Webhooks

    @property
    def engine(self) -> Engine:
        """What the watch commands."""
        return Builtin(self.server)

    async def open(self) -> None:
        """Begin to serve."""
        self.server.open()
        await self.forwarding.open_tcp()
        await self.door.open(self.settings.host, self.settings.ws_port)
        if self.settings.api is not None:
            await self.api.open(self.settings.api.host, self.settings.api.port)

    @staticmethod
    def settle() -> None:
        """What was made to start stays for ever: going through it again would stop all media for a tenth of a second.

        For the process that does nothing else, once it serves.
        """
        gc.collect()
        gc.freeze()

    async def close(self) -> None:
        """Say goodbye to everybody and stop."""
        await self.api.close()
        await self.server.close()
        await self.door.close()
        await self.webhooks.close()


def build(settings: MediaSettings, admission: Admission, attendance: Attendance) -> Media:
    """Put the media server together; nothing listens for conversations until it is opened."""
    key = TokenKey(settings.api_key, settings.api_secret)
    forwarding = Forwarding(
        host=settings.host,
        port=settings.udp_port,
        announced_addresses=settings.announced_addresses,
        tcp_port=settings.tcp_port,
    )
    ice_servers = partial(_ice_servers, settings.turn)
    server = MediaServer(forwarding=forwarding, key=key, attendance=attendance, ice_servers=ice_servers)
    webhooks = Webhooks(settings.webhook_urls, key)
    server.watchers.append(Happenings(server, webhooks.tell))
    door = Door(server=server, key=key, admission=admission)
    return Media(server, door, forwarding, settings, ApiServer(room_service_app(server, key)), webhooks)


def _ice_servers(turn: TurnSettings | None, participant_sid: str) -> list[rtc.ICEServer]:
    """Credentials of the relay for one stay; its sid names nobody."""
    return [
        rtc.ICEServer(urls=relay.urls, username=relay.username, credential=relay.credential)
        for relay in turn_servers(turn, participant_sid, time.time())
    ]


class Watch:
    """Ends what is over: at once when it is told, and by looking again, for what was told while nobody listened."""

    def __init__(self, engine: Engine, admission: wiring.HeardAdmission) -> None:
        self._engine = engine
        self._admission = admission

    async def on_event(self, event: type[Event], delivery: Delivery, fields: dict[str, Any]) -> None:
        try:
            # Written down first: whoever is sent away finds the door shut, even if this server dies in between
            # and the service that usually hears it sleeps.
            await self._admission.heard(delivery, fields)
        finally:
            await self._act_on(event, fields)

    async def _act_on(self, event: type[Event], fields: dict[str, Any]) -> None:
        if event is VisitEnded:
            await self._engine.close_room(fields["visit_id"], "ended")
        elif event is VisitCancelled:
            await self._engine.close_room(fields["visit_id"], "cancelled")
        elif event is VisitChanged:
            for person_id in fields["taken_out_ids"]:
                await self._engine.remove_person(person_id, fields["visit_id"])
        elif event is VisitParticipantsChanged:
            if fields["taken_out_id"] is not None:
                await self._engine.remove_person(fields["taken_out_id"], fields["visit_id"])
        elif event is SessionEnded:
            await self._engine.end_sign_in(fields["session_id"])
        elif fields["status"] != "active":
            await self._engine.remove_person(fields["user_id"])
        else:
            await self.look_at(*(one for one in await self._engine.everyone() if one.person_id == fields["user_id"]))

    async def look_again(self) -> None:
        """Ask about everyone in a room whether they would be let in now."""
        await self.look_at(*await self._engine.everyone())

    async def look_at(self, *people: Someone) -> None:
        """Ask about these whether they would be let in now."""
        for one in people:
            grant = Grant(
                one.visit_id, one.person_id, one.visit_version, is_staff=one.is_staff, session_id=one.session_id
            )
            verdict = await self._admission.admit(grant)
            if verdict in (Verdict.ENDED, Verdict.CANCELLED):
                await self._engine.close_room(one.visit_id, verdict.value)
            elif verdict is Verdict.SESSION_OVER and one.session_id is not None:
                await self._engine.end_sign_in(one.session_id)
            elif verdict is not Verdict.ADMITTED:
                await self._engine.remove_person(one.person_id, one.visit_id)


@dataclass(frozen=True, slots=True)
class Carried:
    """One way to carry media, as the process runs it."""

    watch: Watch
    looks: tuple[Callable[[], Awaitable[None]], ...]
    look_again_seconds: float
    open: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    view: Callable[[str], Any] = lambda _: None


def carry(media: Media, admission: wiring.HeardAdmission) -> Carried:
    """Carry it ourselves."""
    watch = Watch(media.engine, admission)
    view = rooms_view(media.server)
    return Carried(watch, (watch.look_again,), LOOK_AGAIN_SECONDS, media.open, media.close, view)


def build_cluster(settings: wiring.ClusterSettings, admission: wiring.HeardAdmission) -> Carried:
    """Let a LiveKit cluster carry it: we hear of it by webhooks, and command it by its API."""
    cluster = LiveKitCluster(url=settings.url, api_key=settings.api_key, api_secret=settings.api_secret)
    watch = Watch(cluster, admission)
    attendance = ClusterAttendance(
        cluster,
        wiring.attendance(),
        close_left_open=lambda but: asyncio.to_thread(wiring.close_left_open, but),
        newcomer=watch.look_at,
    )
    ear = ApiServer(webhook_ear(TokenKey(settings.api_key, settings.api_secret), attendance.hear))

    async def close() -> None:
        await ear.close()
        await cluster.close()

    looks = attendance.look_again, watch.look_again
    return Carried(watch, looks, LOOK_AT_CLUSTER_SECONDS, lambda: ear.open(settings.api.host, settings.api.port), close)


async def _keep_looking(carried: Carried) -> None:
    while True:
        for look in carried.looks:
            try:
                await look()
            except Exception as failure:  # noqa: BLE001 - the outer loop of the watch
                telling.tell_failure("watch_failed", failure)
        await asyncio.sleep(carried.look_again_seconds)


async def serve() -> None:
    """Run until asked to stop; everyone connected to this process is then told to come back."""
    admission = wiring.admission()
    if wiring.media_engine() == "livekit":
        carried = build_cluster(wiring.cluster_settings(), admission)
    else:
        await asyncio.to_thread(wiring.close_left_open)
        carried = carry(build(wiring.media_settings(), admission, wiring.attendance()), admission)
    watch = carried.watch
    listener = Listener(wiring.amqp_url(), "media", HEARD, watch.on_event, watch.look_again)
    health = HealthServer(wiring.health_port(), lambda: {"events": listener.is_ready}, carried.view)
    stopped = asyncio.Event()
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with listener:
        await carried.open()
        await health.start()
        Media.settle()
        watching = asyncio.create_task(_keep_looking(carried))
        await stopped.wait()
        watching.cancel()
        await carried.close()
    await health.stop()


def main() -> None:
    telling.start_telling("visit-media.media")
    asyncio.run(serve())


if __name__ == "__main__":
    main()
