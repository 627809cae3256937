"""What follows audit's log: the accesses by person and by role."""

import sys

from audit import wiring
from chassis.following import follow
from chassis.following.projecting import ProjectionLoop
from chassis.following.rebuilding import rebuild
from chassis.telling import start_telling


def main() -> None:
    start_telling("audit.follower")
    audit, accesses = wiring.audit(), wiring.accesses()
    if "rebuild" in sys.argv[1:]:
        sys.exit(rebuild(audit, [accesses], put_right="--replace" in sys.argv))
    follow([ProjectionLoop(audit, accesses)], wiring.health_port())


if __name__ == "__main__":
    main()
