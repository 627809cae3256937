"""What booking can be told to do, and what it does by itself: all of it writes to the one log of booking."""

from booking.application.departing import Departures
from booking.application.offspring import Offspring
from booking.application.rearrangement_running import RearrangementLoop
from booking.application.rearranging import Rearrangements
from booking.application.replaying import Replays
from booking.application.visits import Booking

__all__ = ["Booking", "Departures", "Offspring", "RearrangementLoop", "Rearrangements", "Replays"]
