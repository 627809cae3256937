"""What audit can be told: that accesses took place."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from audit.domain.access import Access
from chassis.store import EventLog, retrying


class Audit(EventLog):
    @retrying
    def note(self, accesses: Iterable[dict[str, Any]]) -> int:
        """Keep these accesses in one transaction; what is kept already stays as it was first told."""
        told: dict[UUID, dict[str, Any]] = {}
        for access in accesses:
            told.setdefault(access["access_id"], access)
        try:
            return self.record(*map(_noted, told.values()))
        except IntegrityError:  # hardly ever: only what is told again is there already
            return self.record(*(_noted(access) for access_id, access in told.items() if self._is_new(access_id)))

    def _is_new(self, access_id: UUID) -> bool:
        return self.find(Access, access_id) is None


def _noted(access: dict[str, Any]) -> Access:
    fields = {name: value for name, value in access.items() if name not in ("access_id", "at")}
    return Access(id=access["access_id"], timestamp=access["at"], **fields)
