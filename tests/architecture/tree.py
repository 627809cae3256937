"""The files of the project, as the architecture tests look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVICES = {
    "identity": "identity",
    "booking": "booking",
    "visit-media": "visit_media",
    "audit": "audit",
    "notifications": "notifications",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def project_files() -> tuple[Path, ...]:
    """Everything that is in the project or about to be: what git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = sorted({ROOT / name.decode() for name in listed.stdout.split(b"\0") if name})
    return tuple(path for path in paths if path.is_file())


def files_ending(*endings: str) -> list[Path]:
    return [path for path in project_files() if path.name.endswith(endings)]


def text_files() -> Iterator[tuple[Path, str]]:
    """Every file that is text, with its text."""
    for path in project_files():
        try:
            yield path, path.read_text()
        except UnicodeDecodeError:
            continue


def modules_of_tests() -> list[Path]:
    return [path for path in files_ending(".py") if (ROOT / "tests") in path.parents]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, Function):
            yield node


def rooms(service: str) -> dict[str, Path]:
    """The top-level modules and packages of a service, by name."""
    package = ROOT / "services" / service / SERVICES[service]
    found: dict[str, Path] = {}
    for path in project_files():
        if package in path.parents:
            top = package / path.relative_to(package).parts[0]
            found[top.stem] = top
    return found


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
