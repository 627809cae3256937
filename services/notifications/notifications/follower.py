"""What follows notifications' log: the lists of notices, the telling of them to others, reminding and sending."""

import sys

from chassis.following import Relay, follow
from chassis.following.projecting import ProjectionLoop
from chassis.following.rebuilding import SourceEvents, rebuild
from chassis.telling import start_telling
from contracts.booking.calls import BookingEventsSince
from contracts.identity.calls import IdentityEventsSince
from notifications import wiring
from notifications.publishing import published


def main() -> None:
    start_telling("notifications.follower")
    notices, own, sent = wiring.notices(), wiring.own_notices(), wiring.sent_notices()
    if "rebuild" in sys.argv[1:]:
        others = SourceEvents(wiring.amqp_url(), [BookingEventsSince, IdentityEventsSince])
        sys.exit(rebuild(notices, [own, sent, wiring.known()], others, put_right="--replace" in sys.argv))
    relay = Relay(notices, published, "notifications", wiring.bookmarks(), wiring.amqp_url())
    follow([relay, ProjectionLoop(notices, own, sent), wiring.reminding(), *wiring.sending()], wiring.health_port())


if __name__ == "__main__":
    main()
