"""From the environment to the objects of visit-media."""

import asyncio
import os
import sys
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from eventsourcing.persistence import Mapper

from chassis.store import Bookmarks, Database, Delivery, Place, open_application
from contracts.identity.events import SessionEnded
from visit_media.adapters.engine import EngineName
from visit_media.adapters.leases import Leases
from visit_media.application import VisitMedia
from visit_media.application.sweeping import Sweeper
from visit_media.application.waiting import Waiting
from visit_media.domain.admitting import Coming
from visit_media.domain.attendance import Departure, Quality, Reason
from visit_media.projections.admissions import Admissions
from visit_media.projections.ended_sessions import EndedSessions
from visit_media.projections.present import Present
from visit_media.sfu.negotiation.turn import TurnSettings
from visit_media.signalling.admission import LeaveReason, Verdict
from visit_media.signalling.tokens import Grant

ADMISSION_PATIENCE_SECONDS: Final = 3.0

# How the room says why somebody left, in the words of the log.
REASONS: Final[dict[str, Reason]] = {
    LeaveReason.LEFT: "left",
    LeaveReason.LOST: "connection_lost",
    LeaveReason.REPLACED: "replaced",
    LeaveReason.REMOVED: "removed",
    LeaveReason.ENDED: "visit_ended",
    LeaveReason.NEVER_CAME: "connection_lost",
    LeaveReason.MEDIA_FAILED: "connection_lost",
    LeaveReason.REFUSED: "connection_lost",
    LeaveReason.MISMATCHED: "connection_lost",
    LeaveReason.SHUTDOWN: "server_stopped",
}


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """Where servers, not clients, speak with the media process: never a port that the world can reach."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """The LiveKit cluster that carries the media instead of us, and where its webhooks are heard."""

    url: str
    api_key: str
    api_secret: str
    api: ApiSettings


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """Where the media server listens and how clients reach it."""

    host: str
    ws_port: int
    udp_port: int
    announced_addresses: tuple[str, ...]
    api_key: str
    api_secret: str
    tcp_port: int | None = None
    turn: TurnSettings | None = None
    api: ApiSettings | None = None
    webhook_urls: tuple[str, ...] = ()


class HeardAdmission:
    """Decides at the door by what was heard of booking and identity; the database is asked in a thread."""

    def __init__(self, admissions: Admissions, ended_sessions: EndedSessions) -> None:
        self._admissions = admissions
        self._ended_sessions = ended_sessions

    async def admit(self, grant: Grant) -> Verdict:
        """Now, once the view knows what the gateway knew when it gave out the token, or after a moment's patience."""
        return await asyncio.to_thread(self._decided, grant)

    async def heard(self, delivery: Delivery, fields: Mapping[str, Any]) -> None:
        """Take in an event the media server heard itself: the door must know of an end that the service has missed."""
        view = self._ended_sessions if delivery.event == SessionEnded.NAME else self._admissions
        await asyncio.to_thread(view.hear, delivery, fields)

    def _decided(self, grant: Grant) -> Verdict:
        self._admissions.wait_for(
            lambda: self._admissions.has_seen(grant.visit_id, grant.visit_version, grant.person_id) or None,
            ADMISSION_PATIENCE_SECONDS,
        )
        is_signed_out = self._ended_sessions.has_ended(grant.session_id)
        coming = Coming(grant.person_id, as_staff=grant.is_staff, is_signed_out=is_signed_out)
        return Verdict(self._admissions.decide(grant.visit_id, coming).value)


class LoggedAttendance:
    """Writes comings and goings to the log, from a thread."""

    def __init__(self, visit_media: VisitMedia) -> None:
        self._visit_media = visit_media

    async def joined(self, grant: Grant, *, connection_id: str, at: datetime) -> None:
        await asyncio.to_thread(
            self._visit_media.join,
            visit_id=grant.visit_id,
            person_id=grant.person_id,
            connection_id=connection_id,
            session_id=grant.session_id,
            now=at,
        )

    async def left(
        self, grant: Grant, *, connection_id: str, reason: str, at: datetime, quality: Quality | None = None
    ) -> None:
        await asyncio.to_thread(
            self._visit_media.leave,
            visit_id=grant.visit_id,
            connection_id=connection_id,
            reason=REASONS[reason],
            now=at,
            departure=cast(Departure, reason),
            quality=quality,
        )


