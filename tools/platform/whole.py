"""The whole platform, started in order, watched until ready, stopped without a trace; `make up` and tests alike."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tools.platform.answering import NotReady, answers_amqp, answers_http, wait_until
from tools.platform.keeping import Kept, ProcessManager
from tools.platform.plan import ROOT, Plan
from tools.platform.ports import check_free

START_TIMEOUT_SECONDS = 90
SEED_TIMEOUT_SECONDS = 60

Say = Callable[[str], None]


class SeedFailed(Exception):
    """The demo provider could not be set up."""


class Platform:
    """A plan come to life."""

    def __init__(self, plan: Plan, say: Say = lambda _: None) -> None:
        self.plan = plan
        self._say = say
        self._began = time.monotonic()
        plan.prepare()
        self._manager = ProcessManager(plan)

    @property
    def url(self) -> str:
        """What a browser opens."""
        return self.plan.url

    @property
    def environment(self) -> dict[str, str]:
        """What a tool needs to reach this platform."""
        return self.plan.environment()

    @property
    def has_ended(self) -> bool:
        return self._manager.has_ended

    def start(self) -> None:
        """Ports, ground, services: in this order, and return when everything answers."""
        self._began = time.monotonic()
        check_free(self.plan.ports, unused=self.plan.unused_ports)
        self._manager.start()
        self._wait("the process manager", self._manager.is_answering)
        self._wait_for_broker()
        self._wait_for_database()
        self._manager.start_services()
        self.wait_ready()

    def wait_ready(self, timeout_seconds: float = START_TIMEOUT_SECONDS) -> None:
        """Return when every process says it is ready and the gateway serves the page."""
        waiting = {program.name: program.ready_url for program in self.plan.services()}
        waiting["the page"] = self.plan.page_url
        own_name = urlsplit(self.plan.url).netloc

        def are_ready() -> bool:
            for name, url in list(waiting.items()):
                if answers_http(url, host=own_name if url == self.plan.page_url else ""):
                    del waiting[name]
                    self._said(name)
            return not waiting

        try:
            self._wait_until(are_ready, "the platform", timeout_seconds)
        except NotReady as late:
            raise NotReady(f"{late}: still missing {', '.join(waiting)}") from None

    def seed(self, *, with_visits: bool = True) -> None:
        """Set up the demo provider; asking again changes nothing."""
        command = [sys.executable, "-m", "tools.demo", *([] if with_visits else ["--people-only"])]
        seeded = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SEED_TIMEOUT_SECONDS,
            check=False,
        )
        if seeded.returncode != 0:
            raise SeedFailed(seeded.stdout + seeded.stderr)
        self._said("the demo provider")

    def pid(self, name: str) -> int:
        return self._manager.pid(name)

    def kept(self) -> list[Kept]:
        return self._manager.kept()

    def log(self, name: str) -> Path:
        return self.plan.logs / f"{name}.log"

    def kill(self, name: str) -> None:
        """End the process as a power cut would; the process manager starts a new one."""
        # A process between two lives has no id, and id 0 would be ourselves.
        wait_until(lambda: self._manager.pid(name) > 0, what=name, timeout_seconds=START_TIMEOUT_SECONDS)
        pid = self._manager.pid(name)
        if pid > 0:
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: self._manager.pid(name) != pid, what=f"the end of {name}", timeout_seconds=10)

    def halt(self, name: str) -> None:
        """Stop the process in good order and leave it stopped."""
        self._manager.stop_one(name)

    def resume(self, name: str) -> None:
        """Start the process again."""
        self._manager.start_one(name)

    def restart(self, name: str) -> None:
        self.halt(name)
        self.resume(name)

    def stop(self) -> None:
        self._manager.stop()

    def _wait_for_broker(self) -> None:
        rabbit = self.plan.rabbit
        if rabbit is not None:
            self._wait("the broker", rabbit.is_answering)
            return
        address = urlsplit(self.plan.given["CARE_AMQP_URL"])
        host, port = address.hostname or "localhost", address.port or 5672
        self._wait(f"the broker at {host}:{port}", lambda: answers_amqp(port, host), 15)

    def _wait_for_database(self) -> None:
        postgres = self.plan.postgres
        if postgres is not None:
            self._wait("the database", postgres.is_answering)
            postgres.make_database()

    def _wait(self, what: str, is_ready: Callable[[], bool], timeout_seconds: float = START_TIMEOUT_SECONDS) -> None:
        self._wait_until(is_ready, what, timeout_seconds)
        self._said(what)

    def _wait_until(self, is_ready: Callable[[], bool], what: str, timeout_seconds: float) -> None:
        def is_ready_or_hopeless() -> bool:
            if self._manager.has_ended:
                raise NotReady(f"the process manager ended; {self.plan.logs}/process-manager.err says why")
            return is_ready()

        wait_until(is_ready_or_hopeless, what=what, timeout_seconds=timeout_seconds)

    def _said(self, what: str) -> None:
        self._say(f"  {time.monotonic() - self._began:5.1f} s  {what}")
