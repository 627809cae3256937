"""Reports arrivals and departures in the order in which they happened."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from visit_media.domain.attendance import Quality
from visit_media.signalling import metrics
from visit_media.signalling.admission import Attendance, LeaveReason
from visit_media.signalling.rooms import Participant

MOST_WAITING: Final = 10_000
DRAIN_SECONDS: Final = 5.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Movement:
    """Somebody came (no reason) or went."""

    participant: Participant
    at: datetime
    reason: LeaveReason | None
    quality: Quality | None = None


class Presence:
    """A queue between the media server, which never waits, and the record, which may."""

    def __init__(self, attendance: Attendance) -> None:
        self._attendance = attendance
        self._movements: asyncio.Queue[Movement] = asyncio.Queue(MOST_WAITING)
        self._present: set[str] = set()
        self._writer: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begin to report."""
        self._writer = asyncio.create_task(self._write())

    async def close(self) -> None:
        """Report what is still waiting, then stop."""
        try:
            await asyncio.wait_for(self._movements.join(), DRAIN_SECONDS)
        except TimeoutError:
            log.error("attendance_not_drained", extra={"waiting": self._movements.qsize()})
        if self._writer is not None:
            self._writer.cancel()

    def came(self, participant: Participant) -> None:
        """Somebody's media path came up."""
        if participant.sid not in self._present:
            self._present.add(participant.sid)
            self._note(Movement(participant, datetime.now(UTC), None))
        metrics.PARTICIPANTS.set(len(self._present))

    def went(self, participant: Participant, reason: LeaveReason, quality: Quality) -> None:
        """Somebody left, after a stay of this quality; one who never came up was never here."""
        if participant.sid in self._present:
            self._present.discard(participant.sid)
            self._note(Movement(participant, datetime.now(UTC), reason, quality))
        metrics.PARTICIPANTS.set(len(self._present))

    def _note(self, movement: Movement) -> None:
        try:
            self._movements.put_nowait(movement)
        except asyncio.QueueFull:
            metrics.ATTENDANCE_FAILED.inc()
            log.error("attendance_overflowed")

    async def _write(self) -> None:
        while True:
            movement = await self._movements.get()
            try:
                await self._report(movement)
            except Exception:
                # The record is somebody else's; its failure must not end the visit that is going on.
                metrics.ATTENDANCE_FAILED.inc()
                log.exception("attendance_failed")
            finally:
                self._movements.task_done()

    async def _report(self, movement: Movement) -> None:
        grant, sid = movement.participant.grant, movement.participant.sid
        if movement.reason is None:
            await self._attendance.joined(grant, connection_id=sid, at=movement.at)
        else:
            await self._attendance.left(
                grant, connection_id=sid, reason=movement.reason.value, at=movement.at, quality=movement.quality
            )
