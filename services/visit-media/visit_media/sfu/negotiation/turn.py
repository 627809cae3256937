"""Credentials for a relay in front of us, good for a while, as coturn takes them (its `use-auth-secret`)."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

LONGEST_SECONDS: Final = 86400


@dataclass(frozen=True, slots=True)
class TurnSettings:
    """Which relay: its URLs (RFC 7065, `turns:turn.example.org:443?transport=tcp`) and what it shares with us."""

    urls: tuple[str, ...]
    secret: str = field(repr=False)
    lifetime_seconds: int = 3600

    def __post_init__(self) -> None:
        """Raise ValueError when no relay could be used so."""
        if not self.urls or not all(url.startswith(("turn:", "turns:")) for url in self.urls):
            raise ValueError("a relay is named by turn: or turns: URLs")
        if not self.secret or not 0 < self.lifetime_seconds <= LONGEST_SECONDS:
            raise ValueError("credentials for a relay need a secret and last at most a day")


@dataclass(frozen=True, slots=True)
class TurnServer:
    """What a client is told."""

    urls: tuple[str, ...]
    username: str
    credential: str = field(repr=False)


def turn_servers(settings: TurnSettings | None, token: str, now: float) -> tuple[TurnServer, ...]:
    """Return the relay with fresh credentials, or nothing without one.

    `token` distinguishes uses in the relay's log, where it stands as it is: never a name or an id of a person. `now`
    is seconds of the Unix clock.
    """
    if settings is None:
        return ()
    username = f"{int(now) + settings.lifetime_seconds}:{token}"
    digest = hmac.new(settings.secret.encode(), username.encode(), hashlib.sha1).digest()
    return (TurnServer(settings.urls, username, base64.b64encode(digest).decode()),)
