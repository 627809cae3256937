"""The media server's process: `python -m visit_media.media`."""

import asyncio
import signal
import time
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
STOP_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, slots=True)
class Media:
    """The running parts: command the server, open and close both."""

    server: MediaServer
    door: Door
    forwarding: Forwarding
    settings: MediaSettings

    async def open(self) -> None:
        """Begin to serve."""
        self.server.open()
        await self.forwarding.open_tcp()
        await self.door.open(self.settings.host, self.settings.ws_port)

    async def close(self) -> None:
        """Say goodbye to everybody and stop."""
        await self.server.close()
        await self.door.close()


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
    return Media(server, Door(server=server, key=key, admission=admission), forwarding, settings)


def _ice_servers(turn: TurnSettings | None, participant_sid: str) -> list[rtc.ICEServer]:
    """Credentials of the relay for one stay; its sid names nobody."""
    return [
        rtc.ICEServer(urls=relay.urls, username=relay.username, credential=relay.credential)
        for relay in turn_servers(turn, participant_sid, time.time())
    ]


class Watch:
    """Ends what is over: at once when it is told, and by looking again, for what was told while nobody listened."""

    def __init__(self, server: MediaServer, admission: wiring.HeardAdmission) -> None:
        self._server = server
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
            self._server.close_room(fields["visit_id"], "ended")
        elif event is VisitCancelled:
            self._server.close_room(fields["visit_id"], "cancelled")
        elif event is VisitChanged:
            for person_id in fields["taken_out_ids"]:
                self._server.remove_person(person_id, fields["visit_id"])
        elif event is VisitParticipantsChanged:
            if fields["taken_out_id"] is not None:
                self._server.remove_person(fields["taken_out_id"], fields["visit_id"])
        elif event is SessionEnded:
            self._server.end_sign_in(fields["session_id"])
        elif fields["status"] != "active":
            self._server.remove_person(fields["user_id"])
        else:
            await self._look_at([grant for grant in self._server.everyone() if grant.person_id == fields["user_id"]])

    async def look_again(self) -> None:
        """Ask about everyone in a room whether they would be let in now."""
        await self._look_at(self._server.everyone())

    async def _look_at(self, grants: list[Grant]) -> None:
        for grant in grants:
            verdict = await self._admission.admit(grant)
            if verdict in (Verdict.ENDED, Verdict.CANCELLED):
                self._server.close_room(grant.visit_id, verdict.value)
            elif verdict is Verdict.SESSION_OVER and grant.session_id is not None:
                self._server.end_sign_in(grant.session_id)
            elif verdict is not Verdict.ADMITTED:
                self._server.remove_person(grant.person_id, grant.visit_id)

    async def run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            try:
                await self.look_again()
            except Exception as failure:  # noqa: BLE001 - the outer loop of the watch
                telling.tell_failure("watch_failed", failure)


async def serve() -> None:
    """Run until asked to stop; everyone connected is then told to come back."""
    admission = wiring.admission()
    media = build(wiring.media_settings(), admission, await asyncio.to_thread(wiring.attendance))
    watch = Watch(media.server, admission)
    listener = Listener(wiring.amqp_url(), "media", HEARD, watch.on_event, watch.look_again)
    health = HealthServer(wiring.health_port(), lambda: {"events": listener.is_ready})
    stopped = asyncio.Event()
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with listener:
        await media.open()
        await health.start()
        watching = asyncio.create_task(watch.run())
        await stopped.wait()
        watching.cancel()
        await media.close()
    await health.stop()


def main() -> None:
    telling.start_telling("visit-media.media")
    asyncio.run(serve())


if __name__ == "__main__":
    main()
