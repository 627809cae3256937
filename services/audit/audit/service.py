"""What audit answers."""

from typing import Any

from audit import wiring
from chassis.serving import Provide, answers, serve
from contracts.audit.calls import ListAccesses, NoteAccesses


class AuditService:
    name = "audit"

    audit = Provide(wiring.audit)
    accesses = Provide(wiring.accesses)

    @answers(NoteAccesses)
    def note_accesses(self, accesses: list[dict[str, Any]]) -> dict[str, Any]:
        return {"position": self.audit.note(accesses)}

    @answers(ListAccesses)
    def list_accesses(self, at_least: int | None, **wanted: Any) -> dict[str, Any]:
        self.accesses.catch_up(at_least)
        accesses, has_more = self.accesses.of(**wanted)
        return {"accesses": accesses, "has_more": has_more}


if __name__ == "__main__":
    serve(AuditService)
