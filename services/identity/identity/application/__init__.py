"""What identity can be told to do: one class for each matter, all writing to the one log of identity."""

from chassis.store import EventLog


class Identity(EventLog):
    """The log of identity; its commands stand in the modules of this package."""
