"""Tests read as sentences about behaviour, and none of them waits by the clock."""

import ast
from pathlib import Path

from tests.architecture.tree import files_ending, functions, modules_of_tests, parsed, shown

FEWEST_WORDS = 3
SLEEPS = {"sleep", "wait_for_timeout"}


def test_every_test_name_is_a_sentence():
    too_short = [
        f"{shown(path)}:{function.lineno} {function.name}"
        for path in modules_of_tests()
        if path.name.startswith("test_")
        for function in functions(path)
        if function.name.startswith("test_") and len(function.name.split("_")[1:]) < FEWEST_WORDS
    ]

    assert too_short == []


def test_no_test_of_the_pages_has_a_name_too_short_for_a_sentence():
    for path in files_ending(".test.ts", ".test.tsx"):
        for line in path.read_text().splitlines():
            start = line.strip()
            if start.startswith(("it(", "test(")):
                assert len(start.split()) >= FEWEST_WORDS, f"{shown(path)}: {start}"


def test_no_test_sleeps():
    sleeping = [f"{shown(path)}:{call.lineno}" for path in _what_waits() for call in _sleeps(parsed(path))]

    assert sleeping == []


def test_no_test_is_switched_off_without_a_reason():
    silent = [
        f"{shown(path)}:{node.lineno}"
        for path in modules_of_tests()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "skip" and _is_bare_mark(path.read_text(), node)
    ]

    assert silent == []


def _what_waits() -> list[Path]:
    """Tests and their fixtures; a stand-in for a slow service or a camera lives by the clock."""
    return [
        path
        for path in modules_of_tests()
        if path.name.startswith("test_") or path.name == "conftest.py" or path.parent.name == "fixtures"
    ]


def _sleeps(module: ast.Module) -> list[ast.Call]:
    """Calls of a sleep; `sleep(0)` only lets others go first."""
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and _called_name(node) in SLEEPS and not _is_zero(node)
    ]


def _called_name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _is_zero(call: ast.Call) -> bool:
    return len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0


def _is_bare_mark(source: str, node: ast.Attribute) -> bool:
    line = source.splitlines()[node.lineno - 1]
    return "mark.skip" in line and "reason=" not in line
