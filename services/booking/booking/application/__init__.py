"""What booking can be told to do, and what it does by itself: all of it writes to the one log of booking."""

from booking.application.departing import Departures
from booking.application.visits import Booking

__all__ = ["Booking", "Departures"]
