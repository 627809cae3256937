"""What follows booking's log: its read models, the telling of it to others, departures and rearrangements."""

import sys

from booking import wiring
from booking.publishing import published
from chassis.following import Relay, follow
from chassis.following.projecting import ProjectionLoop
from chassis.following.rebuilding import SourceEvents, rebuild
from chassis.telling import start_telling
from contracts.identity.calls import IdentityEventsSince


def main() -> None:
    start_telling("booking.follower")
    booking = wiring.booking()
    models = (wiring.my_bookings(), wiring.visit_index(), wiring.running_rearrangements())
    if "rebuild" in sys.argv[1:]:
        others = SourceEvents(wiring.amqp_url(), [IdentityEventsSince])
        sys.exit(rebuild(booking, [*models, wiring.people()], others, put_right="--replace" in sys.argv))
    relay = Relay(booking, published, "booking", wiring.bookmarks(), wiring.amqp_url())
    follow(
        [relay, ProjectionLoop(booking, *models), wiring.departures(), wiring.rearrangement_loop()],
        wiring.health_port(),
    )


if __name__ == "__main__":
    main()
