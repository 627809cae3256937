"""What we ask of whatever carries the media, whether it is our own server or a LiveKit cluster."""

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

EngineName = Literal["builtin", "livekit"]


class EngineUnavailable(Exception):
    """The engine did not answer, or not so that it could be understood; asking again later may help."""


@dataclass(frozen=True, slots=True)
class Someone:
    """One connection of one person in one room, and what their token told when it was given out."""

    visit_id: UUID
    person_id: UUID
    connection_id: str
    visit_version: int = 0
    is_staff: bool = False
    session_id: UUID | None = None


class Engine(Protocol):
    """Every order may be given twice, and about rooms and people that are not there; all raise EngineUnavailable."""

    async def close_room(self, visit_id: UUID, reason: str) -> None:
        """Send everybody out of a visit that is over."""
        ...

    async def remove_person(self, person_id: UUID, visit_id: UUID | None = None) -> None:
        """Send a person out of one visit, or of all."""
        ...

    async def end_sign_in(self, session_id: UUID) -> None:
        """Send out whoever came by this sign-in."""
        ...

    async def mute(self, visit_id: UUID, person_id: UUID) -> None:
        """Turn somebody's microphones off; they can turn them on again."""
        ...

    async def everyone(self) -> list[Someone]:
        """Return whoever is in a room now."""
        ...
