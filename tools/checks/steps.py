"""What is checked, in which order, with which command."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

# Whoever encodes video for many has the machine for itself.
ON_BOTH_CORES = ("-n", "2", "--dist", "worksteal")
# Half of the time is waiting for processes and brokers to start and stop.
MOSTLY_WAITING = ("-n", "3", "--dist", "worksteal")

SERVICES = ("identity", "booking", "visit_media", "audit", "notifications")
PACKAGES = ("contracts", "chassis", *SERVICES, "gateway", "tools", "tests.fixtures")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One command; a pytest step also leaves a report to count.

    What needs one core only runs beside another such step, and is shown when it has ended.
    """

    name: str
    command: tuple[str, ...]
    folder: str = "."
    is_pytest: bool = False
    needs_one_core: bool = False

    def full_command(self, report: Path) -> list[str]:
        return [*self.command, f"--junitxml={report}"] if self.is_pytest else list(self.command)


def pytest_step(name: str, *paths: str, needs_one_core: bool = False) -> Step:
    """A pytest process of its own: what one kind of test loads must not meet the others'."""
    return Step(
        name=name,
        command=(sys.executable, "-m", "pytest", "-q", "--durations=5", *paths),
        is_pytest=True,
        needs_one_core=needs_one_core,
    )


def program(name: str, *command: str) -> Step:
    return Step(name=name, command=(sys.executable, "-m", *command), needs_one_core=True)


def batches(steps: Sequence[Step]) -> Iterator[tuple[Step, ...]]:
    """Steps that may run together, in order; whoever needs the whole machine runs alone."""
    for needs_one_core, together in groupby(steps, key=lambda step: step.needs_one_core):
        if needs_one_core:
            yield tuple(together)
        else:
            yield from ((step,) for step in together)


LINT = program("lint", "ruff", "check", ".")
FORM = program("form", "ruff", "format", "--check", ".")
TYPES = program("types", "mypy", "--strict", *(part for package in PACKAGES for part in ("-p", package)))
IMPORTS = Step(name="import rules", command=("lint-imports", "--no-logo"), needs_one_core=True)
PAGES = Step(name="web pages", command=("npm", "run", "check", "--silent"), folder="gateway/web", needs_one_core=True)
UNIT_TESTS = pytest_step("unit tests", "tests/unit", *ON_BOTH_CORES)
PROMISES = pytest_step(
    "contracts and house", "tests/contracts", "tests/stored_events", "tests/architecture", needs_one_core=True
)

UNIT = (UNIT_TESTS,)
# The longest first: the others fit beside it.
QUICK = (TYPES, LINT, FORM, IMPORTS, PROMISES, UNIT_TESTS)
ALL = (
    TYPES,
    LINT,
    FORM,
    IMPORTS,
    PAGES,
    PROMISES,
    UNIT_TESTS,
    pytest_step("integration tests", "tests/integration", "--ignore=tests/integration/media", *MOSTLY_WAITING),
    pytest_step("media tests", "tests/integration/media"),
    # Clients there mostly wait for each other; a row takes less than one core.
    pytest_step("matrix of media", "tests/journeys/media", *ON_BOTH_CORES),
    pytest_step("faults", "tests/faults", *ON_BOTH_CORES),
    pytest_step(
        "journeys",
        "tests/journeys",
        "--ignore=tests/journeys/firefox",
        "--ignore=tests/journeys/media",
        "--ignore=tests/journeys/video",
        *ON_BOTH_CORES,
    ),
    pytest_step("journeys with video", "tests/journeys/video"),
)
FIREFOX = (pytest_step("matrix in Firefox", "tests/journeys/firefox"),)
