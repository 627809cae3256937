"""How a rearrangement is told: what it would do, how far it has come."""

from collections.abc import Sequence
from typing import Any, Protocol

from booking.domain.rearrangement import Rearrangement
from booking.domain.visit import Visit
from booking.projections.visit_rows import described


class Previewed(Protocol):
    """One visit, and what a plan would do with it."""

    @property
    def visit(self) -> Visit: ...
    @property
    def new_starts_at(self) -> Any: ...
    @property
    def problem(self) -> str | None: ...
    @property
    def overlap_count(self) -> int: ...


def previewed(visits: Sequence[Previewed], has_more: bool) -> dict[str, Any]:
    names = ("new_starts_at", "problem", "overlap_count")
    told = [{"visit": described(each.visit)} | {name: getattr(each, name) for name in names} for each in visits]
    return {"visits": told, "has_more": has_more}


def reported(rearrangement: Rearrangement, position: int) -> dict[str, Any]:
    plan, problems = rearrangement.plan, rearrangement.problems
    return {
        "rearrangement_id": rearrangement.id,
        **{name: getattr(plan, name) for name in ("person_id", "action", "substitute_id", "shift_days")},
        "state": rearrangement.state,
        "asked_by": rearrangement.asked_by,
        "asked_at": rearrangement.asked_at,
        "total": len(rearrangement.visit_ids),
        "handled": len(rearrangement.outcomes),
        "changed": rearrangement.changed_count,
        "problems": [{"visit_id": visit_id, "code": code} for visit_id, code in problems.items()],
        "position": position,
    }
