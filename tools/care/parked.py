"""Messages that failed all their tries: seen, sent again, or thrown away, by an operator who says which."""

import os

from chassis.following.parking import Parking


def show() -> int:
    """Prints what is parked: ids and reasons, never content."""
    entries = _parking().list()
    for entry in entries:
        print(
            f"{entry.queue}  {entry.message_id}  {entry.event} v{entry.version}  position {entry.position}  "
            f"{entry.attempts} tries  {entry.reason}"
        )
    print(f"{len(entries)} parked" if entries else "Nothing is parked.")
    return 0


def send_again(queue: str, message_ids: list[str] | None) -> int:
    print(f"{_parking().replay(queue, message_ids)} sent again")
    return 0


def drop(queue: str, message_ids: list[str] | None) -> int:
    print(f"{_parking().drop(queue, message_ids)} dropped")
    return 0


def _parking() -> Parking:
    return Parking(os.environ["CARE_AMQP_URL"])
