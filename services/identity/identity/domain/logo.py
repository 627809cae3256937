"""A picture that a provider shows as its own."""

from datetime import datetime
from uuid import UUID, uuid5

from chassis.domain import Aggregate, event

LOGOS = UUID("0b8a2f6e-5a3d-4f0e-9a53-0c1e7a6f4d21")


class Logo(Aggregate):
    """Kept once under its own SHA-256, apart from the settings, which are read often."""

    class Added(Aggregate.Created):
        content_type: str
        content: str

    @event(Added)
    def __init__(self, id: UUID, content_type: str, content: str, timestamp: datetime) -> None:
        self._id = id
        self.content_type, self.content = content_type, content

    @staticmethod
    def id_of(sha256: str) -> UUID:
        return uuid5(LOGOS, sha256)
