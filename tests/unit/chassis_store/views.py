"""What is heard in the tests of read models."""

from pathlib import Path
from uuid import UUID, uuid4

from chassis.store import Database, Delivery, Place
from tests.fixtures.heard_positions import HeardPositions
from tests.unit.chassis_store.diary import NOON


def heard_positions(folder: Path) -> HeardPositions:
    return HeardPositions(Database(Place("booking", "sqlite", str(folder))))


def delivered(position: int, message_id: UUID | None = None, source: str = "identity") -> Delivery:
    return Delivery(message_id or uuid4(), source, "user_registered", position, UUID(int=position), 1, NOON)
