"""Verifies and renews join tokens (HS256, claims as LiveKit defines them)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import jwt

ALGORITHM: Final = "HS256"
LEEWAY_SECONDS: Final = 60
LIFETIME: Final = timedelta(minutes=10)
MOST_BYTES: Final = 8192


class TokenRefused(Exception):
    """The token does not let anybody in; the message says why and holds nothing of the token."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a verified token allows."""

    visit_id: UUID
    person_id: UUID
    visit_version: int
    is_staff: bool
    session_id: UUID | None = None
    name: str = ""
    metadata: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    can_publish: bool = True
    can_subscribe: bool = True
    can_publish_data: bool = True
    can_update_own_metadata: bool = False
    claims: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TokenKey:
    """The secret shared with whoever issues tokens."""

    name: str
    secret: str

    def verify(self, token: str) -> Grant:
        """Return what the token allows, or raise TokenRefused."""
        if len(token) > MOST_BYTES:
            raise TokenRefused("the token is too long")
        try:
            claims = jwt.decode(
                token,
                self.secret,
                algorithms=[ALGORITHM],
                issuer=self.name,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "sub"], "verify_aud": False},
            )
        except jwt.ExpiredSignatureError:
            raise TokenRefused("the token has expired") from None
        except jwt.InvalidTokenError:
            raise TokenRefused("the token is not valid") from None
        return _grant(claims)

    def renew(self, grant: Grant, now: datetime) -> str:
        """Return a token with the same rights and a new lifetime."""
        claims = {**grant.claims, "nbf": int(now.timestamp()), "exp": int((now + LIFETIME).timestamp())}
        return jwt.encode(claims, self.secret, algorithm=ALGORITHM)


def issue(
    key: TokenKey,
    *,
    visit_id: UUID,
    person_id: UUID,
    visit_version: int,
    staff: bool,
    session_id: UUID | None = None,
    now: datetime | None = None,
) -> str:
    """Return a token such as the gateway gives, for tools and tests."""
    moment = now or datetime.now(UTC)
    claims = {
        "iss": key.name,
        "sub": str(person_id),
        "exp": int((moment + LIFETIME).timestamp()),
        "video": {
            "room": str(visit_id),
            "roomJoin": True,
            "canPublish": True,
            "canSubscribe": True,
            "canPublishData": True,
        },
        "visit_version": visit_version,
        "staff": staff,
    } | ({"session": str(session_id)} if session_id is not None else {})
    return jwt.encode(claims, key.secret, algorithm=ALGORITHM)


def _grant(claims: dict[str, Any]) -> Grant:
    video = claims.get("video")
    if not isinstance(video, dict) or video.get("roomJoin") is not True or not video.get("room"):
        raise TokenRefused("the token does not grant joining a room")
    can_publish = video.get("canPublish") is not False
    try:
        return Grant(
            visit_id=UUID(str(video["room"])),
            person_id=UUID(str(claims["sub"])),
            visit_version=int(claims.get("visit_version", 0)),
            is_staff=claims.get("staff") is True,
            session_id=UUID(str(claims["session"])) if "session" in claims else None,
            name=str(claims.get("name", "")),
            metadata=str(claims.get("metadata", "")),
            attributes={str(key): str(value) for key, value in dict(claims.get("attributes") or {}).items()},
            can_publish=can_publish,
            can_subscribe=video.get("canSubscribe") is not False,
            can_publish_data=can_publish if video.get("canPublishData") is None else video["canPublishData"] is True,
            can_update_own_metadata=video.get("canUpdateOwnMetadata") is True,
            claims=claims,
        )
    except (ValueError, TypeError):
        raise TokenRefused("the token names no visit or no person") from None
