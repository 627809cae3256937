"""From the environment to the objects of identity."""

import os
from functools import cache
from pathlib import Path

from chassis.sealing import KeyRing, read_secret, sealed_by
from chassis.store import Bookmarks, Database, Place, open_application
from identity.adapters.clicks import Clicks
from identity.adapters.swedish_numbers import SwedishNumbers
from identity.application import Identity
from identity.projections.people import People


@cache
def identity() -> Identity:
    return open_application(
        Identity,
        place(),
        sealed_by(keys()),
        numbers=SwedishNumbers(read_secret(secrets_folder(), "index_key")),
        clicks=Clicks(database()),
        sign_in_methods=("demo",) if os.environ.get("CARE_DEMO") == "1" else (),
    )


@cache
def people() -> People:
    return People(database(), keys())


@cache
def bookmarks() -> Bookmarks:
    return Bookmarks(database())


@cache
def database() -> Database:
    return Database(place())


@cache
def keys() -> KeyRing:
    return KeyRing(place(), read_secret(secrets_folder(), "master_key"))


def place() -> Place:
    return Place.of("identity", os.environ)


def secrets_folder() -> Path:
    return Path(os.environ["CARE_SECRETS_DIR"])


def amqp_url() -> str:
    return os.environ["CARE_AMQP_URL"]


def health_port() -> int:
    return int(os.environ.get("CARE_HEALTH_PORT", "0"))
