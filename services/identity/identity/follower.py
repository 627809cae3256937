"""What follows identity's log: the people, and the telling of it to others."""

import sys

from chassis.following import Relay, follow
from chassis.following.projecting import ProjectionLoop
from chassis.following.rebuilding import SourceEvents, rebuild
from chassis.telling import start_telling
from contracts.visit_media.calls import VisitMediaEventsSince
from identity import wiring
from identity.publishing import published


def main() -> None:
    start_telling("identity.follower")
    identity = wiring.identity()
    models = (wiring.people(), wiring.open_sessions(), wiring.staff_ids(), wiring.sign_ins())
    if "rebuild" in sys.argv[1:]:
        others = SourceEvents(wiring.amqp_url(), [VisitMediaEventsSince])
        sys.exit(rebuild(identity, [*models, wiring.calls_going_on()], others, put_right="--replace" in sys.argv))
    relay = Relay(identity, published, "identity", wiring.bookmarks(), wiring.amqp_url())
    follow([relay, ProjectionLoop(identity, *models), wiring.sweeper(), wiring.import_loop()], wiring.health_port())


if __name__ == "__main__":
    main()
