"""The bus for asyncio processes: calling services, listening to the present, and health."""

from chassis.aio.calling import Caller
from chassis.aio.health import HealthServer
from chassis.aio.listening import Listener

__all__ = ["Caller", "HealthServer", "Listener"]
