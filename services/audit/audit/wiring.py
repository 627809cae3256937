"""From the environment to the objects of audit."""

import os
from functools import cache

from eventsourcing.persistence import Mapper

from audit.application import Audit
from audit.projections.accesses import Accesses
from chassis.store import Database, Place, open_application


@cache
def audit() -> Audit:
    return open_application(Audit, place(), Mapper)


@cache
def accesses() -> Accesses:
    return Accesses(database())


@cache
def database() -> Database:
    return Database(place())


def place() -> Place:
    return Place.of("audit", os.environ)


def health_port() -> int:
    return int(os.environ.get("CARE_HEALTH_PORT", "0"))
