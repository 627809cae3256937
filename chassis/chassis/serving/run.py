"""The process that serves: patched first, then the service is imported, run, and drained at SIGTERM."""
# ruff: noqa: E402 - nothing may be imported before eventlet has patched

import os

# psycopg waits in C and would hold up every other greenlet; it knows gevent, not eventlet.
os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"
# eventlet's own name resolver takes long to import and reads no more than the system's does.
os.environ["EVENTLET_NO_GREENDNS"] = "yes"

import warnings

warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated.*")

import eventlet

eventlet.monkey_patch()

import importlib
import signal
import sys
from typing import Any

from chassis import telling
from chassis.serving.assembling import nameko_service
from chassis.serving.container import DrainingContainer
from chassis.topology import RETRY_SECONDS

GRACE_SECONDS = 10.0
WORKERS = 10


def main() -> int:
    """Serve the class named on the command line as `module:Class`."""
    module, _, name = sys.argv[1].partition(":")
    service = getattr(importlib.import_module(module), name)
    telling.start_telling(f"{service.name}.service")
    retries = os.environ.get("CARE_RETRY_SECONDS")
    config = {
        "AMQP_URI": os.environ["CARE_AMQP_URL"],
        "HEARTBEAT": 20,
        "max_workers": WORKERS,
        "retry_seconds": tuple(map(float, retries.split(","))) if retries else RETRY_SECONDS,
    }
    container = DrainingContainer(nameko_service(service), config)
    return Serving(container, int(os.environ.get("CARE_HEALTH_PORT", "0"))).run()


class Serving:
    """One container from start to end: waits for an absent broker, and ends in time even without one."""

    def __init__(self, container: DrainingContainer, health_port: int) -> None:
        self._container = container
        self._is_asked_to_end = False
        self._has_died = False
        self._health = telling.HealthServer(health_port, container.ready)

    def run(self) -> int:
        for asked_to_end in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked_to_end, self._end)
        self._health.start()
        eventlet.spawn(self._start)
        eventlet.spawn(self._watch)
        telling.tell("serving", health_port=self._health.port)
        while not (self._is_asked_to_end or self._has_died):
            eventlet.sleep(0.1)
        is_drained = not self._has_died and self._drained()
        telling.tell("served", is_drained=is_drained)
        sys.stdout.flush()
        return 0 if is_drained else 1

    def _end(self, *_: Any) -> None:
        self._is_asked_to_end = True

    def _start(self) -> None:
        try:
            self._container.start()
        except Exception as failure:  # noqa: BLE001 - the outer loop of the process
            telling.tell_failure("service_did_not_start", failure)
            self._has_died = True

    def _watch(self) -> None:
        try:
            self._container.wait()
        except Exception as failure:  # noqa: BLE001 - the outer loop of the process
            telling.tell_failure("service_died", failure)
        self._has_died = not self._is_asked_to_end

    def _drained(self) -> bool:
        """Whether everything begun was finished; without a broker there is nobody left to answer."""
        stopping = eventlet.spawn(self._container.stop)
        with eventlet.Timeout(GRACE_SECONDS, False):
            while not stopping.dead:
                if self._container.is_idle_without_broker():
                    return True
                eventlet.sleep(0.05)
            return True
        return False


if __name__ == "__main__":
    code = main()
    # Threads of pools and greenlets of a lost broker would hold up an ordinary exit.
    os._exit(code)
