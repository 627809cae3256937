"""From the environment to the objects of identity."""

import os
from functools import cache
from pathlib import Path

from chassis.sealing import KeyRing, read_secret, sealed_by
from chassis.store import Bookmarks, Database, Place, open_application
from identity.adapters.clicks import Clicks
from identity.adapters.reaching import Reaching
from identity.adapters.swedish_numbers import SwedishNumbers
from identity.application import Identity
from identity.application.persons import Persons
from identity.application.sessions import Sessions
from identity.projections.people import People


@cache
def identity() -> Identity:
    return open_application(Identity, place(), sealed_by(keys()))


@cache
def persons() -> Persons:
    return Persons(identity(), numbers=numbers(), reaching=Reaching())


@cache
def sessions() -> Sessions:
    return Sessions(identity(), clicks=Clicks(database()), sign_in_methods=sign_in_methods())


@cache
def numbers() -> SwedishNumbers:
    return SwedishNumbers(read_secret(secrets_folder(), "index_key"))


def sign_in_methods() -> tuple[str, ...]:
    """What is set up here: the demo's, and whatever has its configuration."""
    return ("demo",) if os.environ.get("CARE_DEMO") == "1" else ()


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
