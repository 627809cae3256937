"""Following the log in plain threads: relaying events, keeping read models, and the watch over both."""

from chassis.following.relay import Relay
from chassis.following.supervising import Loop, follow

__all__ = ["Loop", "Relay", "follow"]
