"""What identity and audit answer about settings, sessions and support, as far as the gateway's tests need it."""

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.audit.calls import ListAccesses
from contracts.identity.calls import (
    ChangeLogo,
    ChangeSettings,
    CloseOwnSessions,
    CloseSupport,
    ListSessions,
    OpenSupport,
    ReadLogo,
    ReadSettings,
    ReadSupport,
)
from contracts.message import Call
from contracts.refusals import Refused

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
SETTINGS: dict[str, Any] = {
    "name": "Norrviks vårdcentral",
    "address": "Storgatan 1",
    "phone": "",
    "brand_colour": "#0b5c6b",
    "sign_in_methods": ["demo"],
    "idle_logout_minutes": 120,
    "sms": False,
    "sms_decision": "",
    "retention_days": 365,
    "patients_removed_after_months": None,
    "languages": ["sv", "en"],
}


class ProviderAnswers:
    """One provider's settings, logo, sessions and windows for support."""

    def __init__(self) -> None:
        self.settings: dict[str, Any] = {
            **SETTINGS,
            "version": 0,
            "logo": None,
            "configured_methods": ["demo"],
            "changed_at": None,
            "changed_by": None,
        }
        self.logo: dict[str, Any] = {}
        self.sessions: list[dict[str, Any]] = []
        self.windows: list[dict[str, Any]] = []
        self.accesses: list[dict[str, Any]] = []

    def answers(self) -> dict[type[Call], Callable[..., dict[str, Any]]]:
        return {
            ReadSettings: lambda: {"settings": self.settings},
            ChangeSettings: self._change,
            ChangeLogo: self._change_logo,
            ReadLogo: lambda logo: self.logo,
            ListSessions: lambda person_id, **_: {"sessions": self.sessions},
            CloseOwnSessions: self._close_own,
            OpenSupport: self._open,
            CloseSupport: lambda closed_by: {"position": 13},
            ReadSupport: lambda at_least: {"is_open": bool(self.windows), "windows": self.windows},
            ListAccesses: lambda **_: {"accesses": self.accesses, "has_more": False},
        }

    def add_session(self, session_id: UUID, device: str | None) -> None:
        told = {"session_id": session_id, "method": "bankid", "device": device}
        self.sessions.append(told | {"opened_at": NINE, "clicked_at": None})

    def _change(self, changed_by: UUID, version: int, **settings: Any) -> dict[str, Any]:
        if version != self.settings["version"]:
            raise Refused("conflict", "changed_meanwhile")
        told = {"version": version + 1, "changed_at": NINE, "changed_by": changed_by}
        self.settings |= settings | told
        return {"settings": self.settings}

    def _change_logo(self, changed_by: UUID, content_type: str | None, content: str | None) -> dict[str, Any]:
        self.logo = {"content_type": content_type, "content": content}
        sha256 = hashlib.sha256(base64.b64decode(content)).hexdigest() if content is not None else None
        self.settings |= {"logo": sha256, "changed_by": changed_by, "changed_at": NINE}
        return {"settings": self.settings}

    def _close_own(self, token: str, session_id: UUID | None) -> dict[str, Any]:
        if session_id is not None and session_id not in [each["session_id"] for each in self.sessions]:
            raise Refused("not_found", "session_unknown")
        return {"closed": 1 if session_id else len(self.sessions) - 1, "position": 12}

    def _open(self, window_id: UUID, opened_by: UUID, hours: int, reason: str) -> dict[str, Any]:
        told = {"window_id": window_id, "opened_by": opened_by, "reason": reason}
        ends_at = NINE + timedelta(hours=hours)
        self.windows.append(told | {"opened_at": NINE, "ends_at": ends_at, "closed_by": None, "closed_at": None})
        return {"position": 12}
