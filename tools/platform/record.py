"""Who runs the platform of this folder, and how to reach it: `.run/up.json` and `.run/environment`."""

import fcntl
import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tools.platform.plan import Plan


class AlreadyRunning(Exception):
    """The text says who runs, and how to stop them."""


class Record:
    """Held for as long as the platform runs; the lock goes with its holder, however that ends."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lock = -1

    def __enter__(self) -> Self:
        folder = self._plan.folder
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(folder / "up.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise AlreadyRunning(
                f"CarePlatform already runs from this folder (process {running_pid(folder)}): "
                "stop it there with Ctrl-C, or here with `make down`."
            ) from None
        os.truncate(self._lock, 0)
        os.pwrite(self._lock, str(os.getpid()).encode(), 0)
        return self

    def write(self) -> None:
        """What the other commands and `care` need to know."""
        told = {"pid": os.getpid(), "ports": dict(self._plan.ports), "store": self._plan.store}
        (self._plan.folder / "up.json").write_text(json.dumps(told))
        environment = self._plan.folder / "environment"
        environment.touch(mode=0o600)
        environment.write_text("".join(f"{name}={value}\n" for name, value in self._plan.environment().items()))

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        (self._plan.folder / "up.json").unlink(missing_ok=True)
        (self._plan.folder / "environment").unlink(missing_ok=True)
        os.close(self._lock)


def running_pid(folder: Path) -> int | None:
    """The process that holds the record; none when nothing runs."""
    lock = folder / "up.lock"
    if not lock.exists():
        return None
    with lock.open() as held:
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(held.read() or 0)
    return None


def running_plan(folder: Path) -> Plan | None:
    """The plan of the platform that runs from this folder; none when nothing runs."""
    if running_pid(folder) is None or not (folder / "up.json").exists():
        return None
    told: dict[str, Any] = json.loads((folder / "up.json").read_text())
    given = dict(line.split("=", 1) for line in (folder / "environment").read_text().splitlines())
    return Plan(folder=folder, ports=told["ports"], store=told["store"], given=given)
