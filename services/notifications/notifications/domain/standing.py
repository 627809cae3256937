"""Whether what a notice says is still so: one that something newer has overtaken is never sent."""

from notifications.domain.audience import Visit
from notifications.domain.notice import Notice

AHEAD = ("booked", "started")


def still_stands(notice: Notice, visit: Visit | None) -> bool:
    """By what is known of the visit now; what is known from before the notice says nothing against it."""
    if visit is None or visit.version <= notice.sequence:
        return True
    is_in_it = notice.person_id in visit.people and visit.state != "cancelled"
    match notice.kind:
        case "cancelled":
            return True
        case "taken_out":
            return not is_in_it
        case "reminder":
            return is_in_it and visit.state == "booked" and _has_its_time(notice, visit)
        case _:
            return is_in_it and visit.state in AHEAD and _has_its_time(notice, visit)


def _has_its_time(notice: Notice, visit: Visit) -> bool:
    return (notice.starts_at, notice.length_minutes) == (visit.starts_at, visit.length_minutes)
