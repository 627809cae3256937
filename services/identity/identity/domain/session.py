"""One sign-in, from its beginning to its end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from chassis.domain import Aggregate, event

LONGEST = timedelta(hours=12)
AFTER_A_CALL = timedelta(minutes=5)  # a session that grew too long during a call ends this long after it, not at once

End = Literal["signed_out", "signed_out_elsewhere", "idle", "too_long", "status_changed", "support_closed", "broker"]


@dataclass(frozen=True, slots=True)
class SignsOfLife:
    """What keeps a session alive besides its own beginning."""

    last_click_at: datetime | None = None
    is_in_call: bool = False
    last_call_left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunsOut:
    """When a session ends if nothing more happens, and why."""

    at: datetime
    end: End


class Session(Aggregate):
    """Known by the hash of a token that only the browser holds."""

    class Opened(Aggregate.Created):
        class_version = 2
        personal = ("device",)
        subject = "person_id"
        person_id: UUID
        method: str
        strength: str
        token_hash: str
        device: str | None
        broker_session: str | None
        is_support: bool
        ends_at: datetime

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """Version 1 knew the demo's sign-in only, of no strength."""
            new = {"strength": "none", "device": None, "broker_session": None, "is_support": False}
            state.update(new, ends_at=state["timestamp"] + LONGEST)

    class Closed(Aggregate.Event):
        class_version = 2
        person_id: UUID | None
        reason: str

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """Version 1 was written by signing out only, and did not say whose the session was."""
            state.update(person_id=None, reason="signed_out")

    @event(Opened)
    def __init__(
        self,
        id: UUID,
        person_id: UUID,
        method: str,
        strength: str,
        token_hash: str,
        device: str | None,
        broker_session: str | None,
        is_support: bool,
        ends_at: datetime,
        timestamp: datetime,
    ) -> None:
        self._id = id
        self.person_id, self.method, self.strength, self.token_hash = person_id, method, strength, token_hash
        self.device, self.is_support, self.is_closed = device, is_support, False
        self.broker_session, self.opened_at, self.ends_at = broker_session, timestamp, ends_at

    def is_known_by(self, token_hash: str) -> bool:
        return not self.is_closed and token_hash == self.token_hash

    def runs_out(self, signs: SignsOfLife, longest_idle: timedelta) -> RunsOut | None:
        """Clicks and calls keep a session alive, nothing else does; never None but during a call (Q1)."""
        if signs.is_in_call:
            return None
        moments = (self.opened_at, signs.last_click_at, signs.last_call_left_at)
        idle_at = max(moment for moment in moments if moment is not None) + longest_idle
        longest_at = self.ends_at
        if signs.last_call_left_at is not None and not self.is_support:
            longest_at = max(longest_at, signs.last_call_left_at + AFTER_A_CALL)
        if idle_at < longest_at:
            return RunsOut(idle_at, "idle")
        is_cut_short = self.is_support and self.ends_at < self.opened_at + LONGEST
        return RunsOut(longest_at, "support_closed" if is_cut_short else "too_long")

    def close(self, reason: End, now: datetime) -> None:
        """The first reason counts."""
        if not self.is_closed:
            self._closed(self.person_id, reason, timestamp=now)

    @event(Closed)
    def _closed(self, person_id: UUID | None, reason: str, timestamp: datetime) -> None:
        self.is_closed = True
