"""Commands about the access of the platform's support."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.store import EventLog, retrying
from identity.application.administrating import check_is_administrator
from identity.domain.support_window import SUPPORT_WINDOWS_ID, SupportWindows


class Support:
    def __init__(self, log: EventLog) -> None:
        self._log = log

    @retrying
    def open(self, *, window_id: UUID, opened_by: UUID, hours: int, reason: str, now: datetime) -> int:
        check_is_administrator(self._log, opened_by)
        windows = self._windows()
        if windows is None:
            windows = SupportWindows(id=SUPPORT_WINDOWS_ID, timestamp=now)
        windows.open(window_id=window_id, opened_by=opened_by, hours=hours, reason=reason, now=now)
        return self._log.record(windows)

    @retrying
    def close(self, *, closed_by: UUID, now: datetime) -> int:
        check_is_administrator(self._log, closed_by)
        windows = self._windows()
        if windows is None:
            return self._log.head
        windows.close(closed_by, now)
        return self._log.record(windows)

    def read(self, now: datetime) -> dict[str, Any]:
        """Whether support is let in now, and all windows, newest first."""
        windows = self._windows()
        if windows is None:
            return {"is_open": False, "windows": []}
        told = [asdict(window) | {"reason": window.reason or ""} for window in windows.windows[::-1]]
        return {"is_open": windows.present(now) is not None, "windows": told}

    def _windows(self) -> SupportWindows | None:
        return self._log.find(SupportWindows, SUPPORT_WINDOWS_ID)
