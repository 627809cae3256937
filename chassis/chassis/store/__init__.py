"""How a service keeps what it knows: its event log, and the read models that follow logs."""

from chassis.store.bookmarks import Bookmarks
from chassis.store.database import Database, Moment
from chassis.store.hearing import Delivery, HeardView
from chassis.store.log import EventLog, open_application, retrying
from chassis.store.place import Place
from chassis.store.read_models import Projection, ReadModel
from chassis.store.together import finish_together, together

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
    "finish_together",
    "open_application",
    "retrying",
    "together",
]
