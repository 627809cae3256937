"""From the environment to the objects of booking."""

import os
from functools import cache
from pathlib import Path

from booking.application import Booking, Departures, Offspring, RearrangementLoop, Rearrangements, Replays
from booking.projections.contacts import Contacts
from booking.projections.lists import BookingLists
from booking.projections.my_bookings import MyBookings
from booking.projections.overlaps import Overlaps
from booking.projections.people import People
from booking.projections.running_rearrangements import RunningRearrangements
from booking.projections.staff_visits import StaffVisits
from booking.projections.visit_index import VisitIndex
from chassis.sealing import KeyRing, read_secret, sealed_by
from chassis.store import Bookmarks, Database, Place, open_application


@cache
def booking() -> Booking:
    return open_application(Booking, place(), sealed_by(keys()), people=people(), keys=keys())


@cache
def offspring() -> Offspring:
    return Offspring(booking(), my_bookings())


@cache
def rearrangements() -> Rearrangements:
    return Rearrangements(booking(), people=people(), visits=StaffVisits(my_bookings()))


@cache
def replays() -> Replays:
    return Replays(booking(), visit_index())


@cache
def visit_index() -> VisitIndex:
    return VisitIndex(database())


@cache
def running_rearrangements() -> RunningRearrangements:
    return RunningRearrangements(database())


def rearrangement_loop() -> RearrangementLoop:
    return RearrangementLoop(rearrangements(), running_rearrangements())


@cache
def my_bookings() -> MyBookings:
    return MyBookings(database(), keys())


@cache
def lists() -> BookingLists:
    return BookingLists(my_bookings())


@cache
def overlaps() -> Overlaps:
    return Overlaps(my_bookings())


@cache
def contacts() -> Contacts:
    return Contacts(my_bookings())


@cache
def people() -> People:
    return People(database())


def departures() -> Departures:
    return Departures(booking(), people(), my_bookings())


@cache
def bookmarks() -> Bookmarks:
    return Bookmarks(database())


@cache
def database() -> Database:
    return Database(place())


@cache
def keys() -> KeyRing:
    return KeyRing(place(), read_secret(Path(os.environ["CARE_SECRETS_DIR"]), "master_key"))


def place() -> Place:
    return Place.of("booking", os.environ)


def amqp_url() -> str:
    return os.environ["CARE_AMQP_URL"]


def health_port() -> int:
    return int(os.environ.get("CARE_HEALTH_PORT", "0"))
