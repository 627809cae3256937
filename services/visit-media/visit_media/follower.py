"""What follows visit-media's log: who is present or waits, and the telling of it to others."""

import sys

from chassis.following import Relay, follow
from chassis.following.projecting import ProjectionLoop
from chassis.following.rebuilding import SourceEvents, rebuild
from chassis.telling import start_telling
from contracts.booking.calls import BookingEventsSince
from contracts.identity.calls import IdentityEventsSince
from visit_media import wiring
from visit_media.publishing import published


def main() -> None:
    start_telling("visit-media.follower")
    visit_media, present = wiring.visit_media(), wiring.present()
    if "rebuild" in sys.argv[1:]:
        others = SourceEvents(wiring.amqp_url(), [BookingEventsSince, IdentityEventsSince])
        sys.exit(rebuild(visit_media, [present, wiring.admissions()], others, put_right="--replace" in sys.argv))
    relay = Relay(visit_media, published, "visit-media", wiring.bookmarks(), wiring.amqp_url())
    follow([relay, ProjectionLoop(visit_media, present), wiring.sweeper()], wiring.health_port())


if __name__ == "__main__":
    main()