def admission() -> HeardAdmission:
    return HeardAdmission(admissions(), ended_sessions())


def attendance() -> LoggedAttendance:
    return LoggedAttendance(visit_media())


def close_left_open(but: Container[str] = ()) -> None:
    """As the media server starts: whoever was in a room of an earlier one has left it, but for these connections."""
    known_open, known_at = present().visits_with_somebody()
    visit_media().close_left_open(known_open=known_open, known_at=known_at, now=datetime.now(UTC), but=but)


@cache
def visit_media() -> VisitMedia:
    return open_application(VisitMedia, place(), Mapper)


@cache
def present() -> Present:
    return Present(database())


@cache
def admissions() -> Admissions:
    return Admissions(database())


@cache
def ended_sessions() -> EndedSessions:
    return EndedSessions(database())


@cache
def leases() -> Leases:
    return Leases(database())


def waiting() -> Waiting:
    return Waiting(visit_media(), leases(), admissions(), ended_sessions())


def sweeper() -> Sweeper:
    return Sweeper(waiting(), leases(), present())


@cache
def bookmarks() -> Bookmarks:
    return Bookmarks(database())


@cache
def database() -> Database:
    return Database(place())


def media_settings() -> MediaSettings:
    environment, secrets = os.environ, Path(os.environ["CARE_SECRETS_DIR"])
    turn_urls = tuple(environment.get("CARE_MEDIA_TURN_URLS", "").split())
    return MediaSettings(
        host=environment.get("CARE_MEDIA_HOST", "127.0.0.1"),
        ws_port=int(environment["CARE_MEDIA_WS_PORT"]),
        udp_port=int(environment["CARE_MEDIA_UDP_PORT"]),
        announced_addresses=tuple(environment["CARE_MEDIA_ANNOUNCED_ADDRESS"].split()),
        api_key=environment.get("CARE_MEDIA_API_KEY", "care"),
        api_secret=(secrets / "media_api_secret").read_text().strip(),
        tcp_port=int(environment["CARE_MEDIA_TCP_PORT"]) if environment.get("CARE_MEDIA_TCP_PORT") else None,
        api=api_settings() if environment.get("CARE_MEDIA_API_PORT") else None,
        webhook_urls=tuple(environment.get("CARE_MEDIA_WEBHOOK_URLS", "").split()),
        turn=TurnSettings(turn_urls, (secrets / "media_turn_secret").read_text().strip()) if turn_urls else None,
    )


def media_engine() -> EngineName:
    name = os.environ.get("CARE_MEDIA_ENGINE", "builtin")
    if name == "builtin":
        return "builtin"
    if name == "livekit":
        return "livekit"
    sys.exit("CARE_MEDIA_ENGINE is builtin or livekit")


def cluster_settings() -> ClusterSettings:
    return ClusterSettings(
        url=os.environ["CARE_MEDIA_CLUSTER_URL"],
        api_key=os.environ.get("CARE_MEDIA_API_KEY", "care"),
        api_secret=(Path(os.environ["CARE_SECRETS_DIR"]) / "media_api_secret").read_text().strip(),
        api=api_settings(),
    )


def api_settings() -> ApiSettings:
    environment = os.environ
    return ApiSettings(environment.get("CARE_MEDIA_API_HOST", "127.0.0.1"), int(environment["CARE_MEDIA_API_PORT"]))


def place() -> Place:
    return Place.of("visit-media", os.environ)


def amqp_url() -> str:
    return os.environ["CARE_AMQP_URL"]


def health_port() -> int:
    return int(os.environ.get("CARE_HEALTH_PORT", "0"))
