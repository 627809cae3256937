"""The hours for which the provider lets the platform's support in."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from chassis.domain import Aggregate, event
from identity.domain.refusals import IdTaken, ReasonMissing, SupportIsClosed, SupportIsOpen

SUPPORT_WINDOWS_ID = uuid5(UUID("7c1d1c58-8f0e-4b53-9d53-93a7c6d1d9a4"), "support windows")


@dataclass(frozen=True, slots=True)
class SupportWindow:
    """Some hours, opened for a reason; `reason` is None once it is forgotten."""

    window_id: UUID
    opened_by: UUID
    reason: str | None
    opened_at: datetime
    ends_at: datetime
    closed_by: UUID | None = None
    closed_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.closed_at is None and now < self.ends_at


class SupportWindows(Aggregate):
    """One for each provider, so that two windows opened at once collide: one is open at a time, or none."""

    class Begun(Aggregate.Created):
        pass

    class Opened(Aggregate.Event):
        personal = ("reason",)
        subject = "window_id"
        window_id: UUID
        opened_by: UUID
        reason: str | None
        ends_at: datetime

    class Closed(Aggregate.Event):
        window_id: UUID
        closed_by: UUID

    @event(Begun)
    def __init__(self, id: UUID, timestamp: datetime) -> None:
        self._id = id
        self.windows: list[SupportWindow] = []

    def present(self, now: datetime) -> SupportWindow | None:
        """The window that is open now."""
        return self.windows[-1] if self.windows and self.windows[-1].is_open(now) else None

    def check_admits(self, signed_in_at: datetime, now: datetime) -> SupportWindow:
        """Support is here only within a window, and a sign-in does not outlive the window it was made in."""
        window = self.present(now)
        if window is None or signed_in_at < window.opened_at:
            raise SupportIsClosed
        return window

    def open(self, *, window_id: UUID, opened_by: UUID, hours: int, reason: str, now: datetime) -> None:
        """Asking twice with the same id opens once."""
        if not reason.strip():
            raise ReasonMissing
        for known in self.windows:
            if known.window_id == window_id:
                same = (known.opened_by, known.reason, known.ends_at - known.opened_at)
                if same != (opened_by, reason.strip(), timedelta(hours=hours)):
                    raise IdTaken
                return
        if self.present(now) is not None:
            raise SupportIsOpen
        self._opened(window_id, opened_by, reason.strip(), now + timedelta(hours=hours), timestamp=now)

    def close(self, closed_by: UUID, now: datetime) -> None:
        """Where none is open there is nothing to close."""
        window = self.present(now)
        if window is not None:
            self._closed(window.window_id, closed_by, timestamp=now)

    @event(Opened)
    def _opened(
        self, window_id: UUID, opened_by: UUID, reason: str | None, ends_at: datetime, timestamp: datetime
    ) -> None:
        self.windows = [*self.windows, SupportWindow(window_id, opened_by, reason, timestamp, ends_at)]

    @event(Closed)
    def _closed(self, window_id: UUID, closed_by: UUID, timestamp: datetime) -> None:
        self.windows = [*self.windows[:-1], replace(self.windows[-1], closed_by=closed_by, closed_at=timestamp)]
