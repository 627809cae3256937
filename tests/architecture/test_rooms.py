"""Learn one service, know all: the same rooms, no others, and names that say what they hold."""

import ast
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, SERVICES, files_ending, parsed, project_files, rooms, shown

ROOMS = {"domain", "application", "publishing", "projections", "adapters", "wiring", "service", "follower"}
MEDIA_ROOMS = {"sfu", "signalling", "room_service", "media"}
BESIDES = {"__init__", "py"}
"""The package's own file, and `py.typed`."""

BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers", "shared", "lib"}
DOMAIN_MAY_IMPORT = ("eventsourcing.domain", "chassis.domain")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_only_the_agreed_rooms(service):
    allowed = ROOMS | BESIDES | (MEDIA_ROOMS if service == "visit-media" else set())

    assert set(rooms(service)) - allowed == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_rooms_that_make_it_one(service):
    assert {"application", "wiring", "service", "follower"} - set(rooms(service)) == set()


def test_every_service_folder_is_known_to_these_tests():
    folders = {
        path.relative_to(ROOT / "services").parts[0] for path in project_files() if ROOT / "services" in path.parents
    }

    assert folders == set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_a_readme_a_package_file_and_contracts(service):
    package = SERVICES[service]

    for expected in (
        ROOT / "services" / service / "README.md",
        ROOT / "services" / service / "pyproject.toml",
        ROOT / "services" / service / package / "py.typed",
        ROOT / "contracts" / "contracts" / package / "events.py",
    ):
        assert expected.is_file(), f"{shown(expected)} is missing"


def test_no_module_or_folder_has_a_name_that_says_nothing():
    nameless = [
        shown(path)
        for path in project_files()
        if path.suffix in (".py", ".ts", ".tsx") and BANNED_NAMES & {part.lower() for part in _names(path)}
    ]

    assert nameless == []


def test_the_domain_imports_the_standard_library_its_library_and_chassis_domain_only():
    strangers = [
        f"{shown(path)}: {imported}"
        for service, package in SERVICES.items()
        for path in files_ending(".py")
        if ROOT / "services" / service / package / "domain" in path.parents
        for imported in _imports(parsed(path))
        if not _may_stand_in_the_domain(imported, package)
    ]

    assert strangers == []


def test_only_wiring_reads_the_environment_of_a_service():
    readers = [
        shown(path)
        for path in files_ending(".py")
        if any((ROOT / part) in path.parents for part in ("services", "gateway/gateway"))
        and path.name != "wiring.py"
        and any(
            isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") for node in ast.walk(parsed(path))
        )
    ]

    assert readers == []


def test_every_python_file_says_in_its_first_line_what_it_is_for():
    silent = [
        shown(path)
        for path in files_ending(".py")
        if ROOT / "tests" not in path.parents and not ast.get_docstring(parsed(path))
    ]

    assert silent == []


def _reads_the_environment(module: ast.Module) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") for node in ast.walk(module))


def _names(path: Path) -> list[str]:
    parts = path.relative_to(ROOT).parts
    return [*parts[:-1], path.stem]


def _imports(module: ast.Module) -> list[str]:
    found: list[str] = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append("." if node.level else node.module or "")
    return found


def _may_stand_in_the_domain(imported: str, package: str) -> bool:
    top = imported.partition(".")[0]
    if imported == "." or top in sys.stdlib_module_names:
        return True
    allowed = (*DOMAIN_MAY_IMPORT, f"{package}.domain")
    return any(imported == name or imported.startswith(f"{name}.") for name in allowed)
