"""Writes docs/requirements.md: each requirement, and the tests that name it (`# LIF-2` beside a test)."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS = ROOT / "docs" / "requirements.csv"
PAGE = ROOT / "docs" / "requirements.md"
NAMED = re.compile(r"\b([A-Z]{3}-\d+|X-\d+|Q\d+)\b")
TEST = re.compile(r"\s*(?:async )?def (test_\w+)\(|\s*(?:test|it)\(\s*[\"'`](.+?)[\"'`]")


def page() -> str:
    """The whole page, as it should stand in docs/."""
    proofs = _proofs()
    lines = [
        "# Requirements and their tests",
        "",
        "Each row and the tests that prove it; made by `make docs` from `requirements.csv` and the tests naming a row.",
        "A row without a test is not built yet.",
        "",
        "| row | actor | behaviour | tests |",
        "|---|---|---|---|",
    ]
    with ROWS.open(newline="") as rows:
        for row in csv.DictReader(rows):
            tests = "<br>".join(sorted(proofs[row["id"]])) or "–"
            lines.append(f"| {row['id']} | {row['actor']} | {row['behaviour'].replace('|', chr(92) + '|')} | {tests} |")
    return "\n".join(lines) + "\n"


def named_rows() -> set[str]:
    """Every row that some test names."""
    return set(_proofs())


def _proofs() -> dict[str, set[str]]:
    """Requirement id → links to the tests that name it."""
    proofs: dict[str, set[str]] = defaultdict(set)
    for path in _test_files():
        for name, ids in _named_in(path.read_text()):
            for requirement in ids:
                proofs[requirement].add(f"[{name}](../{path.relative_to(ROOT)})")
    return proofs


def _test_files() -> list[Path]:
    python = [p for p in (ROOT / "tests").rglob("test_*.py") if "__pycache__" not in p.parts]
    return sorted([*python, *(ROOT / "gateway" / "web" / "src").rglob("*.test.ts*")])


def _named_in(text: str) -> Iterator[tuple[str, list[str]]]:
    """A test with the rows named in comments: right above it, or in its signature, which may span lines."""
    above: list[str] = []
    lines = iter(text.splitlines())
    for line in lines:
        ids = _ids_in_comment(line)
        found = TEST.match(line)
        if found:
            while line.partition("#")[0].rstrip().endswith(("(", ",")):
                line = next(lines, "")
                ids += _ids_in_comment(line)
            yield found[1] or found[2], [*above, *ids]
        above = ids if line.lstrip().startswith(("#", "//")) else above if line.lstrip().startswith("@") else []


def _ids_in_comment(line: str) -> list[str]:
    return NAMED.findall(line.partition("#")[2] or line.partition("//")[2])


if __name__ == "__main__":
    PAGE.write_text(page())
