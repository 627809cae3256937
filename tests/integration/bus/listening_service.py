"""A service to be mistreated: it hears identity's events and answers three of booking's calls."""

import os
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from chassis.serving import Provide, answers, hears, serve
from chassis.store import Database, Delivery, Place
from contracts.booking.calls import BookVisit, ReadVisit, StartVisit
from contracts.identity.events import UserRegistered, UserRolesChanged, UserStatusChanged
from contracts.refusals import Refused
from tests.fixtures.heard_positions import HeardPositions

FAILS = UUID(int=0xFA11)
"""Hearing of this person's registration fails, as long as the file `failing` is there."""
KILLS = UUID(int=0xDEAD)
"""… and hearing of this one's ends the process."""


class Notebook:
    """Lines of a file, each in one write, so that a killed process leaves only whole ones."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, *words: object) -> None:
        with self.path.open("ab", buffering=0) as file:
            file.write((" ".join(map(str, words)) + "\n").encode())

    def lines(self) -> list[str]:
        return self.path.read_text().splitlines() if self.path.exists() else []


def folder() -> Path:
    return Path(os.environ["CARE_DATA_DIR"])


def heard_positions(at: Path | None = None) -> HeardPositions:
    return HeardPositions(Database(Place("booking", "sqlite", str(at or folder()))))


def notebook(at: Path | None = None) -> Notebook:
    return Notebook((at or folder()) / "notebook")


class BookingService:
    """Hears people, answers visits."""

    name = "booking"

    positions = Provide(heard_positions)
    notebook = Provide(notebook)

    @hears(UserRegistered)
    def user_registered(self, delivery: Delivery, user_id: UUID, **_: Any) -> None:
        if user_id == KILLS:
            self.notebook.write("dying")
            os._exit(9)
        if user_id == FAILS and (folder() / "failing").exists():
            self.notebook.write("failing")
            raise RuntimeError("Anna Andersson 19121212-1212")
        self.positions.hear(delivery, {})

    @hears(UserStatusChanged)
    def user_status_changed(self, delivery: Delivery, **_: Any) -> None:
        self.positions.hear(delivery, {})

    @hears(UserRolesChanged)
    def user_roles_changed(self, delivery: Delivery, **_: Any) -> None:
        self.positions.hear(delivery, {})

    @answers(BookVisit)
    def book_visit(self, visit_id: UUID, length_minutes: int, **_: Any) -> dict[str, Any]:
        self.notebook.write("begun", visit_id)
        time.sleep(length_minutes / 1000)  # here, booking an hour takes 60 milliseconds
        self.notebook.write("booked", visit_id)
        return {"position": 7, "visit_ids": []}

    @answers(StartVisit)
    def start_visit(self, **_: Any) -> dict[str, Any]:
        raise RuntimeError("Anna Andersson 19121212-1212")

    @answers(ReadVisit)
    def read_visit(self, **_: Any) -> dict[str, Any]:
        raise Refused("not_found", "not_found")


if __name__ == "__main__":
    serve(BookingService)
