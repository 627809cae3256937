"""What follows identity's log: the people, and the telling of it to others."""

import sys

from chassis.following import Relay, follow
from chassis.following.projecting import ProjectionLoop
from chassis.following.rebuilding import rebuild
from chassis.telling import start_telling
from identity import wiring
from identity.publishing import published


def main() -> None:
    start_telling("identity.follower")
    identity, people = wiring.identity(), wiring.people()
    if "rebuild" in sys.argv[1:]:
        sys.exit(rebuild(identity, [people], put_right="--replace" in sys.argv))
    relay = Relay(identity, published, "identity", wiring.bookmarks(), wiring.amqp_url())
    follow([relay, ProjectionLoop(identity, people)], wiring.health_port())


if __name__ == "__main__":
    main()
