"""What the holder of an API token may do to rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from visit_media.room_service.twirp import TwirpError
from visit_media.signalling.tokens import TokenKey, TokenRefused


@dataclass(frozen=True, slots=True)
class Rights:
    """The grants of LiveKit's access tokens that concern RoomService."""

    may_create: bool
    may_list: bool
    administers: str
    """The room it may change, empty when none."""

    def need_create(self) -> None:
        """Raise TwirpError unless rooms may be made and deleted."""
        if not self.may_create:
            raise TwirpError("permission_denied", "the token does not grant roomCreate")

    def need_list(self) -> None:
        """Raise TwirpError unless rooms may be listed."""
        if not self.may_list:
            raise TwirpError("permission_denied", "the token does not grant roomList")

    def need_admin(self, room: str) -> None:
        """Raise TwirpError unless this room may be looked into and changed."""
        if not room or self.administers != room:
            raise TwirpError("permission_denied", "the token does not grant roomAdmin for this room")


def rights_of(key: TokenKey, authorization: str) -> Rights:
    """Return what the `Authorization` header of a call grants, or raise TwirpError."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TwirpError("unauthenticated", "a call needs a token")
    try:
        video: Mapping[str, Any] = key.read(token.strip()).get("video") or {}
    except TokenRefused as refused:
        raise TwirpError("unauthenticated", str(refused)) from None
    if not isinstance(video, Mapping):
        raise TwirpError("unauthenticated", "the token grants nothing")
    return Rights(
        may_create=video.get("roomCreate") is True,
        may_list=video.get("roomList") is True,
        administers=str(video.get("room") or "") if video.get("roomAdmin") is True else "",
    )
