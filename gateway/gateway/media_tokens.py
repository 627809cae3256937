"""Join tokens for the media server: short-lived, LiveKit's claims, ids only."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt

LIFETIME = timedelta(minutes=10)


def join_token(
    *,
    api_key: str,
    api_secret: str,
    visit_id: UUID,
    visit_version: int,
    person_id: UUID,
    session_id: UUID,
    is_staff: bool,
    now: datetime,
    is_for_cluster: bool = False,
) -> tuple[str, datetime]:
    """A token that lets one person ask to join one visit's room, and when it expires.

    It carries no name: pages look names up by id, so that nobody's name passes through signalling (X-1).
    A LiveKit cluster shows of its participants only their attributes, so there the same ids stand in those, too.
    The media server still asks whether the visit is open and the sign-in not over at every join.
    Claims: LiveKit, access token grants.
    """
    expires_at = now + LIFETIME
    claims: dict[str, Any] = {
        "iss": api_key,
        "sub": str(person_id),
        "nbf": int(now.astimezone(UTC).timestamp()),
        "exp": int(expires_at.timestamp()),
        "video": {
            "room": str(visit_id),
            "roomJoin": True,
            "canPublish": True,
            "canSubscribe": True,
            "canPublishData": True,
        },
        "visit_version": visit_version,
        "staff": is_staff,
        "session": str(session_id),
    }
    if is_for_cluster:
        claims["attributes"] = _shown(visit_version, session_id, is_staff=is_staff)
    return jwt.encode(claims, api_secret, algorithm="HS256"), expires_at


def _shown(visit_version: int, session_id: UUID, *, is_staff: bool) -> dict[str, str]:
    return {"visit_version": str(visit_version), "staff": "1" if is_staff else "0", "session": str(session_id)}
