"""Messages that failed all their tries: seen, sent again, or thrown away, by an operator who says which."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from chassis.following.parking import Parking, UnknownQueue


def show() -> int:
    """Prints what is parked: ids and reasons, never content."""
    parking = Parking(os.environ["CARE_AMQP_URL"])
    entries = [entry for queue in parking.queues() for entry in parking.list(queue)]
    for entry in entries:
        age_seconds = entry.age_seconds(datetime.now(UTC))
        age = "" if age_seconds is None else f"  {age_seconds / 60:.0f} min ago"
        print(
            f"{entry.queue}  {entry.message_id}  {entry.event} v{entry.version}  position {entry.position}  "
            f"{entry.attempts} tries  {entry.reason}{age}"
        )
    print(f"{len(entries)} parked" if entries else "Nothing is parked.")
    return 0


def send_again(queue: str, message_ids: list[str] | None) -> int:
    return _told("sent again", lambda parking: len(parking.replay(queue, message_ids)), parking_queue=queue)


def drop(queue: str, message_ids: list[str] | None) -> int:
    return _told("dropped", lambda parking: len(parking.drop(queue, message_ids)), parking_queue=queue)


def _told(what: str, act: Callable[[Parking], int], *, parking_queue: str) -> int:
    parking = Parking(os.environ["CARE_AMQP_URL"])
    try:
        print(f"{act(parking)} {what}")
    except UnknownQueue:
        known = "\n  ".join(parking.queues())
        print(f"No reader has a parking queue named {parking_queue}. There are:\n  {known}", file=sys.stderr)
        return 2
    return 0
