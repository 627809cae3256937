"""The media server's process: `python -m visit_media.media`."""

from dataclasses import dataclass

from visit_media.sfu.plane.forwarding import Forwarding
from visit_media.signalling.admission import Admission, Attendance
from visit_media.signalling.door import Door
from visit_media.signalling.server import MediaServer
from visit_media.signalling.tokens import TokenKey


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """Where the media server listens and how clients reach it."""

    host: str
    ws_port: int
    udp_port: int
    announced_address: str
    api_key: str
    api_secret: str


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
        await self.door.open(self.settings.host, self.settings.ws_port)

    async def close(self) -> None:
        """Say goodbye to everybody and stop."""
        await self.server.close()
        await self.door.close()


def build(settings: MediaSettings, admission: Admission, attendance: Attendance) -> Media:
    """Put the media server together; nothing listens for conversations until it is opened."""
    key = TokenKey(settings.api_key, settings.api_secret)
    forwarding = Forwarding(host=settings.host, port=settings.udp_port, announced_address=settings.announced_address)
    server = MediaServer(forwarding=forwarding, key=key, attendance=attendance)
    return Media(server, Door(server=server, key=key, admission=admission), forwarding, settings)
