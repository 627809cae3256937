"""Who is in the rooms of a LiveKit cluster, as its webhooks tell and its lists confirm."""

import asyncio
from collections.abc import Awaitable, Callable, Container
from datetime import UTC, datetime
from typing import Final

from livekit.protocol import models
from livekit.protocol.webhook import WebhookEvent

from visit_media.adapters.engine import Engine, Someone
from visit_media.adapters.livekit_cluster import someone
from visit_media.signalling.admission import Attendance, LeaveReason
from visit_media.signalling.departures import DEPARTURES
from visit_media.signalling.tokens import Grant

Reason = models.DisconnectReason
BY_REASON: Final = {
    **{departure.reason: departure.because for departure in reversed(DEPARTURES)},
    Reason.SIGNAL_CLOSE: LeaveReason.LOST,
    Reason.ROOM_CLOSED: LeaveReason.ENDED,
    Reason.MIGRATION: LeaveReason.LOST,
}


class ClusterAttendance:
    """Writes comings and goings down, one after the other.

    `close_left_open` is called once, with the connections that are still there, as soon as the cluster has told them:
    it closes what was left open while nobody listened. `newcomer` is called for everybody who comes in, since the
    cluster itself asks nobody.
    """

    def __init__(
        self,
        engine: Engine,
        attendance: Attendance,
        *,
        close_left_open: Callable[[Container[str]], Awaitable[None]],
        newcomer: Callable[[Someone], Awaitable[None]],
    ) -> None:
        self._engine = engine
        self._attendance = attendance
        self._close_left_open = close_left_open
        self._newcomer = newcomer
        self._here: dict[str, Someone] = {}
        self._is_begun = False
        self._turn = asyncio.Lock()

    async def hear(self, event: WebhookEvent) -> None:
        """Take one webhook; told twice or late it changes nothing."""
        info, at = event.participant, datetime.fromtimestamp(event.created_at, UTC)
        if event.event == "participant_joined":
            comer = someone(event.room.name, info)
            if comer is not None:
                async with self._turn:
                    await self._came(comer, at)
                await self._newcomer(comer)
        elif event.event == "participant_left":
            async with self._turn:
                await self._went(info.sid, BY_REASON.get(info.disconnect_reason, LeaveReason.LOST), at)

    async def look_again(self) -> None:
        """Compare with the cluster's own lists, for what its webhooks did not tell; raise EngineUnavailable."""
        before = dict(self._here)
        there = {one.connection_id: one for one in await self._engine.everyone()}
        now = datetime.now(UTC)
        async with self._turn:
            if not self._is_begun:
                await self._close_left_open(there.keys() | self._here.keys())
                self._is_begun = True
            for connection_id, one in there.items():
                if connection_id not in before:
                    await self._came(one, now)
            for connection_id in before:
                if connection_id not in there:
                    await self._went(connection_id, LeaveReason.LOST, now)

    async def _came(self, comer: Someone, at: datetime) -> None:
        if comer.connection_id not in self._here:
            await self._attendance.joined(_grant(comer), connection_id=comer.connection_id, at=at)
            self._here[comer.connection_id] = comer

    async def _went(self, connection_id: str, reason: LeaveReason, at: datetime) -> None:
        goer = self._here.get(connection_id)
        if goer is not None:
            await self._attendance.left(_grant(goer), connection_id=connection_id, reason=reason.value, at=at)
            del self._here[connection_id]


def _grant(one: Someone) -> Grant:
    return Grant(one.visit_id, one.person_id, one.visit_version, is_staff=one.is_staff, session_id=one.session_id)
