"""Which of Debian's packages this machine lacks for what is about to be done."""

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

IsThere = Callable[[str], bool]

# Debian's Chromium without the frame around its pages: a page costs a quarter of what it costs with one.
BROWSER = "/usr/lib/chromium/chromium-headless-shell"


@dataclass(frozen=True)
class Need:
    """Which outside programs are needed: something given by address is not needed here."""

    broker: bool
    database: bool
    browser: bool

    @staticmethod
    def of(environment: Mapping[str, str], *, is_for_tests: bool, store: str) -> "Need":
        if is_for_tests:
            return Need(broker=True, database=True, browser=True)
        return Need(
            broker=not environment.get("CARE_AMQP_URL"),
            database=store == "postgres" and not environment.get("CARE_DATABASE_URL"),
            browser=False,
        )


def lacking_packages(need: Need, is_there: IsThere | None = None, has_venv: bool | None = None) -> list[str]:
    """The names of the packages to install, in the order they are announced."""
    is_there = is_there or _is_there
    packages = []
    if not (_has_venv() if has_venv is None else has_venv):
        packages.append("python3-venv")
    if need.broker and not is_there("/usr/lib/rabbitmq/bin/rabbitmq-server"):
        packages.append("rabbitmq-server")
    if need.database and not is_there("/usr/lib/postgresql/*/bin/initdb"):
        packages.append("postgresql")
    if need.browser and not is_there(BROWSER):
        packages.append("chromium-headless-shell")
    return packages


def _is_there(pattern: str) -> bool:
    return any(Path("/").glob(pattern.removeprefix("/")))


def _has_venv() -> bool:
    """Debian's Python comes without the part that puts pip into a virtual environment."""
    return importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None
