"""A follower to be mistreated: relays a log of people's events from the folder its environment names."""

import os

from chassis.following import Relay, follow
from chassis.store import Bookmarks, Database
from chassis.telling import start_telling
from tests.integration.bus.people import open_people, place, published


def main() -> None:
    start_telling("identity.follower")
    folder, amqp_url = os.environ["CARE_DATA_DIR"], os.environ["CARE_AMQP_URL"]
    relay = Relay(open_people(folder), published, "identity", Bookmarks(Database(place(folder))), amqp_url)
    follow([relay], int(os.environ["CARE_HEALTH_PORT"]))


if __name__ == "__main__":
    main()
