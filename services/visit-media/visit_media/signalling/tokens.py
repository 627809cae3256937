"""Verifies and renews join tokens (HS256, claims as LiveKit defines them)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import jwt
from livekit.protocol import models

ALGORITHM: Final = "HS256"
LEEWAY_SECONDS: Final = 60
LIFETIME: Final = timedelta(minutes=10)
MOST_LIFETIME: Final = timedelta(hours=24)
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
    sources: tuple[str, ...] = ()
    is_hidden: bool = False
    claims: dict[str, Any] = field(default_factory=dict)

    def may_publish(self, source: "models.TrackSource") -> bool:
        """Whether a track of this source may be published; without a list of sources, any."""
        return self.can_publish and (not self.sources or models.TrackSource.Name(source).lower() in self.sources)

    @property
    def issued_at(self) -> float:
        """When the token was given out, as a Unix time; a token that does not say it counts as very old."""
        told = self.claims.get("iat", self.claims.get("nbf"))
        return float(told) if isinstance(told, int | float) else 0.0

    def permission(self) -> models.ParticipantPermission:
        """Return the same as clients are told it."""
        return models.ParticipantPermission(
            can_subscribe=self.can_subscribe,
            can_publish=self.can_publish,
            can_publish_data=self.can_publish_data,
            can_publish_sources=[source.upper() for source in self.sources],
            can_update_metadata=self.can_update_own_metadata,
            hidden=self.is_hidden,
        )


@dataclass(frozen=True, slots=True)
class TokenKey:
    """The secret shared with whoever issues tokens."""

    name: str
    secret: str

    def verify(self, token: str) -> Grant:
        """Return what the token lets one do in a room, or raise TokenRefused."""
        claims = self.read(token)
        if "sub" not in claims:
            raise TokenRefused("the token names no person")
        if claims["exp"] > datetime.now(UTC).timestamp() + MOST_LIFETIME.total_seconds() + LEEWAY_SECONDS:
            raise TokenRefused("the token lives too long")  # nobody remembers that long who was sent out
        return _grant(claims)

    def read(self, token: str) -> dict[str, Any]:
        """Return the claims of a token that we signed and whose time it is, or raise TokenRefused."""
        if len(token) > MOST_BYTES:
            raise TokenRefused("the token is too long")
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self.secret,
                algorithms=[ALGORITHM],
                issuer=self.name,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iss"], "verify_aud": False},
            )
        except jwt.ExpiredSignatureError:
            raise TokenRefused("the token has expired") from None
        except jwt.InvalidTokenError:
            raise TokenRefused("the token is not valid") from None
        return claims

    def renew(self, grant: Grant, now: datetime, said: Mapping[str, Any] | None = None) -> str:
        """Return a token with the same rights and a new lifetime; `said` are claims that have changed since."""
        claims = {**grant.claims, **(said or {}), "nbf": int(now.timestamp()), "exp": int((now + LIFETIME).timestamp())}
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


def regrant(grant: Grant, permission: models.ParticipantPermission) -> Grant:
    """Return the grant with other rights, as somebody who may decide so has decided."""
    sources = [models.TrackSource.Name(source).lower() for source in permission.can_publish_sources]
    video = {
        **grant.claims.get("video", {}),
        "canPublish": permission.can_publish,
        "canSubscribe": permission.can_subscribe,
        "canPublishData": permission.can_publish_data,
        "canUpdateOwnMetadata": permission.can_update_metadata,
        "canPublishSources": sources,
        "hidden": permission.hidden,
    }
    return replace(
        grant,
        can_publish=permission.can_publish,
        can_subscribe=permission.can_subscribe,
        can_publish_data=permission.can_publish_data,
        can_update_own_metadata=permission.can_update_metadata,
        sources=tuple(sources),
        is_hidden=permission.hidden,
        claims={**grant.claims, "video": video},
    )


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
            sources=_sources(video.get("canPublishSources")),
            is_hidden=video.get("hidden") is True,
            claims=claims,
        )
    except (ValueError, TypeError):
        raise TokenRefused("the token names no visit or no person") from None


def _sources(named: object) -> tuple[str, ...]:
    if named is None:
        return ()
    if not isinstance(named, list):
        raise TypeError
    known = {name.lower() for name in models.TrackSource.keys()}  # noqa: SIM118 - an enum of protobuf is no mapping
    # A source nobody knows allows nothing, but it must not turn a short list into none, which allows all.
    return tuple(str(source).lower() for source in named if str(source).lower() in known) or (
        ("unknown",) if named else ()
    )
