"""What is checked, in which order, with which command."""

import sys
from dataclasses import dataclass
from pathlib import Path

# Mostly waiting for processes to start and stop; whoever encodes video has the machine for itself.
ON_BOTH_CORES = ("-n", "2", "--dist", "worksteal")

SERVICES = ("identity", "booking", "visit_media", "audit", "notifications")
PACKAGES = ("contracts", "chassis", *SERVICES, "gateway", "tools", "tests.fixtures")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One command; a pytest step also leaves a report to count."""

    name: str
    command: tuple[str, ...]
    folder: str = "."
    is_pytest: bool = False

    def full_command(self, report: Path) -> list[str]:
        return [*self.command, f"--junitxml={report}"] if self.is_pytest else list(self.command)


def tests(name: str, *paths: str) -> Step:
    """A pytest process of its own: what one kind of test loads must not meet the others'."""
    return Step(
        name=name,
        command=(sys.executable, "-m", "pytest", "-q", "--durations=5", *paths),
        is_pytest=True,
    )


def program(name: str, *command: str) -> Step:
    return Step(name=name, command=(sys.executable, "-m", *command))


LINT = program("lint", "ruff", "check", ".")
FORM = program("form", "ruff", "format", "--check", ".")
TYPES = program("types", "mypy", "--strict", *(part for package in PACKAGES for part in ("-p", package)))
IMPORTS = Step(name="import rules", command=("lint-imports", "--no-logo"))
PAGES = Step(name="web pages", command=("npm", "run", "check", "--silent"), folder="gateway/web")
UNIT_TESTS = tests("unit tests", "tests/unit", *ON_BOTH_CORES)
PROMISES = tests("contracts and house", "tests/contracts", "tests/stored_events", "tests/architecture")

UNIT = (UNIT_TESTS,)
QUICK = (LINT, FORM, TYPES, IMPORTS, UNIT_TESTS, PROMISES)
ALL = (
    LINT,
    FORM,
    TYPES,
    IMPORTS,
    PAGES,
    UNIT_TESTS,
    PROMISES,
    tests("integration tests", "tests/integration", "--ignore=tests/integration/media", *ON_BOTH_CORES),
    tests("media tests", "tests/integration/media"),
    tests("faults", "tests/faults", *ON_BOTH_CORES),
    tests("journeys", "tests/journeys"),
)
