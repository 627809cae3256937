"""A read model of what others tell, which keeps the order it was told in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Column, Connection, Integer, select

from chassis.store import Database, Delivery, HeardView, Place
from tests.unit.chassis_store.diary import NOON


class HeardPositions(HeardView):
    NAME = "heard_positions"
    SOURCES = ("identity", "booking")

    def define(self) -> None:
        self.heard = self.table(
            self.NAME,
            Column("number", Integer, primary_key=True, autoincrement=True),
            Column("position", BigInteger, nullable=False),
        )

    def effect(self, connection: Connection, delivery: Delivery, fields: Mapping[str, Any]) -> None:
        connection.execute(self.heard.insert().values(position=delivery.position))

    def in_order(self) -> list[int]:
        with self.database.reading() as connection:
            return list(connection.execute(select(self.heard.c.position).order_by(self.heard.c.number)).scalars())


def heard_positions(folder: Path) -> HeardPositions:
    return HeardPositions(Database(Place("booking", "sqlite", str(folder))))


def delivered(position: int, message_id: UUID | None = None, source: str = "identity") -> Delivery:
    return Delivery(message_id or uuid4(), source, "user_registered", position, UUID(int=position), 1, NOON)
