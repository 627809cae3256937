"""What audit can be told: that accesses took place."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from uuid import UUID

from audit.domain.access import Access
from chassis.store import EventLog


class Audit(EventLog):
    def note(self, accesses: Iterable[dict[str, Any]]) -> int:
        """Keep these accesses in one transaction; what is kept already stays as it was first told."""
        told: dict[UUID, Callable[[], Access]] = {}
        for access in accesses:
            told.setdefault(access["access_id"], partial(_noted, access))
        return self.record_new(Access, told).position


def _noted(access: dict[str, Any]) -> Access:
    fields = {name: value for name, value in access.items() if name not in ("access_id", "at")}
    return Access(id=access["access_id"], timestamp=access["at"], **fields)
