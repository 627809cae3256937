"""A process of the bus, killed, stopped and started as a test likes."""

import os
import sys
from pathlib import Path

from tests.fixtures.free_ports import free_port
from tools.platform.answering import answers_http, wait_until
from tools.platform.running import Running

RETRY_SECONDS = "0.1,0.2,0.4"


class Process:
    """One module run as a program, with a folder for its data and its log."""

    def __init__(self, module: str, folder: Path) -> None:
        self.module = module
        self.folder = folder
        self.log = folder / f"{module.rpartition('.')[2]}.log"
        self._running: Running | None = None

    def start(self, amqp_url: str, *, waits: bool = True) -> None:
        self.port = free_port()
        self.amqp_url = amqp_url
        environment = {
            "CARE_AMQP_URL": amqp_url,
            "CARE_DATA_DIR": str(self.folder),
            "CARE_HEALTH_PORT": str(self.port),
            "CARE_RETRY_SECONDS": RETRY_SECONDS,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self._running = Running([sys.executable, "-m", self.module], environment=environment, log=self.log)
        if waits:
            self.wait_until_ready()

    def wait_until_ready(self, timeout_seconds: float = 30) -> None:
        wait_until(self.is_ready, what=self.module, timeout_seconds=timeout_seconds)

    def is_ready(self) -> bool:
        return answers_http(f"http://127.0.0.1:{self.port}/readyz")

    def is_alive(self) -> bool:
        return answers_http(f"http://127.0.0.1:{self.port}/healthz")

    @property
    def has_ended(self) -> bool:
        return self._running is None or self._running.has_ended

    @property
    def pid(self) -> int:
        assert self._running is not None
        return self._running.pid

    def kill(self) -> None:
        if self._running is not None:
            self._running.kill()

    def stop(self) -> None:
        if self._running is not None:
            self._running.stop()
