"""How a service keeps what it knows: its event log, and the read models that follow logs."""

from chassis.store.database import Bookmarks, Database, Moment
from chassis.store.hearing import Delivery, HeardView
from chassis.store.log import EventLog, open_application, retrying
from chassis.store.place import Place
from chassis.store.read_models import Projection, ReadModel

__all__ = [
    "Bookmarks",
    "Database",
    "Delivery",
    "EventLog",
    "HeardView",
    "Moment",
    "Place",
    "Projection",
    "ReadModel",
    "open_application",
    "retrying",
]
